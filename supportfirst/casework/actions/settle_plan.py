"""What becomes of a plan: evidence is shown, somebody authorises it, or it is withdrawn with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import RegisterRefused
from supportfirst.casework.store.models import PlannedAbsence

WHERE = "planned absence"
LONGEST = 300


@transaction.atomic
def record_evidence(actor: Actor, plan_id: UUID, evidence: str) -> PlannedAbsence:
    """What was shown: a letter, a card, a message. The same words again change nothing."""
    plan = _plan(actor, plan_id, Right.CORRECT_MARK)
    words = _said(evidence, "nothing is said of the evidence", "say what was shown, such as a letter")
    if plan.evidence == words:
        return plan
    plan.evidence = words
    plan.save(update_fields=["evidence"])
    audit(actor, "record_evidence", school=plan.school, pupil=plan.enrolment.pupil, thing=str(plan.pk))
    return plan


@transaction.atomic
def authorise_plan(actor: Actor, plan_id: UUID, because: str) -> PlannedAbsence:
    """Permission by name, with the reason. A plan that is authorised already stays as it is."""
    plan = _plan(actor, plan_id, Right.AUTHORISE_ABSENCE)
    words = _said(because, "no reason is given", "say why the absence is authorised")
    if plan.authorised_at is not None:
        return plan
    plan.authorised_by, plan.authorised_at, plan.authorised_because = actor.user, actor.at, words
    plan.save(update_fields=["authorised_by", "authorised_at", "authorised_because"])
    audit(
        actor,
        "authorise_plan",
        school=plan.school,
        pupil=plan.enrolment.pupil,
        thing=str(plan.pk),
        code=plan.code,
    )
    return plan


@transaction.atomic
def withdraw_plan(actor: Actor, plan_id: UUID, because: str) -> PlannedAbsence:
    """The plan no longer holds; marks that a register has stay. Withdrawn twice is withdrawn once."""
    take_turn(*PlannedAbsence.objects.filter(pk=plan_id).values_list("school_id", flat=True))
    known = PlannedAbsence.objects.filter(pk=plan_id, withdrawn_at__isnull=False).first()
    if known is not None and may(actor, Right.CORRECT_MARK, known.school):
        return known
    plan = _plan(actor, plan_id, Right.CORRECT_MARK)
    plan.withdrawn_because = _said(because, "no reason is given", "say why the plan no longer holds")
    plan.withdrawn_by, plan.withdrawn_at = actor.user, actor.at
    plan.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    audit(actor, "withdraw_plan", school=plan.school, pupil=plan.enrolment.pupil, thing=str(plan.pk))
    return plan


def _plan(actor: Actor, plan_id: UUID, right: Right) -> PlannedAbsence:
    """The plan at the school's turn. NotThere out of reach; RegisterRefused for one that was withdrawn."""
    found = PlannedAbsence.objects.filter(pk=plan_id).select_related("school", "enrolment__pupil").first()
    if found is None or not may(actor, right, found.school):
        raise NotThere
    take_turn(found.school_id)
    found.refresh_from_db()
    if found.withdrawn_at is not None:
        raise RegisterRefused(
            what="the plan was withdrawn", where=WHERE, remedy="plan the absence again if it stands after all"
        )
    return found


def _said(words: str, what: str, remedy: str) -> str:
    held = words.strip()
    if not held or len(held) > LONGEST:
        raise RegisterRefused(
            what=what if not held else "it is too long",
            where=WHERE,
            remedy=remedy if not held else f"say it in at most {LONGEST} letters",
        )
    return held
