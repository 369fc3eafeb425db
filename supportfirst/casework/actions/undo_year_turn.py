"""Take a turn of the year back: classes, year groups, last days and teachers as they were before it.

Only as a whole, and only while everything that it changed still stands as it left it: what was changed
since is named, so that somebody can put it back first or let the turn be.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.roll_year_forward import as_told, last_day_of_teachers
from supportfirst.casework.actions.setting_up import school_to_set_up
from supportfirst.casework.bridge.class_places import put_in_class
from supportfirst.casework.store.models import (
    ClassGroup,
    ClassTeacher,
    Enrolment,
    RegisterDocument,
    School,
    YearTurn,
)

NAMED = 5  # of what no longer fits, so many are named


@transaction.atomic
@keeps_what_stood
def undo_year_turn(actor: Actor, school_id: UUID, turn_id: UUID) -> YearTurn:
    """The turn, undone; one that is undone already stays so. Raises Refused, and NotThere."""
    school = school_to_set_up(actor, school_id)
    turn = YearTurn.objects.filter(school=school, pk=turn_id).first()
    if turn is None:
        raise NotThere
    if turn.undone_at is not None:
        return turn
    stays = {
        str(stay.pk): stay
        for stay in Enrolment.objects.filter(school=school, pk__in=turn.before["enrolments"]).select_related(
            "pupil", "group"
        )
    }
    _check_still_fits(school, turn, stays)
    begins = date.fromisoformat(turn.before["from"]) + timedelta(days=1)
    classes = {str(group.pk): group for group in ClassGroup.objects.filter(school=school)}
    for number, told in turn.before["enrolments"].items():
        stay, (group, year_group, last_day) = stays[number], told["before"]
        if group != told["after"][0]:
            put_in_class(stay, classes.get(group), begins)
        stay.year_group = year_group
        stay.last_day = date.fromisoformat(last_day) if last_day else None
        stay.save(update_fields=["year_group", "last_day"])
    ClassTeacher.objects.filter(pk__in=turn.before["teachers"]).update(last_day=None)
    _remove_empty_classes(turn)
    turn.undone_by, turn.undone_at = actor.user, actor.at
    turn.save(update_fields=["undone_by", "undone_at"])
    audit(
        actor, "undo_year_turn", school=school, thing=str(turn.pk), enrolments=len(turn.before["enrolments"])
    )
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
    return turn


def _check_still_fits(school: School, turn: YearTurn, stays: dict[str, Enrolment]) -> None:
    """Raises Refused, which names what was changed since the turn."""
    later = YearTurn.objects.filter(school=school, school_year__gt=turn.school_year, undone_at=None)
    if later.exists():
        raise Refused("A later year was rolled forward since. Undo that one first.")
    changed = [
        f"{stays[number].pupil.name}: the class, year group or last day"
        for number, told in turn.before["enrolments"].items()
        if as_told(stays[number]) != told["after"]
    ]
    taken = RegisterDocument.objects.filter(group__in=turn.before["made"]).values_list(
        "group__name", flat=True
    )
    changed += [f"{name}: registers were taken" for name in sorted(set(taken))]
    moved = ClassTeacher.objects.filter(pk__in=turn.before["teachers"]).exclude(
        last_day=last_day_of_teachers(school, turn.school_year)
    )
    changed += [f"{each.group.name}: its teacher’s days" for each in moved.select_related("group")]
    if changed:
        more = len(changed) - NAMED
        told = "; ".join(changed[:NAMED]) + (f"; and {more} more" if more > 0 else "")
        raise Refused(
            f"This was changed since, and would be lost: {told}. Put it back as it was after the turn first, "
            "or leave the turn as it is."
        )


def _remove_empty_classes(turn: YearTurn) -> None:
    """Classes that the turn made and nobody uses; one with a teacher entered stays."""
    made = ClassGroup.objects.filter(pk__in=turn.before["made"])
    made.filter(teachers=None, enrolments=None, places=None, registerdocument=None).delete()
