"""A school that goes to another trust, or out of one: who may say so, and who then reaches its children.

A school's trust has no days: it is of the one that it is of now. Whoever gives it away decides, and nobody
takes a school: its authority's administrators, and those of the trust that it is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.scope import places_administered
from supportfirst.casework.queries.named_people import named_people
from supportfirst.casework.queries.school_setup import school_to_manage
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import ClassTeacher, Membership, Role, School, Task, Trust


@dataclass(frozen=True, slots=True)
class MovingPage:
    school: School
    may_move: bool
    trusts: Sequence[tuple[str, str]]  # ids and names of those that it may go to, and of its own

    @property
    def told(self) -> str:
        return "" if self.school.trust is None else self.school.trust.name


@dataclass(frozen=True, slots=True)
class Moving:
    """What comes of the move. `lose` and `gain`: how many people of which role, who reach it no other way."""

    old: str  # "" where it is of no trust
    new: str
    lose: Sequence[tuple[str, int]]
    gain: Sequence[tuple[str, int]]
    named: Sequence[str]  # for what those who lose it are named at the school
    classes: Sequence[str]  # whose register they take
    tasks: int  # that wait for one of them
    loses_it: bool  # whether the reader does


def may_move(actor: Actor, school: School) -> bool:
    places = places_administered(actor)
    return school.authority_id in places.authorities or school.trust_id in places.trusts


def moving_page(actor: Actor, school_id: UUID) -> MovingPage:
    """Raises NotThere for a school that is not the actor's to set up."""
    school = school_to_manage(actor, school_id)
    allowed = may_move(actor, school)
    trusts = Trust.objects.order_by("name") if allowed else Trust.objects.none()
    return MovingPage(school, allowed, [(str(each.pk), each.name) for each in trusts])


def what_moving_does(actor: Actor, school_id: UUID, trust_id: UUID | None) -> Moving:
    """For whoever may move it. Raises NotThere for everybody else, and for a trust that is not there."""
    school = school_to_manage(actor, school_id)
    trust = None if trust_id is None else Trust.objects.filter(pk=trust_id).first()
    if not may_move(actor, school) or (trust is None and trust_id is not None):
        raise NotThere
    lose = _by_the_trust_alone(school, school.trust, trust, actor.today)
    gain = _by_the_trust_alone(school, trust, school.trust, actor.today)
    gone = {each.user_id for each in lose}
    return Moving(
        "" if school.trust is None else school.trust.name,
        "" if trust is None else trust.name,
        _counted(lose),
        _counted(gain),
        _named(actor, school, gone),
        _classes(school, gone, actor.today),
        Task.objects.filter(school=school, for_user__in=gone, done_at=None).count(),
        loses_it=actor.user.pk in gone,
    )


def _by_the_trust_alone(
    school: School, trust: Trust | None, other: Trust | None, today: date
) -> Sequence[Membership]:
    """Of people, today or later, whom nothing else leads to the school: no role there, nor at the other."""
    if trust is None:
        return ()
    held = Membership.objects.filter(not_ended(today))
    besides = Q(school=school) | Q(authority=school.authority_id)
    if other is not None:
        besides |= Q(trust=other)
    through = held.filter(trust=trust, user__is_active=True)
    return list(through.exclude(user__in=held.filter(besides).values("user")))


def _counted(held: Sequence[Membership]) -> Sequence[tuple[str, int]]:
    """By role, in the order of `Role`; somebody with one role twice is one."""
    counts = Counter(role for _user, role in {(each.user_id, each.role) for each in held})
    return [(role.label, counts[role]) for role in Role if counts[role]]


def _named(actor: Actor, school: School, gone: Collection[UUID]) -> Sequence[str]:
    rows = named_people(actor, school.pk).rows
    return [row.role.title for row in rows if row.now is not None and row.now.user_id in gone]


def _classes(school: School, gone: Collection[UUID], today: date) -> Sequence[str]:
    taught = ClassTeacher.objects.filter(not_ended(today), group__school=school, user__in=gone)
    return sorted(set(taught.values_list("group__name", flat=True)))
