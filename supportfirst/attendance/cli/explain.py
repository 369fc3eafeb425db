"""`supportfirst explain UPN`: one child's figures and lines, in words for an officer or for a parent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from supportfirst.attendance.assessment.conditions import DECIMALS
from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.explain import days_behind, for_officer, for_parent
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.slots import show_count, show_date, show_days
from supportfirst.attendance.cli.assess import run_assessment
from supportfirst.attendance.cli.assess_output import attendance_in_words
from supportfirst.attendance.cli.inputs import Told, tell
from supportfirst.attendance.cli.options import Calendar, KnownAt, On, PackName, Problems, Pupils, Registers
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
    reader: Annotated[Reader, typer.Option("--for", help="Who will read it.")] = Reader.OFFICER,
    problems: Problems = None,
) -> int:
    """Explain one pupil: every line, whether it was crossed, why, and the marks behind it."""
    told = Told(problems_file=problems)
    wanted = upn.strip().upper()
    assessment = run_assessment(
        register=register,
        calendar=calendar,
        pupils=pupils,
        pack=pack,
        on=on,
        known_at=known_at,
        everything=True,
        told=told,
        only=wanted,
    )
    found = next((pupil for pupil in assessment.pupils if pupil.upn == wanted), None)
    if found is None:
        raise PupilNotFound(
            what="no pupil with this UPN is in the files",
            where="explain",
            remedy="check the UPN, or give the register and pupils files that hold it",
        )
    decimals = assessment.pack.value(DECIMALS, assessment.on).value
    assert isinstance(decimals, int), f"{DECIMALS} is a whole number"
    lines = _officer(assessment, found, decimals) if reader is Reader.OFFICER else _parent(assessment, found)
    sys.stdout.write("\n".join(lines) + "\n")
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


def _officer(assessment: Assessment, pupil: PupilAssessment, decimals: int) -> Iterator[str]:
    measures = pupil.measures
    yield f"{pupil.name} ({pupil.upn}) on {show_date(assessment.on)}, under {assessment.pack.title}"
    if assessment.known_at:
        yield f"As known at {assessment.known_at}."
    if not pupil.on_roll:
        yield f"Not on roll: measured to {show_date(pupil.measured_to)}, and nothing is prompted."
    yield f"Attendance this school year: {attendance_in_words(measures, decimals)}."
    yield (
        f"Days missed: {show_days(measures['sessions_possible'] - measures['sessions_attended'])} "
        f"({show_count(measures['sessions_authorised_absence'], 'session')} authorised, "
        f"{measures['sessions_unauthorised_absence']} unauthorised); "
        f"without a mark: {show_count(measures['sessions_unmarked'], 'session')}."
    )
    by_code = ", ".join(f"{code} {count}" for code, count in measures["sessions_by_code"].items())
    yield f"Marks by code: {by_code or 'none'}."
    for stage in pupil.stages:
        yield ""
        yield from (f"Stage · {line}" if not line.startswith(" ") else line for line in for_officer(stage))
    for outcome, heading in ((Outcome.MET, "Line crossed"), (Outcome.CANNOT_TELL, "Cannot tell")):
        for finding in pupil.prompts:
            if finding.outcome is outcome:
                yield ""
                lines = for_officer(finding)
                yield f"{heading} · {lines[0]}"
                yield from lines[1:]


def _parent(assessment: Assessment, pupil: PupilAssessment) -> Iterator[str]:
    measures = pupil.measures
    possible, attended = measures["sessions_possible"], measures["sessions_attended"]
    missed = possible - attended
    name = pupil.pupil.forename if pupil.pupil and pupil.pupil.forename else "Your child"
    yield f"{name}'s attendance up to {show_date(assessment.on)}"
    if not possible:
        yield f"We have no marks for {name} yet this school year, so there is nothing to tell."
        return
    yield (
        f"{name} has missed {show_days(missed)} days this school year: {missed} of {possible} half-day "
        "sessions. A school day has two sessions, morning and afternoon."
    )
    told = for_parent(pupil.crossed, assessment.pack)
    for sentence in told:
        yield ""
        yield sentence
    if not told:
        yield "Nothing more needs to be done now."
    days = days_behind(pupil.crossed)
    if days:
        yield ""
        yield "The days this is about:"
        yield from (f"  {day}" for day in days)
    yield ""
    yield "If any of these marks looks wrong, please tell the school: a mark can be corrected."
