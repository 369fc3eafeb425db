"""One child's assessment in whole lines of words, for an officer or for a parent."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from supportfirst.attendance.assessment.assess_words import attendance_in_words, banner_lines, shown_decimals
from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.explain import (
    figures_in_words,
    for_officer,
    missed_in_words,
    not_crossed,
)
from supportfirst.attendance.assessment.explain_case import (
    case_for_officer,
    left_in_words,
    not_known,
    stage_for_officer,
    trees_for_officer,
    without_history,
)
from supportfirst.attendance.assessment.finding import Finding, Outcome
from supportfirst.attendance.assessment.parents import letter, off_roll
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.errors import AttendanceError


class Reader(StrEnum):
    OFFICER = "officer"
    PARENT = "parent"


class ParentNotFound(AttendanceError):
    """The parent who is to read is none of the pupil's parents."""


def in_words(
    assessment: Assessment, pupil: PupilAssessment, *, reader: Reader, parent: str | None, told_history: bool
) -> Iterator[str]:
    """The lines for one reader; parent: the id of the one who reads. Raises ParentNotFound."""
    if parent is not None:
        _check_parent(parent, pupil)
    if reader is Reader.OFFICER:
        return _officer(assessment, pupil, shown_decimals(assessment), told_history=told_history)
    return letter(pupil, assessment.pack, assessment.on, assessment.known_at, parent)


def _check_parent(parent: str, pupil: PupilAssessment) -> None:
    if pupil.case.parents is not None and parent not in pupil.case.parents:
        raise ParentNotFound(
            what=f"no parent “{parent}” of this pupil is in the parents file",
            where="explain",
            remedy=f"give one of: {', '.join(pupil.case.parents) or 'none is known'}; or add the parent",
        )


def _officer(
    assessment: Assessment, pupil: PupilAssessment, decimals: int, *, told_history: bool
) -> Iterator[str]:
    yield f"{pupil.name} ({pupil.upn}) on {show_day(assessment.on)}, under {assessment.pack.title}"
    if assessment.known_at:
        yield f"As known at {assessment.known_at}."
    yield from banner_lines(assessment)
    if not pupil.on_roll:
        yield off_roll(pupil, assessment.on, pupil.name)
    yield f"Attendance this school year: {attendance_in_words(pupil.measures, decimals)}."
    yield missed_in_words(pupil.measures)
    yield from case_for_officer(pupil, assessment.pack)
    for stage in pupil.stages:
        yield from _opened("Stage", stage, pupil)
        yield from stage_for_officer(pupil, stage)
    yield from _moves_from_no_stage(pupil)
    for outcome, heading in ((Outcome.MET, "Line crossed"), (Outcome.CANNOT_TELL, "Cannot tell")):
        for finding in pupil.prompts:
            if finding.outcome is outcome:
                yield from _opened(heading, finding, pupil)
    yield from _trees(pupil)
    yield ""
    yield "The figures"
    yield from (f"  {line}" for line in _figures(pupil, decimals))
    yield from not_known(pupil) if told_history else without_history(pupil)
    others = [finding for finding in pupil.findings if finding.outcome is Outcome.NOT_MET]
    if others:
        yield ""
        yield "Not crossed"
        yield from dict.fromkeys(f"  {not_crossed(finding)}" for finding in others)


def _figures(pupil: PupilAssessment, decimals: int) -> Iterator[str]:
    by_code = ", ".join(f"{code} {count}" for code, count in pupil.measures["sessions_by_code"].items())
    yield f"Marks by code: {by_code or 'none'}."
    yield from figures_in_words(pupil.measures, decimals)


def _moves_from_no_stage(pupil: PupilAssessment) -> Iterator[str]:
    """Tracks that the pupil has left: how, since no stage is left to say it under."""
    on_a_stage = {stage.rule.track for stage in pupil.stages}
    for track, made in pupil.case.reached.items():
        if track not in on_a_stage and made:
            yield ""
            yield f"Track · {track}: {left_in_words(made[-1])}"


def _trees(pupil: PupilAssessment) -> Iterator[str]:
    trees = list(trees_for_officer(pupil))
    if trees:
        yield ""
        yield "Each item of the casework with its whole reason"
        yield from trees


def _opened(heading: str, finding: Finding, pupil: PupilAssessment) -> Iterator[str]:
    first, *rest = for_officer(finding, pupil.case.records)
    yield ""
    yield f"{heading} · {first}"
    yield from rest
