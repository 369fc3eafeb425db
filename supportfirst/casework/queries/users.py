"""People who sign in, as their administrators see them; and the invented ones of the sample site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import OF_AUTHORITY, Right
from supportfirst.casework.access.scope import (
    may_give,
    may_manage,
    memberships_under,
    places_of,
    schools_for,
    users_for,
)
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Authority, Membership, Role, Trust


@dataclass(frozen=True, slots=True)
class MembershipRow:
    id: UUID
    role: str
    place: str
    first_day: date
    last_day: date | None
    stands_in_for: str  # a name, or nothing
    state: str  # “now”, “later” or “ended”
    is_to_give: bool  # whether the reader may end it and add a stand-in


@dataclass(frozen=True, slots=True)
class UserRow:
    id: UUID
    name: str
    title: str
    email: str
    is_active: bool
    has_password: bool
    has_second_step: bool
    left_at: datetime | None
    memberships: tuple[MembershipRow, ...]  # at the places that the reader manages

    @property
    def state(self) -> str:
        if not self.is_active:
            return "left"
        if not self.has_password:
            return "invited"
        return "active" if any(each.state == "now" for each in self.memberships) else "no role today"


def people(actor: Actor) -> list[UserRow]:
    """Everybody who is or was something at the places that somebody manages, by name; in one query."""
    held: dict[UUID, list[Membership]] = {}
    for each in _held(actor).order_by("user__name", "user__pk", "first_day", "pk"):
        held.setdefault(each.user_id, []).append(each)
    return [_row(actor, rows) for rows in held.values()]


def person(actor: Actor, user_id: UUID) -> UserRow:
    rows = list(_held(actor).filter(user=user_id).order_by("first_day", "pk"))
    if not rows:
        raise NotThere
    return _row(actor, rows)


def can_open_account(actor: Actor, user_id: UUID) -> bool:
    """Whether somebody may reset this person's password and second step."""
    user = users_for(actor, Right.MANAGE_USERS).filter(pk=user_id).first()
    return user is not None and may_manage(actor, user)


def _held(actor: Actor) -> QuerySet[Membership]:
    return memberships_under(actor, Right.MANAGE_USERS).select_related(
        "user", "school", "authority", "trust", "stands_in_for__user"
    )


def _row(actor: Actor, held: Iterable[Membership]) -> UserRow:
    rows = tuple(held)
    user = rows[0].user
    return UserRow(
        user.pk,
        user.name,
        user.title,
        user.email,
        user.is_active,
        user.has_usable_password(),
        bool(user.totp_secret),
        user.left_at,
        tuple(_membership_row(actor, each) for each in rows),
    )


def _membership_row(actor: Actor, held: Membership) -> MembershipRow:
    state, today = "now", actor.today
    if held.last_day is not None and held.last_day < today:
        state = "ended"
    elif held.first_day > today:
        state = "later"
    return MembershipRow(
        held.pk,
        Role(held.role).label,
        str(held.place),
        held.first_day,
        held.last_day,
        "" if held.stands_in_for is None else held.stands_in_for.user.name,
        state,
        may_give(actor, Role(held.role), held.place),
    )


def places_to_manage(actor: Actor) -> list[tuple[str, str]]:
    """Ids and names of the places where somebody may give roles: authorities, trusts, then schools."""
    places = places_of(actor, Right.MANAGE_USERS)
    over: list[Authority | Trust] = [
        *Authority.objects.filter(pk__in=places.authorities).order_by("name"),
        *Trust.objects.filter(pk__in=places.trusts).order_by("name"),
    ]
    return [
        *((str(each.pk), f"{each} (all schools)") for each in over),
        *((str(each.pk), each.name) for each in schools_for(actor, Right.MANAGE_USERS)),
    ]


def roles_to_give(actor: Actor) -> list[tuple[str, str]]:
    """Roles of an authority and of its partners are offered to its own administrators alone."""
    of_authority = bool(places_of(actor, Right.MANAGE_USERS).authorities)
    return [(role.value, role.label) for role in Role if of_authority or role not in OF_AUTHORITY]


def role_named(value: str) -> Role:
    return Role(value)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    user_id: UUID
    role: str
    name: str
    place: str


def sample_people(today: date) -> list[SamplePerson]:
    """One invented person a role, in the order of roles: who holds it today at an invented place."""
    held = (
        Membership.objects.filter(in_force(today), stands_in_for=None, user__is_active=True)
        .filter(
            Q(school__invented=True) | Q(authority__schools__invented=True) | Q(trust__schools__invented=True)
        )
        .select_related("user", "school", "authority", "trust")
        .order_by("user__email", "pk")
    )
    first: dict[str, Membership] = {}
    for each in held:
        first.setdefault(each.role, each)
    return [
        SamplePerson(
            first[role].user_id,
            role.label,
            first[role].user.name,
            str(first[role].place),
        )
        for role in Role
        if role in first
    ]
