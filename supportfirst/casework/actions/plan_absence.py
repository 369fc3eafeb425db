"""Plan an absence or a session elsewhere: the mark is known before the register is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, may
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import RegisterRefused, pack_of
from supportfirst.casework.bridge.day_values import needs_permission, planned_choices
from supportfirst.casework.bridge.planned import span_words
from supportfirst.casework.store.models import Enrolment, PlannedAbsence, PlannedKind

WHERE = "planned absence"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was entered. `half` 0 is the morning."""

    kind: str
    code: str
    first_day: date
    last_day: date
    first_half: int = 0
    last_half: int = 1
    leaves_at: time | None = None
    back_at: time | None = None
    place: str = ""
    education_offered: str = ""
    reason: str = ""
    notified_on: date | None = None
    notified_at: time | None = None
    notified_how: str = ""
    notified_by: str = ""
    evidence: str = ""


@transaction.atomic
def plan_absence(actor: Actor, enrolment: Enrolment, plan: Plan, *, submission: UUID) -> PlannedAbsence:
    """Keep the plan. Raises RegisterRefused; NotThere for a child out of reach.

    A code that needs permission is authorised with it where the actor may; otherwise it waits, and the
    register is not given it until somebody authorises the plan. The same submission twice is one plan.
    """
    if not enrolments_for(actor, Right.CORRECT_MARK).filter(pk=enrolment.pk).exists():
        raise NotThere
    school = enrolment.school
    take_turn(school.pk)
    known = PlannedAbsence.objects.filter(submission=submission).first()
    if known is not None:
        return known
    _check(actor, enrolment, plan)
    asks = needs_permission(pack_of(school, plan.first_day), plan.code, plan.first_day)
    granted = asks and may(actor, Right.AUTHORISE_ABSENCE, school)
    row = PlannedAbsence.objects.create(
        submission=submission,
        school=school,
        enrolment=enrolment,
        **{name: getattr(plan, name) for name in Plan.__slots__},
        authorised_by=actor.user if granted else None,
        authorised_at=actor.at if granted else None,
        authorised_because=plan.reason if granted else "",
        recorded_by=actor.user,
        recorded_at=actor.at,
    )
    audit(
        actor,
        "plan_absence",
        school=school,
        pupil=enrolment.pupil,
        thing=str(row.pk),
        kind=plan.kind,
        code=plan.code,
        first_day=plan.first_day.isoformat(),
        last_day=plan.last_day.isoformat(),
        authorised=granted,
    )
    return row


def _refused(what: str, remedy: str) -> RegisterRefused:
    return RegisterRefused(what=what, where=WHERE, remedy=remedy)


def _check(actor: Actor, enrolment: Enrolment, plan: Plan) -> None:
    if plan.kind not in PlannedKind.values:
        raise _refused(f"“{plan.kind}” is no kind of plan", "choose one that the page offers")
    first, last = (plan.first_day, plan.first_half), (plan.last_day, plan.last_half)
    if last < first:
        raise _refused("it ends before it begins", "put the first and the last session right")
    ends = enrolment.last_day
    if plan.first_day < enrolment.first_day or (ends is not None and plan.last_day > ends):
        raise _refused("the child is not on roll on all of its days", "choose days within the enrolment")
    offered = planned_choices(pack_of(enrolment.school, plan.first_day), plan.kind, plan.first_day)
    if plan.code not in {each.symbol for each in offered}:
        usable = ", ".join(each.symbol for each in offered) or "none"
        raise _refused(f"“{plan.code}” is no code for it on that day", f"choose one of: {usable}")
    if plan.notified_on is not None and plan.notified_on > actor.today:
        raise _refused("the day on which it was notified has not come yet", "put that day right")
    if plan.leaves_at and plan.back_at and plan.back_at < plan.leaves_at:
        raise _refused("the child would be back before leaving", "put the two times right")
    _check_no_other(enrolment, first, last)


def _check_no_other(enrolment: Enrolment, first: tuple[date, int], last: tuple[date, int]) -> None:
    others = PlannedAbsence.objects.filter(
        enrolment=enrolment, withdrawn_at__isnull=True, first_day__lte=last[0], last_day__gte=first[0]
    )
    for other in others:
        begins, ends = (other.first_day, other.first_half), (other.last_day, other.last_half)
        if begins <= last and first <= ends:
            raise _refused(
                f"another plan covers some of it: {span_words(other)}",
                "withdraw that plan first, or choose other sessions",
            )
