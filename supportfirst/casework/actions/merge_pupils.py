"""Make one of two rows of one child; `undo_merge` takes it back.

Rows that can be changed move to the kept child; what can only be added to stays as it was written, and is
read of both (`bridge.same_child`). What was changed is kept with what it was, so that an undo restores it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.editing_people import ChangeRefused, look_anew
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.merging_rows import move
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.queries.merging import child_by_upn, plan_merge, schools_of
from supportfirst.casework.store.models import Merge


@transaction.atomic
@keeps_what_stood
def merge_pupils(
    actor: Actor, school_id: UUID, kept_id: UUID, upn: str, reason: str, *, submission: UUID
) -> Merge:
    """The same submission again changes nothing. Raises NotThere, ChangeRefused."""
    child_at(actor, school_id, kept_id, Right.EDIT_PEOPLE)
    gone = child_by_upn(actor, upn)
    take_turn(school_id, *(schools_of(kept_id, gone.pk) if gone is not None else ()))
    known = Merge.objects.filter(submission=submission).first()
    if known is not None:
        return known
    # whoever waited for the turn looks again: the two may have been merged meanwhile
    enrolment = child_at(actor, school_id, kept_id, Right.EDIT_PEOPLE)
    gone = child_by_upn(actor, upn)
    if gone is None:
        raise NotThere
    plan = plan_merge(actor, enrolment.pupil, gone)
    if plan.against:
        what, remedy = plan.against[0]
        raise ChangeRefused(what=what, where="merge", remedy=remedy)
    merge = Merge.objects.create(
        submission=submission,
        school=enrolment.school,
        kept_pupil=plan.kept,
        gone_pupil=gone,
        reason=reason,
        moved={"rows": move(plan.steps)},
        done_by=actor.user,
        done_at=actor.at,
    )
    tell_of_pupils(actor, "merge_pupils", merge)
    return merge


def tell_of_pupils(actor: Actor, verb: str, merge: Merge) -> None:
    assert merge.kept_pupil_id is not None
    assert merge.gone_pupil_id is not None
    pupils = (merge.kept_pupil_id, merge.gone_pupil_id)
    audit(actor, verb, school=merge.school, pupil=merge.kept_pupil, thing=str(merge.pk), gone=str(pupils[1]))
    look_anew(actor, pupils)
