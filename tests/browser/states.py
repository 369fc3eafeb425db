"""The schools about which every address is asked: furnished, after a term, on its first day, and bare.

`full`: one thing of each kind (`FurnishedLand`), and a term of marks with a class of thirty, registers taken
and waiting, a worklist (`world.build`). `empty`: a school with people who sign in and nothing else; and of
an address that takes a thing, that thing with nothing about it: a child without parents, class or marks.
`error` is made in `every_answer.py` of the furnished one, which has every address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import NoReverseMatch, reverse

from supportfirst.casework.store.models import (
    Authority,
    ClassGroup,
    Link,
    Membership,
    Pupil,
    Role,
    School,
    Trust,
    User,
)
from tests.browser.world import build, build_empty
from tests.factories.site_accounts import BEGAN, Land, create_authority, create_member, create_school
from tests.factories.site_addresses import address_of, names
from tests.factories.site_rights import FurnishedLand, takes

FULL, EMPTY = "full", "empty"
NO_ROLE = "whoever has no role today"
# What an address may take where there is nothing.
WORDS = {"colour": "1d4f6b", "day": "2026-11-20", "half": "morning"}


@dataclass(frozen=True, slots=True)
class Place:
    """A school in a state, its addresses by their names, and who asks for them, by role."""

    state: str
    addresses: dict[str, str]
    members: dict[str, User]
    forms: bool = False  # whether its forms are sent


@dataclass
class BareLand(Land):
    """An authority of schools of which not even the times are known, one for each address."""

    authority: Authority = field(default_factory=lambda: create_authority("Bareshire"))
    trust: Trust = field(default_factory=lambda: Trust.objects.create(name="Bare Schools Trust"))

    def __post_init__(self) -> None:
        self.hill = create_school(self.authority, "Bare School")

    def address(self, name: str) -> str:
        self.hill = create_school(self.authority, f"Bare School of {name}")
        return address_of(name, self)


def places(which: str, at: datetime) -> list[Place]:
    """All their schools have a colour, so that pages of one kind do not differ in that."""
    with transaction.atomic():
        found = MADE[which](at)
    School.objects.update(colour=f"#{WORDS['colour']}")
    Authority.objects.update(colour=f"#{WORDS['colour']}")
    return found


def _furnished(_at: datetime) -> list[Place]:
    land = FurnishedLand()
    members = {role.value: land.member(role) for role in Role}
    gone = land.member(Role.HEAD)
    gone.memberships.update(last_day=BEGAN)
    addresses = {name: land.address(name) for name in names()}
    return [Place(FULL, addresses, {**members, NO_ROLE: gone}, forms=True)]


def _bare() -> Place:
    land = BareLand()
    things = [name for name in names() if not takes(name) <= {"school_id", *WORDS}]
    addresses = {name: land.address(name) for name in things}
    return Place(EMPTY, addresses, {role.value: create_member(role, land.authority) for role in Role})


def _after_a_term(at: datetime) -> list[Place]:
    school = build(at)
    child = Pupil.objects.get(enrolments__school=school, legal_forename="Ada", legal_surname="Adeyemi")
    things = {
        "school_id": school.pk,
        "pupil_id": child.pk,
        "adult_id": Link.objects.get(pupil=child).adult_id,
        "group_id": ClassGroup.objects.get(school=school, name="5A").pk,
        "kind": "appointment",
        "what": "discussion",
    }
    return [Place(FULL, _reversed({**WORDS, **things}), _members(school))]


def _nothing(_at: datetime) -> list[Place]:
    return [_on_its_first_day(), _bare()]


def _on_its_first_day() -> Place:
    school = build_empty()
    return Place(EMPTY, _reversed({**WORDS, "school_id": school.pk}), _members(school))


def _members(school: School) -> dict[str, User]:
    found = Membership.objects.filter(school=school).select_related("user")
    return {each.role: each.user for each in found}


def _reversed(things: dict[str, object]) -> dict[str, str]:
    """The addresses that take nothing beside these things."""
    found = dict[str, str]()
    for name in names():
        if takes(name) <= set(things):
            try:
                found[name] = reverse(name, kwargs={each: things[each] for each in takes(name)})
            except NoReverseMatch:  # it takes a thing of another kind by the same name
                continue
    return found


MADE = {"furnished": _furnished, "after a term": _after_a_term, "nothing": _nothing}
