"""How to break what is kept of meetings, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit, MoveValue, moved
from tests.prove.breakers_engage_letters_site import MAP, STEPS

CLOSE = "supportfirst/casework/actions/close_meeting.py"
PLAN = "supportfirst/casework/actions/plan_meeting.py"

BREAKERS: dict[str, Breaker] = {
    "ESX-R-34": Edit(PLAN, '"bringing": told.bringing,', '"bringing": "",'),
    "HAL-84": Edit(CLOSE, "    if belongs and not (", "    if not belongs and not ("),
    "HAL-86": Edit(
        CLOSE,
        "said in told.minutes.items() if not said.strip()]",
        "said in told.minutes.items() if said is None]",
    ),
    "HAL-91": Edit(
        CLOSE,
        "told.result in MISSED and told.offer is None",
        "told.result in MISSED and told.offer is not None",
    ),
    "HAL-132": Edit(
        CLOSE, "for how in (CAME, ONLINE, APOLOGIES, AWAY)}", "for how in (CAME, ONLINE, APOLOGIES)}"
    ),
    "HAL-133": Edit(
        CLOSE,
        "(result == ABSENT and kind.goes_ahead)",
        "(result == ABSENT and not kind.goes_ahead)",
    ),
    "SC-E11": Edit(
        "supportfirst/casework/bridge/meeting_types.py",
        'aliases=entry.listed("aliases"),',
        "aliases=(),",
    ),
    "WID-71": MoveValue(MAP, (*STEPS, 1), 6),
    "WID-76": MoveValue(MAP, (*STEPS, 2), 9),
    "WID-90": MoveValue(MAP, (*STEPS, 5), 18),
    "WID-20": moved("widnes-academy/values/school", "widnes.surgery_percent", 40),
    "WID-26": Edit(
        "supportfirst/policy/widnes-academy/entries/papers.yaml",
        "head_of_school\n    required: [widnes.head_of_school, halton.education_welfare_officer,",
        "head_of_school\n    required: [widnes.head_of_school,",
    ),
}
