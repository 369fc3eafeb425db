"""Sign a child in at the door: the time of arrival gives the mark; why, and the meal, go with it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.amend_mark import amend_mark
from supportfirst.casework.actions.at_the_desk import check_reach, done_already
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.submit_register import submit_register
from supportfirst.casework.bridge.arrivals import Arrival, arrival
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.codes_in_force import RegisterRefused, checked_code, pack_of
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, check_school_day, clock
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.queries.late_desk import LATE
from supportfirst.casework.queries.off_site import events_of_day
from supportfirst.casework.store.models import CaseEvent, Enrolment, Source

WHERE = "late desk"


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What was said at the desk. `instead` is a code that outweighs late after the close, `because` why."""

    half: int
    arrived: time
    reason: str
    meal: str = ""
    instead: str = ""
    because: str = ""


@transaction.atomic
def sign_in_late(
    actor: Actor, enrolment: Enrolment, told: AtTheDoor, *, submission: uuid.UUID
) -> CaseEvent | None:
    """The mark of the arrival, and its event; None for a child who was in time, who has the mark alone.

    The same submission again changes nothing. Raises EventRefused, RegisterRefused; NotThere out of reach.
    Where another code is written than that for late after the close, the ledger keeps both.
    """
    check_reach(actor, enrolment)
    _check(actor, enrolment, told)
    known = done_already(enrolment, LATE, submission)
    if known is not None:
        return known
    _check_not_signed_in(actor, enrolment, told)
    pack = pack_of(enrolment.school, actor.today)
    came = arrival(enrolment.school, pack, actor.today, told.half, told.arrived)
    if told.instead and not came.after_close:
        raise _refused("the register had not closed at this time", "leave the other code empty")
    _write_mark(actor, enrolment, told, came, submission)
    if came.in_time:
        return None
    return record_event(
        actor,
        enrolment.school,
        enrolment.pupil,
        LATE,
        submission=submission,
        at=told.arrived,
        data={
            "session": SESSION_WORDS[told.half],
            "arrived_at": told.arrived.strftime("%H:%M"),
            "minutes": came.minutes,
            "reason": told.reason.strip(),
            "meal_order": told.meal.strip(),
        },
    )


def _refused(what: str, remedy: str) -> EventRefused:
    return EventRefused(what=what, where=WHERE, remedy=remedy)


def _check(actor: Actor, enrolment: Enrolment, told: AtTheDoor) -> None:
    if told.half not in HALVES:
        raise _refused("a day has two sessions", "choose the morning or the afternoon")
    if told.arrived > clock(actor.at).time():
        raise _refused("this time has not come yet", "give the time at which the child came")
    if not told.reason.strip():
        raise _refused("no reason is given", "say why the child is late")
    if told.instead and not told.because.strip():
        raise _refused("no reason is given for another code", "say why the code is changed")
    check_school_day(enrolment.school, actor.today, where=WHERE)


def _check_not_signed_in(actor: Actor, enrolment: Enrolment, told: AtTheDoor) -> None:
    session = SESSION_WORDS[told.half]
    for event in events_of_day(enrolment.school, actor.today, (LATE,)).filter(pupil=enrolment.pupil_id):
        if event.data.get("session") == session:
            arrived = show_time(time.fromisoformat(event.data["arrived_at"]))
            raise _refused(
                f"the child is signed in for the {session} already, at {arrived}",
                "correct the mark on its own page if it is wrong",
            )


def _write_mark(
    actor: Actor, enrolment: Enrolment, told: AtTheDoor, came: Arrival, submission: uuid.UUID
) -> None:
    """A first mark, or a change of what stands; then the code that was chosen instead, if one was."""
    school, day, half = enrolment.school, actor.today, told.half
    stands = standing(school, day, half, [enrolment.pk]).get(enrolment.pk)
    minutes = came.minutes or None
    mark = uuid.uuid5(submission, "mark")
    if stands is None:
        late = {enrolment.pk: came.minutes} if came.minutes else {}
        submit_register(actor, school, None, day, half, {enrolment.pk: came.symbol}, late, mark, Source.DOOR)
    elif (stands.new, stands.minutes) != came.mark:
        _check_not_present(actor, enrolment, stands.new)
        why = f"arrived at {show_time(told.arrived)}: {told.reason.strip()}"
        amend_mark(actor, enrolment, day, half, stands.new, came.symbol, minutes, why, mark, Source.DOOR)
    if told.instead:
        changed = uuid.uuid5(submission, "instead")
        amend_mark(
            actor, enrolment, day, half, came.symbol, told.instead, None, told.because, changed, Source.DOOR
        )


def _check_not_present(actor: Actor, enrolment: Enrolment, symbol: str) -> None:
    """The desk does not undo what a teacher saw: who is marked as there needs a correction with a reason."""
    if not symbol:
        return
    codes = pack_of(enrolment.school, actor.today).codes
    code = checked_code(codes, symbol, actor.today, where=WHERE)
    if code.statistical_class.is_attendance and not code.late:
        raise RegisterRefused(
            what=f"the register says “{symbol}” already: {code.meaning}",
            where=WHERE,
            remedy="correct the mark on its own page, with the reason",
        )
