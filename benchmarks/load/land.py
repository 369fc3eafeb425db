"""The rows of the site under load: schools of 20 classes of 27, with a year of registers behind them.

Run alone, with DATABASE_URL naming an empty database: makes the tables and the rows, and prints as JSON who
may sign in and which registers are to be taken (`Plan`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import django

from benchmarks.load.clock import BEGINS
from samples.days import MAY_DAYS, TERMS
from samples.people import GIRLS, SURNAMES, upn

SCHOOLS, CLASSES, CLASS_SIZE = 6, 20, 27
TEACHERS = 5  # of each school; each takes every fifth class
PASSWORD = "correct horse battery staple of the load"  # noqa: S105  of people who are invented
LAST_YEAR, THIS_YEAR = 2025, 2026
PRESENT, AWAY = "/", ("I", "N", "O", "M")
AWAY_OF_100 = 7  # sessions


@dataclass(frozen=True, slots=True)
class Plan:
    """What the load needs to know of the site."""

    teachers: list[tuple[str, list[tuple[str, str]]]]  # e-mail, and (school, class) of each class
    officers: list[tuple[str, str]]  # e-mail, and school
    everywhere: str  # e-mail of an officer of every school
    sessions: list[tuple[str, str]]  # day and half, none of which any class has marks for


def school_days(first: date, last: date) -> Iterator[date]:
    for start, end, _ in TERMS:
        for offset in range((end - start).days + 1):
            day = start + timedelta(days=offset)
            if day.weekday() < 5 and day not in MAY_DAYS and first <= day <= last:
                yield day


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(asdict(build())))


def build() -> Plan:
    """Everything, in one transaction."""
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from supportfirst.casework.store.models import Authority

    days = school_days(date(2026, 9, 1), BEGINS.date())
    past = [(day.isoformat(), half) for day in days for half in ("morning", "afternoon")]
    this_morning = (BEGINS.date().isoformat(), "morning")
    sessions = [this_morning, *(each for each in past if each[0] != this_morning[0])]
    plan = Plan([], [], "officer@schools.example.org", sessions)
    password = make_password(PASSWORD)
    with transaction.atomic():
        authority = Authority.objects.create(name="Loadshire", number="999", pack="coventry")
        for number in range(SCHOOLS):
            _school(authority, number, plan, password)
        _officer_of_all(plan.everywhere, password)
    return plan


def _officer_of_all(email: str, password: str) -> None:
    from supportfirst.casework.store.models import Membership, Role, School, User

    user = User.objects.create(email=email, name="Alex Marlow", title="Officer", password=password)
    Membership.objects.bulk_create(
        Membership(user=user, role=Role.ATTENDANCE_OFFICER, school=school, first_day=date(2025, 9, 1))
        for school in School.objects.all()
    )


def _school(authority: Any, number: int, plan: Plan, password: str) -> None:
    from supportfirst.casework.store.models import CalendarSpan, PackAdoption, School

    school = School.objects.create(
        authority=authority,
        name=f"School {number}",
        urn=f"{910_000 + number}",
        establishment_number=f"{4000 + number}",
        phase="primary",
        type="academy",
        invented=True,
        doors_open=time(8, 40),
        day_starts=time(8, 45),
        late_after=time(8, 55),
        morning_closes=time(9, 15),
        afternoon_starts=time(13, 0),
        afternoon_closes=time(13, 30),
        day_ends=time(15, 15),
        report_by=time(9, 30),
    )
    PackAdoption.objects.create(school=school, pack="coventry", first_day=date(2025, 9, 1))
    CalendarSpan.objects.bulk_create(
        [CalendarSpan(school=school, kind="term", first_day=a, last_day=b) for a, b, _ in TERMS]
        + [CalendarSpan(school=school, kind="closed", first_day=day, last_day=day) for day in MAY_DAYS]
    )
    groups = _classes(school, number, plan, password)
    _history(school, groups, number)


def _classes(school: Any, number: int, plan: Plan, password: str) -> list[tuple[Any, list[int]]]:
    """The classes with the enrolments of their pupils; their teachers and the officer go into the plan."""
    from supportfirst.casework.store.models import (
        ClassGroup,
        ClassTeacher,
        Enrolment,
        Membership,
        Pupil,
        Role,
        User,
    )

    def person(role: str, which: int) -> Any:
        email = f"{role}{which}@school{number}.example.org"
        user = User.objects.create(email=email, name=f"Alex Marlow-{which}", title=role, password=password)
        Membership.objects.create(user=user, role=role, school=school, first_day=date(2025, 9, 1))
        return user

    teachers = [person(Role.TEACHER, which) for which in range(TEACHERS)]
    plan.officers.append((person(Role.ATTENDANCE_OFFICER, 0).email, str(school.pk)))
    taken: list[list[tuple[str, str]]] = [[] for _ in teachers]
    found = []
    for place in range(CLASSES):
        group = ClassGroup.objects.create(
            school=school, name=f"{place // 4 + 1}{'ABCD'[place % 4]}", year_group="5", school_year=THIS_YEAR
        )
        which = place % TEACHERS
        ClassTeacher.objects.create(group=group, user=teachers[which], first_day=date(2025, 9, 1))
        taken[which].append((str(school.pk), str(group.pk)))
        pupils = Pupil.objects.bulk_create(
            Pupil(
                upn=upn(900 + number, 25, place * CLASS_SIZE + seat + 1),
                legal_forename=GIRLS[(place + seat) % len(GIRLS)],
                legal_surname=SURNAMES[(7 * place + seat) % len(SURNAMES)],
                date_of_birth=date(2016, 10, 4),
            )
            for seat in range(CLASS_SIZE)
        )
        held = Enrolment.objects.bulk_create(
            Enrolment(pupil=pupil, school=school, group=group, year_group="5", first_day=date(2025, 9, 2))
            for pupil in pupils
        )
        _parents(pupils, place)
        found.append((group, [each.pk for each in held]))
    plan.teachers.extend((user.email, classes) for user, classes in zip(teachers, taken, strict=True))
    return found


def _parents(pupils: list[Any], place: int) -> None:
    """A parent for each child, who has an e-mail address."""
    from supportfirst.casework.store.models import Adult, AdultContact, Link

    adults = Adult.objects.bulk_create(
        Adult(title="Ms", legal_forename="Rowan", legal_surname=pupil.legal_surname, language="English")
        for pupil in pupils
    )
    AdultContact.objects.bulk_create(
        AdultContact(adult=adult, kind="email", value=f"parent{place}.{seat}@example.org")
        for seat, adult in enumerate(adults)
    )
    Link.objects.bulk_create(
        Link(
            pupil=pupil,
            adult=adult,
            relationship="mother",
            natural_parent=True,
            parental_responsibility=True,
            day_to_day_care=True,
            lives_with_child=True,
            contact_order=1,
        )
        for pupil, adult in zip(pupils, adults, strict=True)
    )


def _history(school: Any, groups: list[tuple[Any, list[int]]], number: int) -> None:
    """Last school year's registers, and each pupil's year made from them."""
    from supportfirst.casework.bridge import sample_rows
    from supportfirst.casework.bridge.code_numbers import number_of
    from supportfirst.casework.bridge.pupil_years import rebuilt
    from supportfirst.casework.bridge.register_rows import Entry, packed
    from supportfirst.casework.store.chaining import append_many
    from supportfirst.casework.store.models import PupilYear, RegisterDocument

    draw = random.Random(number)  # noqa: S311  invented absences
    rows = []
    for day in school_days(date(2025, 9, 1), date(2026, 8, 31)):
        for half in (0, 1):
            at = datetime.combine(day, time(9 + 4 * half, 0), tzinfo=UTC)
            for group, enrolments in groups:
                held = packed(
                    Entry(
                        each, number_of(draw.choice(AWAY) if draw.randrange(100) < AWAY_OF_100 else PRESENT)
                    )
                    for each in enrolments
                )
                rows.append(
                    RegisterDocument(
                        recorded_at=at,
                        school=school,
                        group=group,
                        day=day,
                        half=half,
                        pupils=held.pupils,
                        marks=held.marks,
                        source="sample",
                    )
                )
    append_many(rows, school.pk)
    sample_rows.add(
        PupilYear(enrolment_id=enrolment, school_year=year, marks=marks, version=1)
        for (enrolment, year), marks in rebuilt(school).items()
    )


if __name__ == "__main__":
    main()
