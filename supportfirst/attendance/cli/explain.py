"""`supportfirst explain UPN`: one child's figures and lines, in words for an officer or for a parent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.explain import (
    figures_in_words,
    for_officer,
    missed_in_words,
    not_crossed,
)
from supportfirst.attendance.assessment.finding import Finding, Outcome
from supportfirst.attendance.assessment.parents import letter, off_roll
from supportfirst.attendance.assessment.slots import show_date
from supportfirst.attendance.cli.assess_words import attendance_in_words
from supportfirst.attendance.cli.assessing import Asked, run_assessment, shown_decimals
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
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST
from supportfirst.attendance.vocabulary.errors import AttendanceError


class Reader(StrEnum):
    OFFICER = "officer"
    PARENT = "parent"


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
    problems: Problems = None,
) -> int:
    """Explain one pupil: every line, whether it was crossed, why, and the marks behind it."""
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
    decimals = shown_decimals(assessment)
    if reader is Reader.OFFICER:
        lines = _officer(assessment, found, decimals)
    else:
        lines = letter(found, assessment.pack, assessment.on, assessment.known_at)
    sys.stdout.write("\n".join(lines) + "\n")
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


def _officer(assessment: Assessment, pupil: PupilAssessment, decimals: int) -> Iterator[str]:
    measures = pupil.measures
    yield f"{pupil.name} ({pupil.upn}) on {show_date(assessment.on)}, under {assessment.pack.title}"
    if assessment.known_at:
        yield f"As known at {assessment.known_at}."
    if not pupil.on_roll:
        yield off_roll(pupil, assessment.on, pupil.name)
    yield f"Attendance this school year: {attendance_in_words(measures, decimals)}."
    yield missed_in_words(measures)
    by_code = ", ".join(f"{code} {count}" for code, count in measures["sessions_by_code"].items())
    yield f"Marks by code: {by_code or 'none'}."
    yield from figures_in_words(measures, decimals)
    for stage in pupil.stages:
        yield from _opened("Stage", stage)
    for outcome, heading in ((Outcome.MET, "Line crossed"), (Outcome.CANNOT_TELL, "Cannot tell")):
        for finding in pupil.prompts:
            if finding.outcome is outcome:
                yield from _opened(heading, finding)
    others = [finding for finding in pupil.findings if finding.outcome is Outcome.NOT_MET]
    if others:
        yield ""
        yield "Not crossed"
        yield from (f"  {not_crossed(finding)}" for finding in others)


def _opened(heading: str, finding: Finding) -> Iterator[str]:
    first, *rest = for_officer(finding)
    yield ""
    yield f"{heading} · {first}"
    yield from rest
