"""How to break what a meeting must hold before it is closed, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

CLOSE = "supportfirst/casework/actions/close_meeting.py"
TYPES = "supportfirst/casework/bridge/meeting_types.py"
WIDNES = "supportfirst/policy/widnes-academy/entries/papers.yaml"
HALTON = "supportfirst/policy/halton/entries/meetings.yaml"

BREAKERS: dict[str, Breaker] = {
    "COV-105": Edit(CLOSE, "    if silent:", "    if len(silent) > 1:"),
    "ESX-C-19": Edit(CLOSE, "        _check_actions(kind, told)\n", ""),
    "ESX-C-30": Edit(CLOSE, "    if old_enough and NOT_OLD_ENOUGH in", "    if old_enough and not"),
    "ESX-C-34": Edit(CLOSE, "kind.absent_asks and not told.failed_to_engage.strip()", "not kind.absent_asks"),
    "SC-D12": Edit(
        CLOSE, 'answer not in ("yes", "no") or not shown_by.strip()', 'answer not in ("yes", "no")'
    ),
    "ESX-C-43": Edit(CLOSE, '"pupil_because": told.pupil_because,', '"pupil_because": "",'),
    "ESX-C-46": Edit(
        "supportfirst/policy/essex/entries/meetings.yaml",
        '      - "why it would help the family, and the family\'s circumstances"\n',
        "",
    ),
    "ESX-C-47": Edit(
        CLOSE, "        if empty:\n            raise", "        if len(empty) > 1:\n            raise"
    ),
    "HAL-34": Edit(TYPES, 'settles=entry.listed("settles"),', "settles=(),"),
    "HAL-85": Edit(CLOSE, "    if unasked:", "    if len(unasked) > 1:"),
    "HAL-184": Edit(HALTON, ", what follows if nothing improves]", "]"),
    "WID-98": Edit(
        WIDNES,
        "    required: [widnes.head_of_school, widnes.chair_of_governors, parent]",
        "    required: [widnes.head_of_school, parent]",
    ),
    "WID-103": Edit(WIDNES, "    agenda: [targets]\n", ""),
}
