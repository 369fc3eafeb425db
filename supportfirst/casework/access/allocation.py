"""Which schools an authority's officer reaches: those they are named for, once the authority names any.

An officer's role is given over the whole authority. An authority that has never named an officer with an
account at any school shares its work otherwise, and the role reaches every school. From the first such
naming on it reaches the schools where the officer is named today, and none where nobody named them: that
it ends, or that another's ends, opens nothing. Principal officers, panels and administrators reach all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.bridge.named_roles import opens_cases, packs_then
from supportfirst.casework.store.models import Membership, NamedPerson, Role, School


def allocated(held: Iterable[Membership], day: date) -> tuple[Membership, ...]:
    """The memberships, those of officers put in the place of the schools that they are named for."""
    memberships = tuple(held)
    officers = [each for each in memberships if _is_of_an_officer(each)]
    if not officers:
        return memberships
    named = _named({each.authority_id for each in officers if each.authority_id}, day)
    found: list[Membership] = []
    for each in memberships:
        here = [row for row in named if row.school.authority_id == each.authority_id]
        found += _narrowed(each, here, day) if _is_of_an_officer(each) and here else [each]
    return tuple(found)


def _is_of_an_officer(membership: Membership) -> bool:
    return membership.role == Role.AUTHORITY_OFFICER and membership.authority_id is not None


def _named(authorities: Iterable[UUID], day: date) -> list[NamedPerson]:
    """Everybody with an account who was ever named at the authorities' schools for what opens cases."""
    rows = list(
        NamedPerson.objects.filter(school__authority__in=set(authorities), first_day__lte=day)
        .exclude(user=None)
        .filter(Q(user__memberships__role=Role.AUTHORITY_OFFICER))
        .select_related("school__authority")
        .distinct()
    )
    if not rows:
        return []
    # By the pack of the day of the naming: a school that takes on another pack opens nothing by that.
    packs = packs_then([(row.school, row.first_day) for row in rows])
    return [row for row, pack in zip(rows, packs, strict=True) if opens_cases(pack, row.role)]


def _narrowed(membership: Membership, named: Iterable[NamedPerson], day: date) -> Iterator[Membership]:
    """A membership for each school where its officer (or whom it stands in for) is named today.

    Where there is none, one of no place: its holder is somebody, and reaches nothing.
    """
    stood_for = membership.stands_in_for
    officer = membership.user_id if stood_for is None else stood_for.user_id
    schools = {
        row.school_id: row.school
        for row in named
        if row.user_id == officer and (row.last_day is None or row.last_day >= day)
    }
    reached: list[School | None] = [*schools.values()]
    for school in reached or [None]:
        yield Membership(
            pk=membership.pk,
            user_id=membership.user_id,
            role=membership.role,
            school=school,
            stands_in_for=stood_for,
            first_day=membership.first_day,
            last_day=membership.last_day,
        )
