"""A pack held to its own worked cases, and to the measures, without a file being written.

`packs` reads cases and knows no pupil; here each is assessed as the command line would, from
the same three files, and what comes out otherwise is a fault at the case's line. A pack that
cannot be tied to the measures on some day of its own is a fault too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.worked_cases import (
    WorkedCase,
    calendar_csv,
    pupils_csv,
    register_csv,
    rule_of,
)
from supportfirst.attendance.registers.parse import parse_register
from supportfirst.attendance.registers.pupils_file import parse_pupils
from supportfirst.attendance.schooldays.calendar_file import read_calendar
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem

NO_DAYS = SchoolCalendar(())
LINE_OF_NOTHING = 0
MISSING = object()


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
            [pupil] = _assessed(pack, case)
        except AttendanceError as error:
            yield _fault(case, "", f"cannot be judged: {error}", "put the case or the pack right")
            continue
        yield from _otherwise(case, pupil, pack)


def _assessed(pack: Pack, case: WorkedCase) -> Sequence[PupilAssessment]:
    name = f"{case.file}:{case.line}"
    marks = parse_register(register_csv(case), name=name, codes=pack.codes).marks
    calendar = read_calendar(calendar_csv(case), name=name, bank_holidays=pack.bank_holidays).calendar
    return assess_pupils(
        marks=marks,
        calendar=calendar,
        pupils=parse_pupils(pupils_csv(case), name=name).pupils,
        pack=pack,
        on=case.on,
        known_at=None,
        known_at_text=None,
        everything=True,
    ).pupils


def _otherwise(case: WorkedCase, pupil: PupilAssessment, pack: Pack) -> Iterator[Problem]:
    judged = {found.rule.id: found.outcome.value for found in pupil.findings}
    needs_case = {rule.id for rule in pack.rules if rule.needs_case}  # the casebook answers for these
    remedy = "put the rule or its values right, or the case where the law has changed"
    for rule, expected in case.expected.items():
        if rule_of(rule) in needs_case:
            continue
        came_out = judged.get(rule, "not judged on this day")
        if came_out != expected:
            told = f"{rule} should be “{_words(expected)}” and is “{_words(came_out)}”"
            yield _fault(case, rule, told, remedy)
    for key, wanted in case.measures.items():
        held = _measure(pupil.measures, key)
        if held is MISSING:
            yield _fault(case, key, f"there is no measure “{key}”", "correct the name of the measure")
        elif held != wanted:
            yield _fault(case, key, f"{key} should be {wanted} and is {held}", remedy)


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
