"""What one pupil's assessment rests on, apart from the pack: as values, and as a sheet holds it.

Only this pupil's: one marks row of a school's register, one line of its pupils file. A sheet is
judged from what it holds and from nothing else, so whatever changes for another child changes
nothing here. Sex and ethnicity are left out, because no rule of any pack can be judged by them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from supportfirst.attendance.casebook.caseworker import CaseFiles
from supportfirst.attendance.casebook.sheet_calendar import calendar_as_json, calendar_from
from supportfirst.attendance.casebook.sheet_parts import Held
from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable
from supportfirst.attendance.casefiles.record_words import RecordWords
from supportfirst.attendance.casefiles.school_file import parse_school
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent, School
from supportfirst.attendance.vocabulary.marks import NOT_RECORDED, Marks
from supportfirst.attendance.vocabulary.moments import as_datetime
from supportfirst.attendance.vocabulary.people import Flag, Pupil, Spell
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Half, Session

Section = dict[str, Any]  # JSON-ready
INPUTS = ("register", "calendar", "pupils", "school", "parents", "history")
TOLD_OF_PUPIL = ("forename", "surname")
TOLD_OF_SPELL = ("school", "phase", "year_group", "class_name")
TOLD_OF_PARENT = ("title", "legal_name", "relationship", "language")
ANSWERS_OF_PARENT = ("parental_responsibility", "day_to_day_care", "address_confidential")


class KeptMark(NamedTuple):
    """One mark by its symbol, which every pack can read. recorded_at: microseconds since 1970 UTC."""

    session: Session
    symbol: str
    recorded_at: int  # or NOT_RECORDED


@dataclass(frozen=True, slots=True)
class PupilInputs:
    """`files` holds this pupil's alone; `pupils_given` False: no pupils file was given."""

    upn: str
    marks: tuple[KeptMark, ...]  # by session, and within one in the order of the files
    calendar: SchoolCalendar
    pupils_given: bool
    pupil: Pupil | None  # None: the file has no row of this pupil
    files: CaseFiles


def marks_of(upn: str, marks: Marks, codes: CodeBook) -> tuple[KeptMark, ...]:
    """One pupil's marks out of a school's."""
    if upn not in marks.upns:
        return ()
    row = marks.upns.index(upn)
    kept = []
    for place, pupil in enumerate(marks.pupil):
        if pupil == row:
            session = Session.of_number(marks.session[place])
            symbol = codes.symbol(marks.code[place], session.half)
            kept.append(KeptMark(session, symbol, marks.recorded_at[place]))
    return tuple(sorted(kept, key=lambda mark: mark.session))


# --- to a sheet ------------------------------------------------------------------------


def register_section(marks: Sequence[KeptMark]) -> Section:
    return {
        "marks": [
            [mark.session.day.isoformat(), mark.session.half.name, mark.symbol, _told(mark.recorded_at)]
            for mark in marks
        ]
    }


def calendar_section(calendar: SchoolCalendar) -> Section:
    return calendar_as_json(calendar)


def pupils_section(pupil: Pupil | None, flags_known: frozenset[str] | None, *, given: bool) -> Section:
    flags = None if flags_known is None else sorted(flags_known)
    return {"given": given, "flags_known": flags, "row": None if pupil is None else _pupil(pupil)}


def school_section(school: School | None) -> Section:
    return {"given": school is not None, "school": None if school is None else _school(school)}


def parents_section(parents: Sequence[Parent] | None) -> Section:
    return {"given": parents is not None, "parents": [_parent(each) for each in parents or ()]}


def history_section(events: Sequence[CaseEvent] | None, unread: frozenset[str]) -> Section:
    """`unread`: the kinds of this pupil's events that were left out for a fault."""
    return {
        "given": events is not None,
        "events": [_event(each) for each in events or ()],
        "unread_kinds": sorted(unread),
    }


def sections_of(inputs: PupilInputs) -> dict[str, Section]:
    """Every part of the inputs by its name."""
    files = inputs.files
    return {
        "register": register_section(inputs.marks),
        "calendar": calendar_section(inputs.calendar),
        "pupils": pupils_section(inputs.pupil, files.flags_known, given=inputs.pupils_given),
        "school": school_section(files.school),
        "parents": parents_section(files.parents),
        "history": history_section(files.history, files.unread.get(inputs.upn, frozenset())),
    }


def _told(recorded_at: int | None) -> str | None:
    if recorded_at is None or recorded_at == NOT_RECORDED:
        return None
    return as_datetime(recorded_at).isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _pupil(pupil: Pupil) -> Section:
    return {
        **{name: getattr(pupil, name) for name in TOLD_OF_PUPIL},
        "date_of_birth": _day(pupil.date_of_birth),
        "ehcp_reviewed_on": _day(pupil.ehcp_reviewed_on),
        "spells": [
            {
                "start": _day(spell.start),
                "leaving": _day(spell.leaving),
                **{name: getattr(spell, name) for name in TOLD_OF_SPELL},
            }
            for spell in pupil.spells
        ],
        "flags": [
            {"name": flag.name, "first": _day(flag.first), "last": _day(flag.last)} for flag in pupil.flags
        ],
        "unclear_flags": sorted(pupil.unclear_flags),
    }


def _school(school: School) -> Section:
    """As a school file would have it: what is not known is left out."""
    told: Section = {
        "urn": school.urn,
        "name": school.name,
        "type": school.type,
        "phase": school.phase,
        "times": dict(school.times),
        "register_closes": dict(school.register_closes),
        "roles": dict(school.roles),
    }
    told = {key: value for key, value in told.items() if value}
    if school.attendance_target is not None:
        told["attendance_target"] = school.attendance_target
    if school.traded is not None:
        told["traded"] = [
            {"from": each.span.first.isoformat(), "to": _day(each.span.last), "traded": each.traded}
            for each in school.traded
        ]
    return told


