"""An address of every page that takes something in it: url name -> what to put in, made for a land.

Whoever adds a page with something in its address adds a line here; the walk over all pages then finds it.

    ADDRESSES["pupil"] = lambda land: {"pupil_id": create_pupil(land.hill).pk}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from supportfirst.casework.access.links import token_for
from supportfirst.casework.store.models import Membership, Role, User
from tests.factories.site_accounts import NINE, Land, create_class, create_member, create_pupil


def _colleague(land: Land) -> User:
    return create_member(Role.TEACHER, land.hill, "Colleague")


def _membership(land: Land) -> Mapping[str, Any]:
    user = _colleague(land)
    return {"user_id": user.pk, "membership_id": Membership.objects.get(user=user).pk}


def _link(land: Land) -> Mapping[str, Any]:
    user = _colleague(land)
    return {"user_id": user.pk, "token": token_for(user, NINE)}


def _day(land: Land) -> Mapping[str, Any]:
    create_pupil(land.hill, group=create_class(land.hill))
    return {"school_id": land.hill.pk, "day": "2026-11-20"}


def _register(land: Land) -> Mapping[str, Any]:
    group = create_class(land.hill)
    return {"school_id": land.hill.pk, "group_id": group.pk, "day": "2026-11-20", "half": "morning"}


def _mark(land: Land) -> Mapping[str, Any]:
    pupil = create_pupil(land.hill).pk
    return {"school_id": land.hill.pk, "pupil_id": pupil, "day": "2026-11-20", "half": "morning"}


ADDRESSES: dict[str, Callable[[Land], Mapping[str, Any]]] = {
    "colours": lambda land: {"colour": "1d4f6b"},
    "mark": _mark,
    "register": _register,
    "register-taken": _register,
    "registers": lambda land: {"school_id": _day(land)["school_id"]},
    "registers-of-day": _day,
    "set-password": _link,
    "user": lambda land: {"user_id": _colleague(land).pk},
    "user-password": lambda land: {"user_id": _colleague(land).pk},
    "user-second-step": lambda land: {"user_id": _colleague(land).pk},
    "user-end": _membership,
    "user-stand-in": _membership,
}


def names() -> list[str]:
    """The names of all addresses of the site. One without a name would be walked by nobody."""
    return sorted(name for name in _found(get_resolver().url_patterns))


def _found(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _found(pattern.url_patterns)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name


def address_of(name: str, land: Land) -> str:
    """One address of that name, with things of the land in it."""
    return reverse(name, kwargs=dict(ADDRESSES[name](land)) if name in ADDRESSES else None)
