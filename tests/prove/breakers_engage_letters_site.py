"""How to break what the site proves of letters to families; see `breakers.py`."""

from __future__ import annotations

from tests.prove.breakers import Breaker, Edit, MoveValue

SITE = "supportfirst/casework"
STEPS = ("values", "attendance_map.day_steps", "steps", 0, "value")
MAP = "supportfirst/policy/widnes-academy/values/map.yaml"

BREAKERS: dict[str, Breaker] = {
    "ESX-C-36": Edit(
        "supportfirst/policy/essex/letters/meeting_invitation.yaml",
        "on {meeting_day} at {meeting_time}",
        "soon",
    ),
    "ESX-C-40": Edit(
        f"{SITE}/actions/draft_letters.py",
        "for to in making.addressees.written_to]",
        "for to in making.addressees.written_to[:1]]",
    ),
    "ESX-C-41": Edit(
        f"{SITE}/queries/letter_addressees.py",
        "held=Addressee(row.title.strip(), name, lines)",
        'held=Addressee(row.title.strip() or "Parent", name or shown.name, lines)',
    ),
    "ESX-C-42": Edit(
        f"{SITE}/queries/letter_making.py",
        "year_group=self.enrolment.year_group.strip(),",
        'year_group=self.enrolment.year_group.strip() or "not known",',
    ),
    "ESX-R-49": Edit(
        f"{SITE}/bridge/letter_kinds.py",
        "wording.first_day <= on",
        "wording.first_day > on",
    ),
    "WID-62": Edit(
        f"{SITE}/actions/make_letters.py",
        "for number, letter in enumerate(letters):",
        "for number, letter in enumerate(letters[:1]):",
    ),
    "WID-68": MoveValue(MAP, (*STEPS, 0), 3),
    "WID-70": MoveValue(MAP, (*STEPS, 1), 6),
    "WID-75": MoveValue(MAP, (*STEPS, 2), 9),
    "WID-80": MoveValue(MAP, (*STEPS, 3), 12),
    "HAL-67": Edit(
        f"{SITE}/bridge/letter_kinds.py",
        "if rule in kind.sent_when or name in brings.get(rule, ())",
        "if rule == name",
    ),
    "HAL-78": Edit(f"{SITE}/bridge/letter_values.py", "        **_support(enrolment),\n", ""),
    "HAL-90": Edit(
        "supportfirst/policy/halton/letters/plan_letter.yaml",
        "again on {review_day}, and",
        "again soon, and",
    ),
    "HAL-83": Edit(
        "supportfirst/policy/halton/letters/s2l1.yaml",
        "Please come to a School Attendance Meeting on {meeting_day}",
        "We meet on {meeting_day}",
    ),
    "HAL-181": Edit(
        "supportfirst/policy/halton/letters/s2l1.yaml",
        "the meeting is part of a formal process. That process could lead to legal steps",
        "the meeting is part of a process. That process could lead to other steps",
    ),
    "COV-101": Edit(
        "supportfirst/policy/coventry/letters/formal_warning_notice.yaml",
        "on {meeting_day} at {meeting_time}, here: {meeting_place}. We would",
        "on {meeting_day}. We would",
    ),
    "ESX-R-27": Edit(
        "supportfirst/policy/essex/letters/meeting_rearranged.yaml",
        "You may ask for another place, closer to you or at home, or to meet by phone or video.",
        "We can meet elsewhere.",
    ),
    "COV-115": Edit(
        f"{SITE}/access/pack_roles.py",
        "else frozenset({Role.PRINCIPAL_OFFICER})",
        "else OFFICERS",
    ),
    "HAL-18": Edit(
        "supportfirst/policy/england/letters/praise.yaml",
        "{child} was in school {days_gained} more than in the weeks before",
        "{child} was in school",
    ),
    "WID-25": MoveValue(
        "supportfirst/policy/widnes-academy/values/school.yaml",
        ("values", "widnes.excess_late_marks", "steps", 0, "value"),
        9,
    ),
}
