"""Worked cases: a register, a day, and what each rule must then say.

They stand beside the rules and are written for people who know the law: a change of the law
changes a case first. Each is one pupil, and comes out as the three files that the command
line takes, so that it is proved from outside. `policy/README.md` describes the format.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.case_files import (
    CaseFiles,
    flag_columns,
    history_file,
    parents_file,
    read_case_files,
    read_dates,
    school_file,
)
from supportfirst.attendance.packs.case_marks import (
    CaseCalendar,
    CaseMark,
    read_grid,
    read_runs,
    read_spans,
)
from supportfirst.attendance.packs.fields import Faults, Fields
from supportfirst.attendance.packs.shape import RuleKind
from supportfirst.attendance.packs.text_form import Node, Scalar
from supportfirst.attendance.vocabulary.problems import Problem

CASE_FILES = ("worked_cases/*.yaml",)
CANNOT_TELL = "cannot_tell"
MEASURED = ("met", "not_met")
STATUSES: Mapping[RuleKind, tuple[str, ...]] = {  # what an item of each kind may be, beside cannot_tell
    RuleKind.STAGE: MEASURED,
    RuleKind.PROMPT: MEASURED,
    RuleKind.LIST: MEASURED,
    RuleKind.STEP: ("due", "done", "not_due"),
    RuleKind.HOLD: ("in_force", "not_in_force"),
    RuleKind.EVIDENCE: ("met", "missing", "answered", "not_asked"),
    RuleKind.ROUTE: ("open", "shut", "not_in_view"),
}
OUTCOMES = tuple(dict.fromkeys((*(word for words in STATUSES.values() for word in words), CANNOT_TELL)))
PUPIL = "N999200000001"  # an invented pupil; the check letter is right


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One pupil on one day, and what must be said of them."""

    pack: str  # the folder of the pack that judges it
    file: str
    line: int
    title: str  # of its file: the question that the cases answer
    name: str
    says: str
    requirements: tuple[str, ...]
    calendar: CaseCalendar
    marks: tuple[CaseMark, ...]
    on: date
    born: date | None
    start: date | None
    leaving: date | None
    expected: Mapping[str, str]  # rule id, with “@” and whom it stands for, to its outcome
    measures: Mapping[str, object]  # dotted key to the JSON value it must have
    shows: tuple[str, ...]  # fragments of what an officer sees
    shows_parent: tuple[str, ...]  # and of what a parent sees
    files: CaseFiles = field(default_factory=CaseFiles)
    dates: Mapping[str, Mapping[str, date | None]] = field(default_factory=dict)  # as in `expected`
    hides: tuple[str, ...] = ()  # fragments that an officer must not see
    states: Mapping[str, str] = field(default_factory=dict)  # a value's name to what it says on the day

    @property
    def upn(self) -> str:
        return PUPIL


def read_cases(folder: Path | str) -> tuple[list[WorkedCase], list[Problem]]:
    """Every worked case of a pack's folder, and what is wrong with the others. Never raises."""
    text = read_folder(Path(folder), CASE_FILES)
    faults = Faults(list(text.problems))
    cases: list[WorkedCase] = []
    for document in text.documents.values():
        cases += _of_file(document, text.name, faults)
    return cases, faults.found


def register_csv(case: WorkedCase) -> bytes:
    """The case's marks as a long register (`register/1`)."""
    rows = ((case.upn, mark.session.day, mark.session.half.name, mark.code) for mark in case.marks)
    return _csv(("upn", "date", "session", "code"), rows)


def calendar_csv(case: WorkedCase) -> bytes:
    """The case's calendar (`calendar/1`)."""
    terms = [(span.first, span.last, "term", "") for span in case.calendar.terms]
    closed = [(span.first, span.last, "closed", "") for span in case.calendar.closed]
    return _csv(("start", "end", "kind", "note"), [*terms, *closed])


def pupils_csv(case: WorkedCase) -> bytes:
    """The case's pupil (`pupils/1`); a birthday that the case does not give stays blank."""
    row = (case.upn, "Ada", "Example", case.born, case.start, case.leaving)
    heading = ("upn", "forename", "surname", "date_of_birth", "start_date", "leaving_date")
    more = flag_columns(case.files)
    return _csv((*heading, *more), [(*row, *more.values())])


