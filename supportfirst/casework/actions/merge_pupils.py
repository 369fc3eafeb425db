"""Make one of two rows of one child, and take it back.

Rows that can be changed move to the kept child; what can only be added to stays as it was written, and is
read of both (`bridge.same_child`). What was changed is kept with what it was, so that an undo restores it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.editing_people import ChangeRefused
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.queries.merging import child_by_upn, merges_page, plan_merge, schools_of
from supportfirst.casework.store.models import Enrolment, Merge, Pupil, School


@transaction.atomic
def merge_pupils(
    actor: Actor, school_id: UUID, kept_id: UUID, upn: str, reason: str, *, submission: UUID
) -> Merge:
    """The same submission again changes nothing. Raises NotThere, ChangeRefused."""
    child_at(actor, school_id, kept_id, Right.EDIT_PEOPLE)
    known = Merge.objects.filter(submission=submission).first()
    if known is not None:
        return known
    gone = child_by_upn(actor, upn)
    if gone is None:
        raise NotThere
    take_turn(school_id, *schools_of(kept_id, gone.pk))
    # whoever waited for the turn looks again: the two may have been merged meanwhile
    enrolment = child_at(actor, school_id, kept_id, Right.EDIT_PEOPLE)
    gone = child_by_upn(actor, upn)
    if gone is None:
        known = Merge.objects.filter(submission=submission).first()
        if known is None:
            raise NotThere
        return known
    plan = plan_merge(actor, enrolment.pupil, gone)
    if plan.against:
        what, remedy = plan.against[0]
        raise ChangeRefused(what=what, where="merge", remedy=remedy)
    moved = [_changed(step.kind, step.id, step.values) for step in plan.steps]
    merge = Merge.objects.create(
        submission=submission,
        school=enrolment.school,
        kept_pupil=plan.kept,
        gone_pupil=gone,
        reason=reason,
        moved={"rows": moved},
        done_by=actor.user,
        done_at=actor.at,
    )
    _tell(actor, "merge_pupils", merge)
    return merge


@transaction.atomic
def undo_merge(actor: Actor, school_id: UUID, merge_id: UUID) -> Merge:
    """Every row as it was. Taken back again, it changes nothing. Raises NotThere, ChangeRefused.

    What was changed since would be lost or wrong; then nothing is taken back, and the refusal names it.
    """
    page = merges_page(actor, school_id)
    merge = next((each for each in page.merges if each.pk == merge_id), None)
    if merge is None or merge.kept_pupil_id is None or merge.gone_pupil_id is None:
        raise NotThere
    take_turn(school_id, *schools_of(merge.kept_pupil_id, merge.gone_pupil_id))
    merge.refresh_from_db()
    if merge.undone_at is not None:
        return merge
    if Pupil.objects.filter(pk=merge.kept_pupil_id, merged_into__isnull=False).exists():
        raise ChangeRefused(
            what="the row that was kept was itself merged into another since",
            where="undo",
            remedy="take back the later merge first",
        )
    rows = list(reversed(merge.moved["rows"]))
    unfit = sorted({row["kind"] for row in rows if not _still(row)})
    if unfit:
        raise ChangeRefused(
            what=f"this was changed since the merge: {', '.join(WORDS[kind] for kind in unfit)}",
            where="undo",
            remedy="put it back as the merge left it, or correct the two rows by hand",
        )
    for row in rows:
        _model(row["kind"]).filter(pk=row["id"]).update(**_read(row["before"]))
    merge.undone_by, merge.undone_at = actor.user, actor.at
    merge.save(update_fields=["undone_by", "undone_at"])
    _tell(actor, "undo_merge", merge)
    return merge


WORDS = {
    "Enrolment": "a stay at a school",
    "ExternalReference": "a reference number",
    "Link": "how an adult stands to the child",
    "Marker": "a marker",
    "Message": "a message",
    "PlannedAbsence": "a planned absence",
    "Pupil": "the row of the child",
    "PupilFlag": "what holds of the child",
    "Task": "a task",
}


def _model(kind: str) -> models.Manager[Any]:
    manager: models.Manager[Any] = apps.get_model("store", kind)._default_manager
    return manager


def _changed(kind: str, pk: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Change a row, and say what it held before and after."""
    held = _model(kind).filter(pk=pk)
    before = held.values(*values).get()
    held.update(**values)
    return {"kind": kind, "id": _plain(pk), "before": _written(before), "after": _written(values)}


def _still(row: dict[str, Any]) -> bool:
    """Whether a row holds what the merge gave it."""
    found = _model(row["kind"]).filter(pk=row["id"]).values(*row["after"]).first()
    return found is not None and _written(found) == row["after"]


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """As `_written` wrote them; fields read text as days and ids by themselves."""
    return dict(values)


def _tell(actor: Actor, verb: str, merge: Merge) -> None:
    assert merge.kept_pupil_id is not None
    assert merge.gone_pupil_id is not None
    pupils = (merge.kept_pupil_id, merge.gone_pupil_id)
    audit(actor, verb, school=merge.school, pupil=merge.kept_pupil, thing=str(merge.pk), gone=str(pupils[1]))
    for school in School.objects.filter(pk__in=schools_of(*pupils)).order_by("pk"):
        stays = Enrolment.objects.filter(school=school, pupil__in=pupils)
        ask_reassessment(school, stays, actor.at, asked_by=actor.user)
