"""Rows of the site for tests: one school, class, pupil or parent at a time, sound unless told otherwise.

    school = a_school()
    class_ = a_class(school)
    ada = a_pupil(school, class_, forename="Ada")     # the Enrolment; ada.pupil is the child
    mother = an_adult(ada)                             # ada is an Enrolment or a Pupil
    actor = an_actor("attendance_officer", school)

Whatever is left out has a usual value: two school years of terms, the times of an ordinary day, the pack
`coventry` from 1 September 2025. Other fields are given by their own names (`a_school(report_by=None)`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from samples.days import FIRST_DAY, TERMS
from samples.people import upn
from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    Authority,
    CalendarSpan,
    ClassGroup,
    ClassTeacher,
    Enrolment,
    Link,
    Membership,
    PackAdoption,
    Pupil,
    School,
    SpanKind,
    Trust,
    User,
)

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday; London keeps the same time in November
YEAR_2025 = date(2025, 9, 1)
USUAL_DAY = {
    "doors_open": time(8, 40),
    "day_starts": time(8, 45),
    "late_after": time(8, 55),
    "morning_closes": time(9, 15),
    "afternoon_starts": time(13, 0),
    "afternoon_closes": time(13, 30),
    "day_ends": time(15, 15),
    "report_by": time(9, 30),
}
NO_PHONE = "01632 960{:03d}"  # numbers that Ofcom keeps for drama

_next, _next_place = count(1), count(1)


def an_authority(**over: Any) -> Authority:
    number = next(_next_place)
    return Authority.objects.create(
        **{"name": f"Authority {number}", "number": f"{100 + number % 900}", "pack": "coventry", **over}
    )


def a_trust(**over: Any) -> Trust:
    return Trust.objects.create(**{"name": f"Trust {next(_next)}", **over})


def a_school(*, pack: str | None = "coventry", calendar: bool = True, **over: Any) -> School:
    """A school with its calendar, times and pack. `pack=None`: none adopted; `calendar=False`: no days."""
    number = next(_next_place)
    authority = over.pop("authority", None) or an_authority()
    school = School.objects.create(
        **{
            "authority": authority,
            "name": f"School {number}",
            "urn": f"{900_000 + number % 100_000}",
            "establishment_number": f"{number % 10_000:04d}",
            "phase": "primary",
            "type": "academy",
            "invented": True,
            **USUAL_DAY,
            **over,
        }
    )
    if pack:
        PackAdoption.objects.create(school=school, pack=pack, first_day=YEAR_2025)
    if calendar:
        add_terms(school)
    return school


def add_terms(school: School) -> None:
    """The terms of 2025-26 and 2026-27, and the closed May bank holidays."""
    spans = [CalendarSpan(school=school, kind=SpanKind.TERM, first_day=a, last_day=b) for a, b, _ in TERMS]
    for day in (date(2026, 5, 4), date(2027, 5, 3)):
        spans.append(CalendarSpan(school=school, kind=SpanKind.CLOSED, first_day=day, last_day=day))
    CalendarSpan.objects.bulk_create(spans)


def a_class(school: School, *, teacher: User | None = None, **over: Any) -> ClassGroup:
    """A class of 2026-27; with `teacher`, one that somebody takes."""
    group = ClassGroup.objects.create(
        **{
            "school": school,
            "name": f"Class {next(_next)}",
            "year_group": "5",
            "school_year": 2026,
            **over,
        }
    )
    if teacher is not None:
        ClassTeacher.objects.create(group=group, user=teacher, first_day=YEAR_2025)
    return group


def a_pupil(school: School, group: ClassGroup | None = None, **over: Any) -> Enrolment:
    """A child on the roll of a school since September 2025, with a UPN whose check letter is right.

    `forename`, `surname`, `preferred_forename`, `preferred_surname`, `upn` and `date_of_birth` are the
    child's; `pupil` is a child who exists already; every other field is the enrolment's.
    """
    number = next(_next)
    pupil = over.pop("pupil", None)
    child = {
        "upn": over.pop("upn", None) or upn(number // 1000 % 10_000, number // 10_000_000, number % 1000),
        "legal_forename": over.pop("forename", "Ada"),
        "legal_surname": over.pop("surname", f"Larkspur-{number}"),
        "preferred_forename": over.pop("preferred_forename", ""),
        "preferred_surname": over.pop("preferred_surname", ""),
        "date_of_birth": over.pop("date_of_birth", date(2016, 10, 4)),
    }
    return Enrolment.objects.create(
        **{
            "pupil": pupil or Pupil.objects.create(**child),
            "school": school,
            "group": group,
            "year_group": group.year_group if group else "5",
            "first_day": FIRST_DAY,
            **over,
        }
    )


def an_adult(of: Enrolment | Pupil, **over: Any) -> Adult:
    """A parent with parental responsibility and day-to-day care, an address, a telephone and an e-mail.

    `address=None`, `telephone=None`, `email=None`: without it. Fields of the link (`relationship`,
    `natural_parent`, …) and of the adult are given by their own names; `adult` is one who exists already.
    """
    number = next(_next)
    pupil = of.pupil if isinstance(of, Enrolment) else of
    contacts = {
        "address": over.pop("address", f"{number} Sample Street, Example Town"),
        "telephone": over.pop("telephone", NO_PHONE.format(number % 1000)),
        "email": over.pop("email", f"parent{number}@example.org"),
    }
    postcode = over.pop("postcode", "ZZ99 3VZ")
    link = {
        name: over.pop(name, usual)
        for name, usual in (
            ("relationship", "mother"),
            ("natural_parent", True),
            ("parental_responsibility", True),
            ("day_to_day_care", True),
            ("lives_with_child", True),
            ("contact_order", 1),
            ("first_day", None),
            ("last_day", None),
        )
    }
    adult = over.pop("adult", None)
    if adult is None:
        adult = Adult.objects.create(
            **{"legal_forename": "Rowan", "legal_surname": pupil.legal_surname, "language": "English", **over}
        )
        for kind, value in contacts.items():
            if value:
                AdultContact.objects.create(
                    adult=adult, kind=kind, value=value, postcode=postcode if kind == "address" else ""
                )
    Link.objects.create(pupil=pupil, adult=adult, **link)
    return adult


def a_user(
    role: str,
    school: School | None = None,
    authority: Authority | None = None,
    trust: Trust | None = None,
    **over: Any,
) -> User:
    """Somebody with a role at a place since September 2025. `first_day` and `last_day` are the role's."""
    number = next(_next)
    days = {"first_day": over.pop("first_day", YEAR_2025), "last_day": over.pop("last_day", None)}
    user = User.objects.create(
        **{
            "email": f"person{number}@example.org",
            "name": f"Person {number}",
            "title": role.replace("_", " ").capitalize(),
            "password": "!",  # nobody signs in with it; a test that signs in sets one
            **over,
        }
    )
    Membership.objects.create(user=user, role=role, school=school, authority=authority, trust=trust, **days)
    return user


def an_actor(
    role: str,
    school: School | None = None,
    authority: Authority | None = None,
    trust: Trust | None = None,
    *,
    at: datetime = NINE,
    **over: Any,
) -> Actor:
    """That somebody, acting at a moment."""
    return actor_of(a_user(role, school, authority, trust, **over), at)
