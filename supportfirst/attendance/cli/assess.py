"""`supportfirst assess`: every figure for every pupil, the lines crossed, and the reasons."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from supportfirst.attendance.assessment.conditions import DECIMALS, number_in_force
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.school import assess_pupils, check_day
from supportfirst.attendance.cli.assess_output import show
from supportfirst.attendance.cli.inputs import (
    Told,
    read_bytes,
    read_calendar_named,
    read_pupils,
    read_registers,
    tell,
)
from supportfirst.attendance.cli.options import (
    Calendar,
    KnownAt,
    On,
    PackName,
    Problems,
    Pupils,
    Registers,
    read_day,
    read_known_at,
)
from supportfirst.attendance.cli.output import ReportFormat
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST, say
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import (
    SchoolCalendar,
    first_day_of_year,
    last_day_of_year,
)
from supportfirst.attendance.vocabulary.problems import Problem

Waiting = Annotated[
    str | None, typer.Option(help="Taken, and told to wait for the casebook: see docs/adr/0005.")
]
YEAR_SESSIONS = "year.sessions"  # the pack's value for how many sessions a year has at least


def assess(
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    pupils: Pupils = None,
    known_at: KnownAt = None,
    school: Waiting = None,
    parents: Waiting = None,
    history: Waiting = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also pupils and rules with nothing due, with their reasons.")
    ] = False,
    form: Annotated[ReportFormat, typer.Option("--format", help="How to show it.")] = ReportFormat.TABLE,
    problems: Problems = None,
) -> int:
    """Assess registers against a policy: a worklist, with a reason for every line."""
    for option, path in (("--school", school), ("--parents", parents), ("--history", history)):
        if path is not None:
            read_bytes(path)
            say(f"{path}: {option} waits for the casebook, which is still to come; nothing here uses it.")
    told = Told(problems_file=problems)
    assessment = run_assessment(
        register=register,
        calendar=calendar,
        pupils=pupils,
        pack=pack,
        on=on,
        known_at=known_at,
        everything=everything,
        told=told,
    )
    show(assessment, form=form, everything=everything, decimals=shown_decimals(assessment))
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


def shown_decimals(assessment: Assessment) -> int:
    """To how many decimal places the pack has percentages shown on the day."""
    decimals = assessment.pack.value(DECIMALS, assessment.on).value
    assert isinstance(decimals, int), f"{DECIMALS} is a whole number"
    return decimals


def run_assessment(
    *,
    register: list[str],
    calendar: str,
    pupils: str | None,
    pack: str,
    on: str,
    known_at: str | None,
    everything: bool,
    told: Told,
    only: str | None = None,
) -> Assessment:
    """Read every file that was named and assess; `only` keeps one UPN. What was found goes to `told`."""
    day, moment = read_day(on), read_known_at(known_at)
    policy = load_pack(pack)
    check_day(policy, day)
    dates = read_calendar_named(calendar, bank_holidays=policy.bank_holidays, told=told)
    told.add([], out_of_reach(dates, day))
    marks = read_registers(register, codes=policy.codes, told=told)
    roll = read_pupils(pupils, told=told)
    with watching("Assessing pupils") as watch:
        assessment = assess_pupils(
            marks=marks,
            calendar=dates,
            pupils=roll,
            pack=policy,
            on=day,
            known_at=moment,
            known_at_text=known_at,
            everything=everything,
            only=only,
            progress=watch,
        )
    if any(certain for pupil in assessment.pupils for certain in pupil.measures["certain_for_year"].values()):
        told.add([], short_year(dates, policy, day))
    return assessment


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
