"""The end of a school's day: what nobody has explained becomes a task to ask home, or to take in hand.

A job, done at the end of each day and safe to do again: it looks at the school days in which a mark without
a reason may still be settled, so that a worker which slept misses none. A task names what makes it one, and a
child who has an open task to ask home gets no second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write
from supportfirst.casework.actions.ask_task import ask_task_by_rule
from supportfirst.casework.actions.close_task import ASK_HOME
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.absence_patterns import UNEXPLAINED_FOR, line_of, unexplained_run
from supportfirst.casework.bridge.attendance_letters import letters_over
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.day_absences import UNEXPLAINED, DayAway, away_or_late_on
from supportfirst.casework.bridge.ended_days import days_of_year_to, days_to_settle
from supportfirst.casework.bridge.follow_up_rules import school_day_after
from supportfirst.casework.queries.followed_up import WITH_HOME, followed_up_on
from supportfirst.casework.store.models import PupilYear, Role, School, Task

END_DAY = "end_day"
PARENT_CONTACT, LONG_UNEXPLAINED = ASK_HOME


def end_day(asked: Asked, watch: Watch) -> Write:
    """Ask for the tasks of a school's ended days."""
    school = asked.school
    if school is None:
        raise JobRefused("No school was named whose day has ended.")

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        return {"tasks": ask_day_end_tasks(school, watch.now())}

    return write


def ask_day_end_tasks(school: School, at: datetime) -> int:
    """How many tasks are new. In the transaction of whoever calls, which has taken the school's turn."""
    days = days_to_settle(school, at)
    if not days:
        return 0
    pack = pack_of(school, days[-1])
    away = {day: _unexplained(school, pack, day) for day in days}
    due_on = school_day_after(school, days[-1])  # when somebody is there again: nothing is late as it arrives
    return _ask_home(school, at, away, due_on) + _ask_officer(
        school, pack, at, away[days[-1]], days[-1], due_on
    )


def _unexplained(school: School, pack: Pack, day: date) -> list[DayAway]:
    return [each for each in away_or_late_on(school, pack, day) if each.any_of(UNEXPLAINED)]


def _ask_home(school: School, at: datetime, away: Mapping[date, Sequence[DayAway]], due_on: date) -> int:
    """One task a child, for the first of the days on which nobody has asked home since."""
    waiting = Task.objects.filter(school=school, kind=PARENT_CONTACT, done_at__isnull=True)
    has_one = set(waiting.values_list("pupil_id", flat=True))
    asked_since: dict[UUID, date] = defaultdict(lambda: date.min)
    pupils = {each.enrolment.pupil_id for held in away.values() for each in held}
    for day in sorted(away):
        for asked in followed_up_on(school, pupils, day, WITH_HOME):
            asked_since[asked] = day
    new = 0
    for day, held in sorted(away.items()):
        for each in held:
            pupil = each.enrolment.pupil
            if pupil.pk in has_one or asked_since[pupil.pk] >= day:
                continue
            why = f"No reason is known for the absence on {_sessions(each)} of {show_day(day)}. Ask home."
            once = f"{PARENT_CONTACT}:{school.pk}:{pupil.pk}:{day}"
            new += ask_task_by_rule(at, school, pupil, PARENT_CONTACT, why, due_on, once=once)
            has_one.add(pupil.pk)
    return new


def _ask_officer(
    school: School, pack: Pack, at: datetime, away: Sequence[DayAway], day: date, due_on: date
) -> int:
    """A task for the attendance officer, one for each run of days that is longer than the pack's number."""
    line = line_of(pack, UNEXPLAINED_FOR, day)
    letters = letters_over(days_of_year_to(school, pack, day), pack)
    years: dict[int, dict[int, bytes]] = defaultdict(dict)
    rows = PupilYear.objects.filter(
        enrolment__in=[each.enrolment for each in away], school_year__in=letters.school_years
    )
    for enrolment, school_year, marks in rows.values_list("enrolment_id", "school_year", "marks"):
        years[enrolment][school_year] = bytes(marks)
    new = 0
    for each in away:
        run = unexplained_run(letters.of(years[each.enrolment.pk]), letters.days)
        if run.first is None or not line.reached_by(run.days):
            continue
        pupil = each.enrolment.pupil
        why = (
            f"No reason is known for {run.days} school days in a row, since {show_day(run.first)}. "
            "Start contact with the parents."
        )
        once = f"{LONG_UNEXPLAINED}:{school.pk}:{pupil.pk}:{run.first}"
        role = Role.ATTENDANCE_OFFICER
        new += ask_task_by_rule(at, school, pupil, LONG_UNEXPLAINED, why, due_on, once=once, for_role=role)
    return new


def _sessions(away: DayAway) -> str:
    words = [session for session, _, sense in away.sessions if sense == UNEXPLAINED]
    return "the " + " and ".join(words)
