"""Set up a reward scheme of a school, or end it.

What a scheme is made of is never changed: whoever wants it otherwise ends it and begins another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.reward_schemes import new_scheme, scheme_at
from supportfirst.casework.store.models import RewardScheme


@dataclass(frozen=True, slots=True)
class Scheme:
    """What was entered."""

    title: str
    scope: str
    type: str
    cost: Decimal  # pounds each time; 0 is nothing
    interval: str
    measure: str
    leaves_out: Sequence[str]
    spares_marked: bool
    most_named: int
    first_day: date
    year_groups: Sequence[str] = ()  # empty: all


@transaction.atomic
def set_up_reward(actor: Actor, school_id: UUID, scheme: Scheme, *, submission: UUID) -> RewardScheme:
    """The same submission again gives the first one back. Raises NotThere, Refused."""
    offered = new_scheme(actor, school_id)
    take_turn(school_id)
    known = RewardScheme.objects.filter(submission=submission, school=school_id).first()
    if known is not None:
        return known
    unknown = [each for each in scheme.leaves_out if each not in offered.codes]
    if unknown or scheme.type not in offered.reading.types:
        raise Refused("The policy pack has changed meanwhile. Open the page again and repeat this.")
    row = RewardScheme.objects.create(
        submission=submission,
        school=offered.school,
        title=scheme.title,
        scope=scheme.scope,
        year_groups=list(scheme.year_groups),
        type=scheme.type,
        cost=scheme.cost,
        interval=scheme.interval,
        measure=scheme.measure,
        leaves_out=list(scheme.leaves_out),
        spares_marked=scheme.spares_marked,
        most_named=scheme.most_named,
        first_day=scheme.first_day,
        made_by=actor.user,
        made_at=actor.at,
    )
    audit(
        actor,
        "set_up_reward",
        school=offered.school,
        thing=str(row.pk),
        measure=row.measure,
        interval=row.interval,
        leaves_out=list(row.leaves_out),
        spares_marked=row.spares_marked,
    )
    return row


@transaction.atomic
def end_reward(actor: Actor, school_id: UUID, scheme_id: UUID, last_day: date) -> None:
    """It makes no list of a period that begins later. Ended twice, the first holds.

    Raises NotThere, Refused.
    """
    school = scheme_at(actor, school_id, scheme_id).school
    if not may(actor, Right.SET_REWARDS, school):
        raise NotThere
    take_turn(school_id)
    row = RewardScheme.objects.select_for_update(of=("self",)).get(pk=scheme_id)
    if row.last_day is not None:
        return
    if last_day < row.first_day - timedelta(days=1):
        raise Refused("That is before the scheme began. Choose its first day or a later one.")
    row.last_day, row.ended_by, row.ended_at = last_day, actor.user, actor.at
    row.save(update_fields=["last_day", "ended_by", "ended_at"])
    audit(actor, "end_reward", school=school, thing=str(row.pk), last_day=last_day.isoformat())
