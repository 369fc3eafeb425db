"""How to break the moving of meetings, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

MOVE = "supportfirst/casework/actions/rearrange_meeting.py"
LETTERS = "supportfirst/casework/queries/meeting_letters.py"

BREAKERS: dict[str, Breaker] = {
    "ESX-R-28": Edit(
        "supportfirst/casework/queries/family_circumstances.py",
        'return self.data.get("conflict") is True',
        'return self.data.get("conflict") is False',
    ),
    "ESX-R-37": Edit(MOVE, "if asked.offer is not None else CANCELLED}", "if asked.offer else 'held'}"),
    "ESX-R-31": Edit(
        "supportfirst/policy/essex/facts/meetings.yaml",
        "where: [{field: place_because, present: no}]",
        "where: [{field: place_because, present: yes}]",
    ),
    "ESX-C-44": Edit(
        "supportfirst/casework/actions/close_meeting.py",
        "if each.made_to is not None and each.made_to != told.on",
        "if each.made_to is not None and each.made_to == told.on",
    ),
    "ESX-C-37": Edit(MOVE, "replaces=meeting.event)", "replaces=None)"),
    "ESX-C-38": Edit(LETTERS, "if BEFORE in kind.wording.slots]", "if BEFORE not in kind.wording.slots]"),
}
