"""`supportfirst assess`: every figure for every pupil, what is due, on hold and open, and the reasons."""

from __future__ import annotations

from typing import Annotated

import typer

from supportfirst.attendance.assessment.assess_words import shown_decimals
from supportfirst.attendance.cli.assess_output import show
from supportfirst.attendance.cli.assessing import Asked, run_assessment
from supportfirst.attendance.cli.inputs import Told, tell
from supportfirst.attendance.cli.options import (
    Calendar,
    History,
    KnownAt,
    On,
    PackName,
    Parents,
    Problems,
    Pupils,
    Registers,
    School,
)
from supportfirst.attendance.cli.output import ReportFormat
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST


def assess(
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    pupils: Pupils = None,
    known_at: KnownAt = None,
    school: School = None,
    parents: Parents = None,
    history: History = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also pupils and rules with nothing due, with their reasons.")
    ] = False,
    form: Annotated[ReportFormat, typer.Option("--format", help="How to show it.")] = ReportFormat.TABLE,
    problems: Problems = None,
) -> int:
    """Assess registers against a policy: a worklist, with a reason for every line."""
    told = Told(problems_file=problems)
    asked = Asked(register, calendar, pack, on, pupils, known_at, school, parents, history)
    assessment = run_assessment(asked, everything=everything, told=told)
    show(assessment, form=form, everything=everything, decimals=shown_decimals(assessment))
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE
