"""Two authorities, a trust, three schools and the people who sign in there, as rows."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.store.models import (
    Authority,
    ClassGroup,
    ClassTeacher,
    Enrolment,
    Membership,
    Pupil,
    Role,
    School,
    Trust,
    User,
)

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
TODAY = date(2026, 11, 20)
BEGAN = date(2026, 9, 1)
PASSWORD = "correct horse battery"  # noqa: S105  of invented people
NUMBERS = itertools.count(1)


def create_authority(name: str = "Northshire", **held: Any) -> Authority:
    return Authority.objects.create(
        **{"name": name, "number": f"{next(NUMBERS) % 1000:03}", "pack": "england", **held}
    )


def create_school(authority: Authority, name: str = "Hill School", **held: Any) -> School:
    number = next(NUMBERS)
    return School.objects.create(
        **{
            "authority": authority,
            "name": name,
            "urn": f"{100000 + number}",
            "establishment_number": f"{number % 10000:04}",
            "phase": "secondary",
            "type": "academy",
            "invented": True,
            **held,
        }
    )


def create_user(name: str = "Robin Hartley", **held: Any) -> User:
    number = next(NUMBERS)
    return User.objects.create_user(
        **{
            "email": f"colleague{number}@example.org",
            "password": PASSWORD,
            "name": name,
            "title": "colleague",
            **held,
        }
    )


def join(user: User, role: str, place: School | Authority | Trust, **held: Any) -> Membership:
    """Make somebody something at a school, an authority or a trust, from September unless told otherwise."""
    kind = {School: "school", Authority: "authority", Trust: "trust"}[type(place)]
    return Membership.objects.create(**{"user": user, "role": role, kind: place, "first_day": BEGAN, **held})


def create_member(role: str, place: School | Authority | Trust, name: str = "", **held: Any) -> User:
    user = create_user(name or f"A {Role(role).label}")
    join(user, role, place, **held)
    return user


def acting(user: User, at: datetime = NINE) -> Actor:
    return actor_of(user, at)


def create_class(school: School, name: str = "7A", *, taught_by: User | None = None) -> ClassGroup:
    group = ClassGroup.objects.create(school=school, name=name, year_group="7", school_year=2026)
    if taught_by is not None:
        ClassTeacher.objects.create(group=group, user=taught_by, first_day=BEGAN)
    return group


def create_pupil(
    school: School, forename: str = "Ada", group: ClassGroup | None = None, **held: Any
) -> Pupil:
    """A pupil enrolled since September; `held` is of the enrolment."""
    pupil = Pupil.objects.create(
        upn=f"X{next(NUMBERS):012}", legal_forename=forename, legal_surname="Example"
    )
    Enrolment.objects.create(**{"pupil": pupil, "school": school, "group": group, "first_day": BEGAN, **held})
    return pupil


@dataclass
class Land:
    """Hill and Dale are of one authority and one trust; Far is a stranger to both."""

    authority: Authority = field(default_factory=create_authority)
    trust: Trust = field(default_factory=lambda: Trust.objects.create(name="Two Schools Trust"))

    def __post_init__(self) -> None:
        self.hill = create_school(self.authority, "Hill School", trust=self.trust, colour="#1d4f6b")
        self.dale = create_school(self.authority, "Dale School", trust=self.trust)
        self.elsewhere = create_authority("Farshire")
        self.far = create_school(self.elsewhere, "Far School")

    def place(self, which: str) -> School | Authority | Trust:
        return {"school": self.hill, "authority": self.authority, "trust": self.trust}[which]


def demo_client(user: User) -> Client:
    """A browser signed in as this person, as the sample site signs in: without the second step."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["demo"] = True
    session.save()
    return client


def signed_in(user: User, **held: Any) -> Client:
    """A browser signed in as this person with a password (and a code where one is asked for)."""
    client = Client(headers={"host": "localhost"}, **held)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def today() -> date:
    """The day of the machine, which pages are judged by: what is in force for them begins before it."""
    return timezone.localdate()
