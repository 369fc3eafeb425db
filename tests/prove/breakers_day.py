"""How to break the rules behind what the site proves of a school's day; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit, moved

SITE = "supportfirst/casework"
BRIDGE = f"{SITE}/bridge"
QUERIES = f"{SITE}/queries"
MORNING = f"{QUERIES}/unaccounted.py"
FIRST_CONTACT = f"{SITE}/web/views/contact_form.py"
CHANGES = "found.setdefault(amendment.enrolment_id, []).append(as_changed(amendment))"
ANY_CLASS = "ClassGroup.objects.filter(pk=group_id, school_id=school_id)"
OWN_CLASSES = "classes_for(actor, Right.TAKE_REGISTER).filter(pk=group_id, school_id=school_id)"
ONE_REGISTER = "only_one=standing is Standing.MISSING and other.taken is not None"

BREAKERS: dict[str, Breaker] = {
    "WID-18": Edit(f"{POLICY}/widnes-academy/values/first_contact.yaml", '"12:00"', '"13:00"'),
    "HAL-14": Edit(MORNING, 'CONTACTS = ("contact", "home_visit")', 'CONTACTS = ("home_visit",)'),
    "HAL-60": Edit(
        FIRST_CONTACT,
        'named = ("channel", "outcome", "concern_raised", "reason_found", "support_offered")',
        'named = ("channel", "outcome", "concern_raised", "reason_found")',
    ),
    "ESX-R-16": Edit(FIRST_CONTACT, '"staff_chosen", "staff_chosen_because")}', '"staff_chosen")}'),
    "WID-38": Edit(f"{QUERIES}/off_site.py", "if each.is_out]", "if not each.is_out]"),
    "WID-49": Edit(f"{SITE}/actions/sign_in_late.py", '            "meal_order": told.meal.strip(),\n', ""),
    "WID-44": Edit(f"{BRIDGE}/school_days.py", "            school.day_starts,\n", "            None,\n"),
    "WID-47": Edit(f"{BRIDGE}/arrivals.py", "at <= times.late_after", "at < times.late_after"),
    "WID-48": Edit(f"{BRIDGE}/arrivals.py", "elif at <= times.closes:", "elif at >= times.late_after:"),
    "WID-52": Edit(f"{QUERIES}/register_page.py", OWN_CLASSES, ANY_CLASS),
    "WID-91": Edit(f"{QUERIES}/registers_today.py", ONE_REGISTER, "only_one=False"),
    "WID-92": moved("england/values/register", "register.open_minutes_max", 31),
    "WID-93": Edit(
        f"{POLICY}/england/codes/2024-08-19.yaml",
        "ill, other than at an appointment\n    class: authorised absence",
        "ill, other than at an appointment\n    class: not a possible session",
    ),
    "WID-119": Edit(
        f"{BRIDGE}/codes_in_force.py",
        "    if reading.standing is CodeStanding.IN_FORCE and reading.code is not None:\n        return",
        "    if reading.code is not None:\n        return",
    ),
    "HAL-17": Edit(
        f"{BRIDGE}/standing_marks.py", CHANGES, "found[amendment.enrolment_id] = [as_changed(amendment)]"
    ),
    "HAL-182": Edit(f"{QUERIES}/import_preview.py", "~Exists(address), ", ""),
}
