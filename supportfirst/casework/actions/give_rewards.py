"""Give certificates to the children whom a person chose from a list.

The batch keeps who gave them, when, for which sessions, and the sentences on which the list rested.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.actions.relying_together import register_reliances
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.reward_batches import RECOGNITION
from supportfirst.casework.queries.reward_list import RewardList, reward_list
from supportfirst.casework.queries.reward_schemes import scheme_at
from supportfirst.casework.store.models import RewardBatch, RewardGiven


@transaction.atomic
def give_rewards(
    actor: Actor,
    school_id: UUID,
    scheme_id: UUID,
    day: date,
    pupils: Collection[UUID],
    *,
    assembly_on: date,
    submission: UUID,
    link: str = "",
) -> RewardBatch:
    """The same submission again gives the first batch back. Raises NotThere, Refused.

    link: the page of the batch, with {batch} for its id. Each certificate registers that it relied on marks.

    The list is made again here, so that nobody is given what the marks of this moment no longer bear out.
    """
    scheme_at(actor, school_id, scheme_id)
    take_turn(school_id)
    known = RewardBatch.objects.filter(submission=submission, scheme=scheme_id).first()
    if known is not None:
        return known
    page = reward_list(actor, school_id, scheme_id, day)
    if not page.may_give:
        raise NotThere
    _check(page, pupils)
    batch = RewardBatch.objects.create(
        submission=submission,
        scheme=page.scheme,
        first_day=page.period.first,
        last_day=page.counted_to,
        assembly_on=assembly_on,
        basis=list(page.basis),
        pack=page.pack,
        made_by=actor.user,
        made_at=actor.at,
    )
    chosen = sorted(set(pupils))
    given = RewardGiven.objects.bulk_create([RewardGiven(batch=batch, pupil_id=each) for each in chosen])
    register_reliances(
        actor,
        RECOGNITION,
        page.school,
        {str(each.pk): each.pupil_id for each in given},
        page.scheme.title,
        (page.earlier.first if page.earlier is not None else page.period.first, page.counted_to),
        actor.at,
        link=link.format(batch=batch.pk),
    )
    told = naming(chosen)
    audit(actor, "give_rewards", school=page.school, thing=str(batch.pk), scheme=str(scheme_id), **told)
    return batch


def _check(page: RewardList, pupils: Collection[UUID]) -> None:
    if page.not_yet:
        raise Refused(page.not_yet)
    if not pupils:
        raise Refused("Choose at least one child.")
    changed = len(set(pupils) - set(page.may_be_given))
    if changed:
        children = "child that was chosen is" if changed == 1 else "children that were chosen are"
        raise Refused(
            f"{changed} {children} no longer to be chosen: the marks have changed since, or a "
            "certificate was given meanwhile. Look at the list below, and choose again."
        )
