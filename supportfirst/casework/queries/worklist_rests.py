"""Which rows of the worklist rest: somebody acted on them there, and their own clock does not ask again yet.

For how long, each school's pack says. What is overdue never rests, nor does what is due today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.codes_in_force import with_packs
from supportfirst.casework.bridge.follow_up_rules import rests_for
from supportfirst.casework.store.models import CaseEvent


@dataclass(frozen=True, slots=True)
class SchoolListed:
    """A school of somebody's list."""

    id: UUID
    name: str
    rests: timedelta | None  # for how long a row rests there; None: it does not


def schools_listed(actor: Actor) -> Sequence[SchoolListed]:
    """By name, in one query."""
    held = with_packs(schools_for(actor, Right.SEE_WORKLIST), actor.today)
    return [SchoolListed(key, name, rests_for(pack, actor.today)) for key, name, pack in held]


def resting(actor: Actor, schools: Sequence[SchoolListed]) -> Q:
    """A condition on assessed rows of the schools of somebody's list.

    An act that was recorded by mistake answered nothing. Whether something new came about since is seen when
    a row is assessed again (`actions.assess_school`).
    """
    mistaken = CaseEvent.objects.filter(strikes_out=OuterRef("acted_event"))
    return (
        _acted_lately(actor, schools)
        & Q(acted_at__lte=actor.at, overdue=False)
        & (Q(due_on=None) | Q(due_on__gt=actor.today))
        & ~Q(Exists(mistaken))
    )


def _acted_lately(actor: Actor, schools: Sequence[SchoolListed]) -> Q:
    """By each school's own number of days; schools are named only where these differ."""
    alike: dict[timedelta | None, list[UUID]] = defaultdict(list)
    for school in schools:
        alike[school.rests].append(school.id)
    found = Q(pk__in=())
    for rests, theirs in alike.items():
        if rests is not None:
            lately = Q(acted_at__gt=actor.at - rests)
            found |= lately if len(alike) == 1 else lately & Q(school__in=theirs)
    return found
