"""Everybody who signs in, at least one person for each of the twenty roles, and who is named for what.

Each has an e-mail address at example.org that says what they are (`head.mossop-road@example.org`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from samples.people import BOYS, GIRLS, SURNAMES
from samples.site.places import AREAS, FIRST_YEAR, SCHOOLS, TRUST, SiteSchool

SCHOOL_ROLES = {
    "head": "Head teacher",
    "attendance_lead": "Attendance lead",
    "attendance_officer": "Attendance officer",
    "champion": "Deputy head, senior attendance champion",
    "pastoral": "Pastoral lead",
    "senco": "SENCO",
    "dsl": "Designated safeguarding lead",
    "governor": "Governor for attendance",
    "administrator": "Data manager",
}
AREA_ROLES = {
    "authority_officer": "Attendance officer of the authority",
    "principal_officer": "Principal attendance officer",
    "legal_panel": "Member of the legal panel",
    "cme_officer": "Children missing education officer",
    "send_team": "SEND case officer",
    "early_help": "Early Help family worker",
    "virtual_school": "Adviser of the Virtual School",
    "social_care": "Social worker",
    "health": "School nurse",
    "analyst": "Data analyst",
    "administrator": "Administrator of the site",
}
TRUST_ROLES = {"attendance_lead": "Attendance lead of the trust", "analyst": "Data analyst of the trust"}
# What somebody is named for at a school: the role's id in the packs, and who it is here.
NAMED = {
    "head_teacher": "head",
    "senior_attendance_champion": "champion",
    "attendance_lead": "attendance_lead",
    "attendance_officer": "attendance_officer",
    "senco": "senco",
    "designated_safeguarding_lead": "dsl",
    "governor": "governor",
    "authority_attendance_officer": "authority_officer",
}
COORDINATOR = "coventry.ehac"  # works for the authority, and does not sign in


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with one role at one place, whose kind is school, area or trust."""

    key: str
    name: str
    title: str
    role: str
    place_kind: str
    place: str

    @property
    def email(self) -> str:
        return f"{self.key.replace('/', '.')}@example.org"


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named for what at a school; `person` is "" where they have no account."""

    school: str
    role: str
    name: str
    title: str
    person: str
    first_day: date = FIRST_YEAR


def staff() -> list[Person]:
    """Everybody but the class teachers."""
    people = [
        _person(role, title, "school", school.key)
        for school in SCHOOLS
        for role, title in SCHOOL_ROLES.items()
    ]
    people += [_person(role, title, "area", area.key) for area in AREAS for role, title in AREA_ROLES.items()]
    return people + [_person(role, title, "trust", TRUST[0]) for role, title in TRUST_ROLES.items()]


def teacher(school: SiteSchool, class_name: str) -> Person:
    """Who takes the register of a class of this name, year after year."""
    key = f"teacher/{class_name.lower()}/{school.key}"
    return Person(key, _name(key), f"Teacher of {class_name}", "teacher", "school", school.key)


def cover_teacher(school: SiteSchool) -> Person:
    return _person("teacher", "Cover teacher", "school", school.key)


def named_people() -> Iterator[Named]:
    for school in SCHOOLS:
        for named_for, role in NAMED.items():
            place = school.area if role == "authority_officer" else school.key
            titles = AREA_ROLES if role == "authority_officer" else SCHOOL_ROLES
            key = f"{role}/{place}"
            yield Named(school.key, named_for, _name(key), titles[role], key)
        if school.pack == "coventry":
            key = f"early_help_coordinator/{school.area}"
            yield Named(school.key, COORDINATOR, _name(key), "Early Help Assessment Coordinator", "")


def _person(role: str, title: str, kind: str, place: str) -> Person:
    key = f"{role}/{place}"
    return Person(key, _name(key), title, role, kind, place)


def _name(key: str) -> str:
    draw = Random(f"staff/{key}")
    return f"{draw.choice(GIRLS + BOYS)} {draw.choice(SURNAMES)}"
