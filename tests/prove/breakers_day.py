"""How to break the rules behind what the site proves of a school's day; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit

SITE = "supportfirst/casework"
MORNING = f"{SITE}/queries/unaccounted.py"
FIRST_CONTACT = f"{SITE}/web/views/morning.py"

BREAKERS: dict[str, Breaker] = {
    "WID-18": Edit(MORNING, "MIDDAY = time(12)", "MIDDAY = time(13)"),
    "HAL-14": Edit(MORNING, 'CONTACTS = ("contact", "home_visit")', 'CONTACTS = ("home_visit",)'),
    "HAL-60": Edit(
        FIRST_CONTACT,
        'named = ("channel", "outcome", "concern_raised", "reason_found", "support_offered")',
        'named = ("channel", "outcome", "concern_raised", "reason_found")',
    ),
    "ESX-R-16": Edit(FIRST_CONTACT, '"staff_chosen", "staff_chosen_because")}', '"staff_chosen")}'),
}
