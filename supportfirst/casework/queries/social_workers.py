"""A school's children with a social worker: how each attends, and what their plan does about attendance.

A plan of which nobody said whether attendance is in it is told as that, and never as a plan without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import readable
from supportfirst.casework.access.rights import OF_SERVICE, Right
from supportfirst.casework.access.scope import enrolments_for, flags_today
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child_flags import flag_words
from supportfirst.casework.queries.school_records import school_of_cases
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Assessed, CaseEvent, Enrolment, Role, School

PLAN, PLAN_ENDED = "multi_agency_plan", "multi_agency_plan_ended"
FLAGS = OF_SERVICE[Role.SOCIAL_CARE] | {"looked_after"}


@dataclass(frozen=True, slots=True)
class WithSocialWorker:
    """One child. `plan` is blank where none stands; `action` is what it does about attendance."""

    pupil: UUID
    name: str
    group: str
    because: Sequence[str]
    attendance: str
    plan: str
    plan_on: date | None
    has_action: str  # yes, no, or why nobody can tell
    action: str


@dataclass(frozen=True, slots=True)
class SocialWorkerPage:
    school: School
    rows: Sequence[WithSocialWorker]  # by name
    without: int  # of them, those whose plan has no action about attendance, or of whom nobody can tell


def social_worker_page(actor: Actor, school_id: UUID) -> SocialWorkerPage:
    """Raises NotThere where there is no such school, or its cases are not the actor's to act on."""
    school = school_of_cases(actor, school_id)
    flags: dict[UUID, set[str]] = {}
    held = flags_today(actor).filter(name__in=FLAGS, pupil__enrolments__school=school)
    for pupil, name in held.values_list("pupil", "name"):
        flags.setdefault(pupil, set()).add(name)
    here = (
        enrolments_for(actor, Right.ACT_ON_CASE)
        .filter(in_force(actor.today), school=school, pupil__in=flags)
        .exclude(of_the_dead("pupil"))
        .select_related("pupil", "group")
        .order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    )
    stays = list(here)
    counted = {row.pk: row for row in Assessed.objects.filter(enrolment__in=stays)}
    plans = _plans(actor, school, [each.pupil_id for each in stays])
    rows = [
        _row(each, flags[each.pupil_id], counted.get(each.pk), plans.get(each.pupil_id)) for each in stays
    ]
    return SocialWorkerPage(school, rows, sum(row.has_action != "yes" for row in rows))


def _plans(actor: Actor, school: School, pupils: Sequence[UUID]) -> Mapping[UUID, CaseEvent | None]:
    """Of each child the latest plan that stands; None for one whose words the reader may not know."""
    same = same_child(pupils)
    events = list(
        CaseEvent.objects.filter(school=school, pupil__in=same, kind__in=(PLAN, PLAN_ENDED))
        .exclude(event__in=struck_out(school))
        .select_related("school")
        .order_by("happened_on", "serial")
    )
    ended = {str(each.data.get(ABOUT)) for each in events if each.kind == PLAN_ENDED}
    may_read = readable(actor, events)
    return {
        same[each.pupil_id]: each if each.event in may_read else None
        for each in events
        if each.kind == PLAN and str(each.event) not in ended
    }


def _row(
    stay: Enrolment, flags: set[str], counted: Assessed | None, plan: CaseEvent | None
) -> WithSocialWorker:
    action = str(plan.data.get("attendance_action", "")) if plan else ""
    return WithSocialWorker(
        pupil=stay.pupil_id,
        name=stay.pupil.name,
        group=stay.group.name if stay.group else "",
        because=[flag_words(name) for name in sorted(flags)],
        attendance=_attendance(counted),
        plan=str(plan.data.get("plan", "")).replace("_", " ") if plan else "",
        plan_on=plan.happened_on if plan else None,
        has_action=_has_action(plan, action),
        action=action,
    )


def _has_action(plan: CaseEvent | None, action: str) -> str:
    if plan is None:
        return "cannot tell: no plan that you may read is recorded"
    if action:
        return "yes"
    said = plan.data.get("attendance_in_plan")
    if said is None:
        return "cannot tell: nobody said whether attendance is in it"
    return "no: attendance is in it, with no action" if said else "no: attendance is not in it"


def _attendance(counted: Assessed | None) -> str:
    """Sessions first: a percentage alone hides how few they may be."""
    if counted is None or not counted.sessions_possible:
        return "cannot tell: no session has counted yet"
    attended, possible = counted.sessions_attended, counted.sessions_possible
    plural = "" if possible == 1 else "s"
    return f"{attended} of {possible} session{plural} attended ({exact_percentage(attended, possible)})"
