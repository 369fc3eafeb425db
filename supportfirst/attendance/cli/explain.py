"""`supportfirst explain UPN`: one child's figures and lines, in words for an officer or for a parent."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from supportfirst.attendance.assessment.readers import Reader, in_words
from supportfirst.attendance.cli.assessing import Asked, run_assessment
from supportfirst.attendance.cli.inputs import Told, tell
from supportfirst.attendance.cli.options import (
    Calendar,
    History,
    KnownAt,
    On,
    PackName,
    Parent,
    Parents,
    Problems,
    Pupils,
    Registers,
    School,
)
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST
from supportfirst.attendance.vocabulary.errors import AttendanceError


class PupilNotFound(AttendanceError):
    """The UPN asked about is in none of the files."""


def explain(
    upn: Annotated[str, typer.Argument(metavar="UPN", help="Whose figures to explain.")],
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    pupils: Pupils = None,
    known_at: KnownAt = None,
    school: School = None,
    parents: Parents = None,
    history: History = None,
    reader: Annotated[Reader, typer.Option("--for", help="Who will read it.")] = Reader.OFFICER,
    parent: Parent = None,
    problems: Problems = None,
) -> int:
    """Explain one pupil: what is due, on hold and open, every line crossed, why, and the marks behind it."""
    if parent is not None and reader is not Reader.PARENT:
        raise typer.BadParameter("“--parent” says which parent reads; use it with “--for parent”")
    told = Told(problems_file=problems)
    wanted = upn.strip().upper()
    asked = Asked(register, calendar, pack, on, pupils, known_at, school, parents, history)
    assessment = run_assessment(asked, everything=True, told=told, only=wanted)
    found = next((pupil for pupil in assessment.pupils if pupil.upn == wanted), None)
    if found is None:
        raise PupilNotFound(
            what="no pupil with this UPN is in the files",
            where="explain",
            remedy="check the UPN, or give the register and pupils files that hold it",
        )
    lines = in_words(assessment, found, reader=reader, parent=parent, told_history=history is not None)
    sys.stdout.write("\n".join(lines) + "\n")
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE
