"""Move a school's roll into the next school year: each class becomes the one above, the oldest leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.class_places import put_in_class
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.school_age import school_year_begins
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.year_forward import ClassForward, YearForward, year_forward
from supportfirst.casework.store.models import ClassGroup, ClassTeacher, Enrolment, School, YearTurn


@transaction.atomic
@keeps_what_stood
def roll_year_forward(actor: Actor, school_id: UUID, school_year: int) -> YearForward:
    """What was done; nothing the second time. Raises Refused, and NotThere for another's school.

    Only after the year's last day of term: until then its registers are still taken by its classes, and
    whoever was in a class then stays on its registers. The new classes have no teachers yet. What was before
    is kept with the turn (`undo_year_turn`).
    """
    school = schools_for(actor, Right.MANAGE_SCHOOL).select_related("authority").filter(pk=school_id).first()
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
    before: dict[str, Any] = {"enrolments": {}, "made": [], "from": plan.last_day.isoformat()}
    for each in plan.classes:
        _move(school, each, plan.last_day, school_year + 1, before)
    teachers = ClassTeacher.objects.filter(
        group__school=school, group__school_year=school_year, last_day=None
    )
    before["teachers"] = list(teachers.values_list("pk", flat=True))
    teachers.update(last_day=last_day_of_teachers(school, school_year))
    turn = YearTurn.objects.create(
        school=school, school_year=school_year, before=before, done_by=actor.user, done_at=actor.at
    )
    audit(
        actor,
        "roll_year_forward",
        school=school,
        thing=str(school_year),
        moved=plan.moving,
        left=plan.leaving,
        classes=len(plan.classes),
        turn=str(turn.pk),
    )
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
    return plan


def last_day_of_teachers(school: School, school_year: int) -> date:
    """The day before the law's next school year begins: so long a class keeps whoever takes its register."""
    begins = school_year_begins(pack_of(school, date(school_year + 1, 1, 1)), school_year + 1)
    return begins - timedelta(days=1)


def as_told(enrolment: Enrolment) -> list[str]:
    """What a turn changes of a stay: class, year group, last day, as they stand."""
    return [
        str(enrolment.group_id or ""),
        enrolment.year_group,
        enrolment.last_day.isoformat() if enrolment.last_day else "",
    ]


def _move(
    school: School, each: ClassForward, last_day: date, school_year: int, before: dict[str, Any]
) -> None:
    """Who is to leave later than the last day, or has left before, keeps the day that was given."""
    held = list(Enrolment.objects.filter(pk__in=each.enrolments))
    told = {stay.pk: as_told(stay) for stay in held}
    group = None
    if not each.leaves:
        group, made = ClassGroup.objects.get_or_create(
            school=school, school_year=school_year, name=each.name, defaults={"year_group": each.year_group}
        )
        before["made"] += [str(group.pk)] if made else []
    for stay in held:
        if group is None:
            stay.last_day = stay.last_day or last_day
            stay.save(update_fields=["last_day"])
        else:
            put_in_class(stay, group, last_day + timedelta(days=1))
            stay.year_group = each.year_group
            stay.save(update_fields=["year_group"])
        before["enrolments"][str(stay.pk)] = {"before": told[stay.pk], "after": as_told(stay)}
