"""Make one of two rows of one adult; `undo_merge` takes it back.

Links, contacts, markers and messages move to the kept row. Events of the chronology keep the id under which
they were written, and are read as the kept adult's (`bridge.same_child`).
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
from supportfirst.casework.queries.merging import schools_of
from supportfirst.casework.queries.merging_adults import adult_merge_page, children_of
from supportfirst.casework.store.models import Merge, Pupil

PUPIL = "pupil"  # in `moved`: the child on whose page it was done


@transaction.atomic
@keeps_what_stood
def merge_adults(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    kept_id: UUID,
    gone_id: UUID,
    reason: str,
    *,
    submission: UUID,
) -> Merge:
    """The same submission again changes nothing. Raises NotThere, ChangeRefused."""
    child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)
    take_turn(school_id, *schools_of(*children_of(kept_id, gone_id)))
    # whoever waited for the turn looks only now: another may have merged the two meanwhile
    known = Merge.objects.filter(submission=submission).first()
    if known is not None:
        return known
    page = adult_merge_page(actor, school_id, pupil_id, kept_id, str(gone_id))
    plan = page.plan
    if plan is None:
        raise NotThere
    if plan.against:
        what, remedy = plan.against[0]
        raise ChangeRefused(what=what, where="merge", remedy=remedy)
    merge = Merge.objects.create(
        submission=submission,
        school=page.school,
        kept_adult=plan.kept,
        gone_adult=plan.gone,
        reason=reason,
        moved={"rows": move(plan.steps), PUPIL: str(pupil_id)},
        done_by=actor.user,
        done_at=actor.at,
    )
    tell_of_adults(actor, "merge_adults", merge)
    return merge


def tell_of_adults(actor: Actor, verb: str, merge: Merge) -> None:
    """To the audit trail; and every child of either row is assessed again."""
    assert merge.kept_adult_id is not None
    assert merge.gone_adult_id is not None
    pair = (merge.kept_adult_id, merge.gone_adult_id)
    child = Pupil.objects.filter(pk=merge.moved[PUPIL]).first()
    detail = {"kept": str(pair[0]), "gone": str(pair[1])}
    audit(actor, verb, school=merge.school, pupil=child, thing=str(merge.pk), **detail)
    look_anew(actor, children_of(*pair))
