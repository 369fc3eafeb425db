"""The links at the top of every page: the first page, and the places that somebody's rights open most often.

They are made of the memberships that the request has read already, so that no page asks the database for
them. Whoever has one school goes straight to its pages, and whoever has several to the lists over all of
them: which school is meant nobody can guess, and the first page has what waits at each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right, rights_of
from supportfirst.casework.web.middleware import PUBLIC, lacks_second_step

MOST = 5  # beside the first page: more would not stand in one line
# Pages of signing in lead nowhere else; whoever reads the statement about accessibility may be signed in.
SIGNING_IN = (PUBLIC | {"demo"}) - {"accessibility"}
OF_SCHOOL = re.compile(r"^/schools/[0-9a-f-]{36}(?=/)")


@dataclass(frozen=True, slots=True)
class Place:
    """`ways`: any of these sets of rights opens it; the names are of its page at a school, and over all."""

    text: str
    ways: tuple[frozenset[Right], ...]
    at_school: str
    over_all: str


def _any(*rights: Right) -> tuple[frozenset[Right], ...]:
    return tuple(frozenset({each}) for each in rights)


def _all(*rights: Right) -> tuple[frozenset[Right], ...]:
    return (frozenset(rights),)


# The most used first, as the first page has them: of what somebody may open the first few are shown.
PLACES = (
    Place("This morning", _all(Right.SEE_CONTACTS, Right.LOG_CONTACT), "morning", ""),
    Place("Registers", _any(Right.TAKE_REGISTER, Right.SEE_REGISTERS), "registers", "my-registers"),
    Place("Worklist", _any(Right.SEE_WORKLIST), "worklist", "worklist"),
    Place("Children you work with", _any(Right.SEE_OWN_SERVICE), "service", "service"),
    Place("Messages", _all(Right.SEE_CONTACTS, Right.LOG_CONTACT, Right.SEND_MESSAGE), "messages", ""),
    Place("Tasks", _any(Right.LOG_CONTACT), "tasks", ""),
    Place("Numbers", _any(Right.SEE_NUMBERS), "numbers", ""),
    Place("Set up", _any(Right.MANAGE_SCHOOL), "school-setup", ""),
    Place("Schools", _all(Right.MANAGE_SCHOOL, Right.MANAGE_USERS), "", "schools"),
    Place("People", _any(Right.MANAGE_USERS), "users", "users"),
    Place("Imports", _any(Right.IMPORT), "imports", "imports"),
    Place("Named people", _any(Right.SEE_NUMBERS, Right.MANAGE_SCHOOL), "named-people", "named-people"),
    Place("Audit trail", _any(Right.SEE_AUDIT), "audit", "audit"),
    Place("Procedures", _any(Right.SEE_PUPIL), "procedures", ""),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """What the service navigation shows; nothing to whoever is not, or not yet wholly, signed in."""
    actor = _whoever_is_in(request)
    if actor is None:
        return []
    links = [{"text": "Home", "href": reverse("home")}, *_places(actor)]
    return [link | _marked(link["href"], request.path) for link in links]


def may_find(request: HttpRequest) -> bool:
    """Whether the box for finding a child stands on the page. The page of finding has one of its own."""
    actor = _whoever_is_in(request)
    if actor is None or _name(request) == "find":
        return False
    return any(Right.SEE_PUPIL in rights for rights in _held(actor))


def _whoever_is_in(request: HttpRequest) -> Actor | None:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not actor.memberships or _name(request) in SIGNING_IN:
        return None
    return None if lacks_second_step(request) else actor  # type: ignore[arg-type]


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else "") or ""


def _held(actor: Actor) -> list[frozenset[Right]]:
    """The rights of each membership. They are not put together: they may hold at places far apart."""
    return [rights_of(each) for each in actor.memberships]


def _places(actor: Actor) -> list[dict[str, str]]:
    schools = {each.school_id for each in actor.memberships}
    school = next(iter(schools)) if len(schools) == 1 else None
    held = _held(actor)
    if school is not None:  # all of them at this one school
        held = [frozenset().union(*held)]
    found: list[dict[str, str]] = []
    for place in PLACES:
        if len(found) < MOST and any(way <= rights for way in place.ways for rights in held):
            address = _address(place.at_school if school else place.over_all, school)
            found += [{"text": place.text, "href": address}] if address else []
    return found


def _address(name: str, school: UUID | None) -> str:
    """The page, for the school where it takes one; "" where there is no such page."""
    for arguments in ({"school_id": school}, None):
        try:
            return reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
    return ""


def _marked(href: str, path: str) -> dict[str, bool]:
    """Whether the link leads to the very page one is on, or to the list that it belongs to.

    A page of one school belongs to the list over all schools too.
    """
    if href == path:
        return {"current": True}
    return {"active": href != "/" and OF_SCHOOL.sub("", path).startswith(OF_SCHOOL.sub("", href))}
