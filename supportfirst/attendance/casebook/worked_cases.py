"""A pack held to its own worked cases, and to the measures, without a file being written.

`packs` reads cases and knows no pupil; here each is assessed as the command line would, from
the same three files, and what comes out otherwise is a fault at the case's line. A pack that
cannot be tied to the measures on some day of its own is a fault too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.case_items import JudgesCases
from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.casefiles.parents_file import parse_parents
from supportfirst.attendance.casefiles.school_file import parse_school
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.value_words import stated
from supportfirst.attendance.packs.worked_cases import (
    WorkedCase,
    calendar_csv,
    history_json,
    parents_csv,
    pupils_csv,
    register_csv,
    school_json,
)
from supportfirst.attendance.registers.parse import parse_register
from supportfirst.attendance.registers.pupils_file import parse_pupils
from supportfirst.attendance.schooldays.calendar_file import read_calendar
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import CaseEvent
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem

NO_DAYS = SchoolCalendar(())
LINE_OF_NOTHING = 0
MISSING = object()
REMEDY = "put the rule or its values right, or the case where the law has changed"


class CaseUnusable(AttendanceError):
    """A worked case holds an event that a history file could not."""


def unbound_days(pack: Pack) -> list[Problem]:
    """A fault for each value that the measures can't use on a day from which something in the pack is new."""
    starts = {step.span.first for value in pack.values.values() for step in value.steps}
    days = sorted({pack.span.first, *(day for day in starts if day in pack.span)})
    found: dict[tuple[str, str], Problem] = {}
    for day in days:
        try:
            bind(pack, day, NO_DAYS)
        except AttendanceError as error:
            file, line = _place(error.where)
            told = f"{error.what} (tried for {day})"
            problem = Problem("unusable-value", file, line, "", "", told, error.remedy)
            found.setdefault((file, error.what.split(" has no value on ")[0]), problem)
    return list(found.values())


def cases_otherwise(pack: Pack, cases: Sequence[WorkedCase]) -> Iterator[Problem]:
    """A fault for each outcome and each measure of a worked case that the pack does not give."""
    for case in cases:
        try:
            pupil = assessed(pack, case)
        except AttendanceError as error:
            yield _fault(case, "", f"cannot be judged: {error}", "put the case or the pack right")
            continue
        yield from _otherwise(pack, case, pupil)


def assessed(
    pack: Pack,
    case: WorkedCase,
    *,
    through: Callable[[Caseworker], JudgesCases] | None = None,
    everything: bool = True,
) -> PupilAssessment:
    """The case's pupil under a pack, every rule judged. Raises AttendanceError where it can't be."""
    [pupil] = assessment_of(pack, case, through=through, everything=everything).pupils
    return pupil


def assessment_of(
    pack: Pack,
    case: WorkedCase,
    *,
    through: Callable[[Caseworker], JudgesCases] | None = None,
    everything: bool = True,
) -> Assessment:
    """The assessment of a school whose one pupil is the case's. Raises AttendanceError where it can't be.

    through: what stands between the assessment and its caseworker; none where it is left out.
    """
    name = f"{case.file}:{case.line}"
    marks = parse_register(register_csv(case), name=name, codes=pack.codes).marks
    calendar = read_calendar(calendar_csv(case), name=name, bank_holidays=pack.bank_holidays).calendar
    roll = parse_pupils(pupils_csv(case), name=name)
    school, parents, history = school_json(case), parents_csv(case), history_json(case)
    files = CaseFiles(
        school=None if school is None else parse_school(school, name=name).school,
        parents=None if parents is None else parse_parents(parents, name=name).parents,
        history=None if history is None else _events(history, name, pack),
        flags_known=roll.flag_columns,
    )
    caseworker = Caseworker(pack, case.on, None, calendar, files)
    return assess_pupils(
        marks=marks,
        calendar=calendar,
        pupils=roll.pupils,
        pack=pack,
        on=case.on,
        known_at=None,
        known_at_text=None,
        everything=everything,
        caseworker=caseworker if through is None else through(caseworker),
    )


def _events(data: bytes, name: str, pack: Pack) -> list[CaseEvent]:
    read = parse_history(data, name=name, records=pack.records)
    if read.problems:
        first = read.problems[0]
        raise CaseUnusable(
            what=f"{first.problem} ({first.column} “{first.value}”)", where=name, remedy=first.remedy
        )
    return read.events


def _otherwise(pack: Pack, case: WorkedCase, pupil: PupilAssessment) -> Iterator[Problem]:
    judged = pupil.judged()
    for key, expected in case.expected.items():
        came_out = judged.get(key, "not judged on this day")
        if came_out != expected:
            told = f"{key} should be “{_words(expected)}” and is “{_words(came_out)}”"
            yield _fault(case, key, told, REMEDY)
    for key, wanted in case.measures.items():
        held = _measure(pupil.measures, key)
        if held is MISSING:
            yield _fault(case, key, f"there is no measure “{key}”", "correct the name of the measure")
        elif held != wanted:
            yield _fault(case, key, f"{key} should be {wanted} and is {held}", REMEDY)
    yield from _dates_otherwise(case, pupil)
    yield from stated_otherwise(pack, case)


def stated_otherwise(pack: Pack, case: WorkedCase) -> Iterator[Problem]:
    """A fault for each value that says something else on the case's day than the case states."""
    for name, wanted in case.states.items():
        held = pack.values.get(name)
        says = stated(held, case.on) if held else ""
        if says != wanted:
            told = f"{name} should be “{wanted}” and is “{says or 'not in force'}”"
            yield _fault(case, name, told, REMEDY)


def _dates_otherwise(case: WorkedCase, pupil: PupilAssessment) -> Iterator[Problem]:
    items = {item.finding.key: item.more for item in pupil.case.all()}
    for key, dates in case.dates.items():
        for name, wanted in dates.items():
            held = items.get(key, {}).get(name, MISSING)
            if held != (wanted.isoformat() if wanted else None):
                shown = "not there" if held is MISSING else held or "none"
                told = f"{name} of {key} should be {wanted or 'none'} and is {shown}"
                yield _fault(case, key, told, REMEDY)


def _measure(measures: Mapping[str, object], key: str) -> object:
    held: object = measures
    for part in key.split("."):
        held = held.get(part, MISSING) if isinstance(held, Mapping) else MISSING
    return held


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def _fault(case: WorkedCase, column: str, told: str, remedy: str) -> Problem:
    told = f"worked case “{case.name}”, on {_day(case.on)}: {told}"
    return Problem("case-otherwise", case.file, case.line, column, "", told, remedy)


def _day(day: date) -> str:
    return day.isoformat()


def _place(where: str) -> tuple[str, int]:
    """File and line of “england/values/absence.yaml:12”; line 0 where no line is named."""
    file, _, line = where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (where, LINE_OF_NOTHING)
