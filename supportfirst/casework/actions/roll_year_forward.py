"""Move a school's roll into the next school year: each class becomes the one above, the oldest leave."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.year_forward import ClassForward, YearForward, year_forward
from supportfirst.casework.store.models import ClassGroup, ClassTeacher, Enrolment, School

SECOND_YEAR_BEGINS = 9  # September: the month from which the new classes have teachers


@transaction.atomic
def roll_year_forward(actor: Actor, school_id: UUID, school_year: int) -> YearForward:
    """What was done; nothing the second time. Raises Refused, and NotThere for another's school.

    Only after the year's last day of term: until then its registers are still taken by its classes. The new
    classes have no teachers yet.
    """
    school = schools_for(actor, Right.MANAGE_SCHOOL).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    take_turn(school.pk)  # two at once: the second finds it done
    plan = year_forward(school, school_year)
    if plan.last_day is None:
        raise Refused("The school's calendar has no terms for that year. Add them first.")
    if actor.today <= plan.last_day:
        raise Refused(
            f"The school year lasts until {show_day(plan.last_day)}. Roll it forward after that day."
        )
    if not plan.classes:
        return plan
    for each in plan.classes:
        _move(school, each, plan.last_day, school_year + 1)
    ClassTeacher.objects.filter(group__school=school, group__school_year=school_year, last_day=None).update(
        last_day=date(school_year + 1, SECOND_YEAR_BEGINS, 1) - timedelta(days=1)
    )
    audit(
        actor,
        "roll_year_forward",
        school=school,
        thing=str(school_year),
        moved=plan.moving,
        left=plan.leaving,
        classes=len(plan.classes),
    )
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
    return plan


def _move(school: School, each: ClassForward, last_day: date, school_year: int) -> None:
    """Who is to leave later than the last day, or has left before, keeps the day that was given."""
    held = Enrolment.objects.filter(pk__in=each.enrolments)
    if each.leaves:
        held.filter(last_day=None).update(last_day=last_day)
        return
    group, _ = ClassGroup.objects.get_or_create(
        school=school, school_year=school_year, name=each.name, defaults={"year_group": each.year_group}
    )
    held.update(group=group, year_group=each.year_group)