def school_json(case: WorkedCase) -> bytes | None:
    """The case's school (`school/1`); None where the case has none."""
    return school_file(case.files)


def parents_csv(case: WorkedCase) -> bytes | None:
    """The case's parents (`parents/1`); None where the case has none."""
    return parents_file(case.files, case.upn)


def history_json(case: WorkedCase) -> bytes | None:
    """What was recorded in the case (`history/1`); None where there is no such file."""
    return history_file(case.files, case.upn)


def rule_of(name: str) -> str:
    """The rule of a name in `expected`: `rule`, `rule@parent` or `rule@record`."""
    return name.partition("@")[0]


def _csv(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(["" if cell is None else str(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a file says once for all of its cases."""

    pack: str
    title: str
    says: str
    requirements: tuple[str, ...]
    calendar: CaseCalendar | None
    born: date | None
    files: CaseFiles


def _of_file(document: Node, pack: str, faults: Faults) -> list[WorkedCase]:
    fields = Fields(document, faults, "worked cases")
    shared = _Shared(
        pack=pack,
        title=fields.text("title", required=True),
        says=fields.text("says", required=True),
        requirements=fields.texts("requirements"),
        calendar=_calendar(fields, faults),
        born=fields.day("born"),
        files=read_case_files(fields),
    )
    cases = [_case(node, shared, faults) for node in fields.tables("cases", required=True)]
    fields.finish()
    return [case for case in cases if case is not None]


def _calendar(fields: Fields, faults: Faults) -> CaseCalendar | None:
    held = fields.take("calendar")
    if held is None:
        return None
    inner = Fields(held, faults, f"{fields.what}, calendar")
    calendar = CaseCalendar(read_spans(inner, "terms", required=True), read_spans(inner, "closed"))
    inner.finish()
    return calendar


def _case(node: Node, shared: _Shared, faults: Faults) -> WorkedCase | None:
    fields = Fields(node, faults, "worked case")
    name = fields.text("name", required=True)
    fields.what = f"worked case “{name}”"
    says = fields.text("says")
    on = fields.day("on", required=True)
    calendar = _calendar(fields, faults) or shared.calendar
    if calendar is None:
        fields.fault("missing-calendar", "it has no calendar", "add “calendar:” to the case or its file")
        calendar = CaseCalendar(())
    marks = _marks(fields, calendar)
    case = WorkedCase(
        pack=shared.pack,
        file=node.file,
        line=node.line,
        title=shared.title,
        name=name,
        says=says or shared.says,
        requirements=(*shared.requirements, *fields.texts("requirements")),
        calendar=calendar,
        marks=marks,
        on=on or date.min,
        born=None if fields.yes_no("birthday_unknown", default=False) else fields.day("born") or shared.born,
        start=fields.day("start"),
        leaving=fields.day("leaving"),
        expected=_expected(fields),
        measures={key: _json(held) for key, held in fields.named("measures").items()},
        shows=fields.texts("shows"),
        shows_parent=fields.texts("shows_parent"),
        files=read_case_files(fields).over(shared.files),
        dates=read_dates(fields),
        hides=fields.texts("hides"),
        states={name: _text(held) for name, held in fields.named("states").items()},
    )
    fields.take("born")
    fields.finish()
    return case if on is not None and name else None


def _marks(fields: Fields, calendar: CaseCalendar) -> tuple[CaseMark, ...]:
    first = fields.day("marks_from")
    runs = read_runs(fields, calendar, first)
    held = fields.take("grid")
    grid = read_grid(fields, held.text) if isinstance(held, Scalar) else ()
    if not runs and not grid:
        fields.fault("missing-marks", "it has no marks", "add “marks:” or “grid:”")
    return (*runs, *grid)


def _expected(fields: Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule, held in fields.named("expected").items():
        text = held.text if isinstance(held, Scalar) else ""
        if text in OUTCOMES:
            found[rule] = text
        else:
            told = f"“{text}” is not an outcome of {rule}"
            fields.fault("bad-outcome", told, f"use one of {', '.join(OUTCOMES)}", key="expected")
    return found


def _text(held: Node) -> str:
    return held.text if isinstance(held, Scalar) else ""


def _json(held: Node) -> object:
    """A number, true, false or null as JSON reads it, anything else as text."""
    text = _text(held)
    try:
        return json.loads(text)
    except ValueError:
        return text
