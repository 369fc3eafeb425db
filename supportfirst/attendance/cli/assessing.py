"""From the files that were named to an assessment: what `assess`, `explain` and `sheet` share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.pack_day import number_in_force
from supportfirst.attendance.assessment.pupil_by_pupil import check_day
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.casebook.catalogue_names import unknown_names
from supportfirst.attendance.casefiles.strays import stray_events, stray_parents
from supportfirst.attendance.cli.inputs import (
    Told,
    read_calendar_named,
    read_history,
    read_parents,
    read_pupils_file,
    read_registers,
    read_school,
)
from supportfirst.attendance.cli.options import read_day, read_known_at
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import (
    SchoolCalendar,
    first_day_of_year,
    last_day_of_year,
)
from supportfirst.attendance.vocabulary.problems import Problem

YEAR_SESSIONS = "year.sessions"  # the pack's value for how many sessions a year has at least


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked on the command line, as it was typed."""

    register: Sequence[str]
    calendar: str
    pack: str
    on: str
    pupils: str | None = None
    known_at: str | None = None
    school: str | None = None
    parents: str | None = None
    history: str | None = None


def run_assessment(asked: Asked, *, everything: bool, told: Told, only: str | None = None) -> Assessment:
    """Read every file that was named and assess; `only` keeps one UPN. What was found goes to `told`."""
    day, moment = read_day(asked.on), read_known_at(asked.known_at)
    policy = load_pack(asked.pack)
    check_day(policy, day)
    dates = read_calendar_for(asked.calendar, policy, day, told=told)
    marks = read_registers(asked.register, codes=policy.codes, told=told)
    roll = read_pupils_file(asked.pupils, told=told)
    past = read_history(asked.history, policy, told=told)
    parents = read_parents(asked.parents, told=told)
    on_file = {*marks.upns, *(pupil.upn for pupil in (() if roll is None else roll.pupils))}
    if past is not None and asked.history:
        told.add([], list(stray_events(past.events, on_file, parents, file=asked.history)))
        told.add([], list(unknown_names(past.events, policy, file=asked.history)))
    if parents is not None and asked.parents:
        told.add([], list(stray_parents(parents, on_file, file=asked.parents)))
    files = CaseFiles(
        school=read_school(asked.school, told=told),
        parents=parents,
        history=None if past is None else past.events,
        unread={} if past is None else past.unread,
        flags_known=None if roll is None else roll.flag_columns,
    )
    with watching("Assessing pupils") as watch:
        assessment = assess_pupils(
            marks=marks,
            calendar=dates,
            pupils=None if roll is None else roll.pupils,
            pack=policy,
            on=day,
            known_at=moment,
            known_at_text=asked.known_at,
            everything=everything,
            only=only,
            caseworker=Caseworker(policy, day, moment, dates, files),
            progress=watch,
        )
    if any(certain for pupil in assessment.pupils for certain in pupil.measures["certain_for_year"].values()):
        told.add([], short_year(dates, policy, day))
    return assessment


def read_calendar_for(name: str, policy: Pack, on: date, *, told: Told) -> SchoolCalendar:
    """A calendar file, or a built-in one, for judging a day. Raises CalendarUnusable or FileMissing."""
    calendar = read_calendar_named(name, bank_holidays=policy.bank_holidays, told=told)
    told.add([], out_of_reach(calendar, on))
    return calendar


def out_of_reach(calendar: SchoolCalendar, on: date) -> list[Problem]:
    """A warning where the calendar ends before the day, or begins after it: later marks would not count."""
    if calendar.days and calendar.days[0] <= on <= calendar.days[-1]:
        return []
    days = f"{calendar.days[0]} to {calendar.days[-1]}" if calendar.days else "no day at all"
    return [
        Problem(
            kind="calendar-out-of-reach",
            file=calendar.name,
            line=0,
            column="",
            value="",
            problem=f"it holds school days from {days}, and the day asked about is {on}",
            remedy="give the calendar of that school year, unless it is a holiday; no other day is counted",
            warning=True,
        )
    ]


def short_year(calendar: SchoolCalendar, policy: Pack, on: date) -> list[Problem]:
    """A warning where the calendar's year looks unfinished: what is certain for a year rests on all of it.

    Asked only when somebody is said to be certain to end the year over a line.
    """
    stated = policy.values[YEAR_SESSIONS].on_or_none(on) if YEAR_SESSIONS in policy.values else None
    first, last = first_day_of_year(on), last_day_of_year(on)
    planned = len(calendar.sessions_between(first, last))
    if stated is None or not planned or planned >= number_in_force(stated, YEAR_SESSIONS):
        return []
    return [
        Problem(
            kind="short-year",
            file=calendar.name,
            line=0,
            column="",
            value="",
            problem=f"it has {planned} sessions from {first} to {last}, and a school year has at least "
            f"{stated.value}",
            remedy="add the terms that are missing, or read “certain for the year” with care",
            warning=True,
        )
    ]
