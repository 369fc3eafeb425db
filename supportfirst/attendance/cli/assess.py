"""`supportfirst assess`: every figure for every pupil, the lines crossed, and the reasons."""

from __future__ import annotations

from typing import Annotated

import typer

from supportfirst.attendance.assessment.conditions import DECIMALS
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.school import assess_pupils, check_day
from supportfirst.attendance.cli.assess_output import show
from supportfirst.attendance.cli.inputs import (
    Told,
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
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST
from supportfirst.attendance.packs.load import load_pack


def assess(
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    pupils: Pupils = None,
    known_at: KnownAt = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also pupils and rules with nothing due, with their reasons.")
    ] = False,
    form: Annotated[ReportFormat, typer.Option("--format", help="How to show it.")] = ReportFormat.TABLE,
    problems: Problems = None,
) -> int:
    """Assess registers against a policy: a worklist, with a reason for every line."""
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
    decimals = assessment.pack.value(DECIMALS, assessment.on).value
    assert isinstance(decimals, int), f"{DECIMALS} is a whole number"
    show(assessment, form=form, everything=everything, decimals=decimals)
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


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
    marks = read_registers(register, codes=policy.codes, told=told)
    roll = read_pupils(pupils, told=told)
    with watching("Assessing pupils") as watch:
        return assess_pupils(
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