def _parent(parent: Parent) -> Section:
    names = ("id", *TOLD_OF_PARENT, *ANSWERS_OF_PARENT)
    return {name: getattr(parent, name) for name in names}


def _event(event: CaseEvent) -> Section:
    """As a history file would have it, without the UPN, which stands in the sheet's question."""
    return {
        "id": event.id,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "recorded_at": _told(event.recorded_at),
        "by": {"name": event.by_name, "title": event.by_title},
        "parents": list(event.parents),
        "corrects": event.corrects,
        "data": {name: _value(held) for name, held in event.data.items()},
    }


def _value(held: Any) -> Any:
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, Fraction):  # a number with at most six decimals, in figures
        return f"{float(held):.6f}".rstrip("0")
    return list(held) if isinstance(held, tuple) else held


# --- from a sheet ----------------------------------------------------------------------


class ReadInputs(NamedTuple):
    inputs: PupilInputs
    unreadable: list[Problem]  # events that the pack has no kind for, or not in this form


def read_inputs(upn: str, held: Held, records: Mapping[str, RecordWords]) -> ReadInputs:
    """The inputs that a sheet holds. records: the pack's kinds of event. Raises SheetDamaged."""
    pupils = held["pupils"]
    row = pupils["row"]
    flags = pupils["flags_known"]
    history = held["history"]
    events, unreadable, unread = _read_history(upn, history, records)
    unread |= frozenset(history["unread_kinds"].texts())
    files = CaseFiles(
        school=_read_school(held["school"]),
        parents=_read_parents(upn, held["parents"]),
        history=events,
        flags_known=None if flags.is_blank else frozenset(flags.texts()),
        unread={upn: unread} if unread else {},
    )
    inputs = PupilInputs(
        upn=upn,
        marks=tuple(_read_mark(item) for item in held["register"]["marks"].items()),
        calendar=calendar_from(held["calendar"]),
        pupils_given=pupils["given"].yes_no(),
        pupil=None if row.is_blank else _read_pupil(upn, row),
        files=files,
    )
    return ReadInputs(inputs, unreadable)


def _read_mark(held: Held) -> KeptMark:
    cells = list(held.items())
    if len(cells) != 4:  # noqa: PLR2004, RUF100
        raise held.damaged("a mark is a day, AM or PM, a code, and when it was recorded")
    day, half, symbol, recorded_at = cells
    if half.text() not in Half.__members__:
        raise half.damaged("it is neither AM nor PM")
    moment = recorded_at.moment_or_none()
    session = Session(day.day(), Half[half.text()])
    return KeptMark(session, symbol.text(), NOT_RECORDED if moment is None else moment)


def _read_pupil(upn: str, held: Held) -> Pupil:
    return Pupil(
        upn,
        **{name: held[name].text() for name in TOLD_OF_PUPIL},
        date_of_birth=held["date_of_birth"].day_or_none(),
        ehcp_reviewed_on=held["ehcp_reviewed_on"].day_or_none(),
        spells=tuple(
            Spell(
                spell["start"].day_or_none(),
                spell["leaving"].day_or_none(),
                **{name: spell[name].text() for name in TOLD_OF_SPELL},
            )
            for spell in held["spells"].items()
        ),
        flags=tuple(
            Flag(flag["name"].text(), flag["first"].day_or_none(), flag["last"].day_or_none())
            for flag in held["flags"].items()
        ),
        unclear_flags=frozenset(held["unclear_flags"].texts()),
    )


def _read_school(held: Held) -> School | None:
    given = held["school"]
    if not held["given"].yes_no():
        if not given.is_blank:
            raise given.damaged("no school file was given, and yet there is a school")
        return None
    try:
        read = parse_school(json.dumps(given.value).encode(), name=given.file)
    except CaseFileUnreadable as error:
        raise given.damaged(error.what) from error
    if read.problems:
        raise given.damaged(f"{read.problems[0].column}: {read.problems[0].problem}")
    return read.school


def _read_parents(upn: str, held: Held) -> list[Parent] | None:
    parents = []
    for each in held["parents"].items():
        texts = {name: each[name].text() for name in TOLD_OF_PARENT}
        answers = {name: each[name].yes_no_or_none() for name in ANSWERS_OF_PARENT}
        parents.append(Parent(id=each["id"].text(), upn=upn, **texts, **answers))  # type: ignore[arg-type]
    return parents if held["given"].yes_no() else None


def _read_history(
    upn: str, held: Held, records: Mapping[str, RecordWords]
) -> tuple[list[CaseEvent] | None, list[Problem], frozenset[str]]:
    for item in held["events"].items():
        _check_event(item)
    if not held["given"].yes_no():
        return None, [], frozenset()
    events = [{**item.value, "upn": upn} for item in held["events"].items()]
    read = parse_history(json.dumps(events).encode(), name=held.file, records=records)
    return read.events, read.problems, read.unread.get(upn, frozenset())


def _check_event(held: Held) -> None:
    """That it has the form of an event; whether the pack can use it is another question."""
    for name in ("id", "kind", "on", "corrects"):
        held[name].text()
    for name in ("name", "title"):
        held["by"][name].text()
    held["recorded_at"].moment_or_none()
    held["parents"].texts()
    dict(held["data"].named())
