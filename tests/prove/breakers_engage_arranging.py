"""How to break the arranging of meetings, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

FAMILY = "supportfirst/casework/queries/family_circumstances.py"
FORM = "supportfirst/casework/web/views/meeting_plan_form.py"

BREAKERS: dict[str, Breaker] = {
    "ESX-R-23": Edit(
        FAMILY, "of.setdefault(adult, []).append(event)", 'of.setdefault(adult + " ", []).append(event)'
    ),
    "ESX-R-24": Edit(FAMILY, "return self.schools >= TWO_SCHOOLS", "return self.schools > TWO_SCHOOLS"),
    "ESX-R-25": Edit(FORM, "in PARTS.items() if held[n]]", "in PARTS.items() if not n]"),
    "ESX-R-26": Edit(FORM, "ways.choices = [*SUGGESTED, *(", "ways.choices = [*("),
    "ESX-R-32": Edit(FORM, 'place_ground=held["place_ground"],', 'place_ground="",'),
    "ESX-R-33": Edit(FAMILY, 'return "yes" if value else "no"', 'return "yes"'),
}
