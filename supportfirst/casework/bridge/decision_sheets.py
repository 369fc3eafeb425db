"""A decision's sheet: made when somebody decides, judged again years later, and put into words for a reader.

Made and read by the core alone; here its bytes meet the rows. Nothing loads the compiled kernel.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from supportfirst import __version__
from supportfirst.attendance.assessment.readers import Reader, in_words
from supportfirst.attendance.casebook.rerun import Rerun, Sheet, read_sheet, rerun
from supportfirst.attendance.casebook.sheet import ACTED_ON, DECLINED, Decision, decision_section
from supportfirst.attendance.casebook.sheet_inputs import sections_of
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from supportfirst.attendance.packs.load import UnknownPack
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.bridge.child_assessment import (
    SchoolThen,
    child_sheet,
    child_then,
    layers_kept,
    school_of_many,
)
from supportfirst.casework.store.models import DecisionSheet, Enrolment

__all__ = ["ACTED_ON", "DECLINED", "Decision", "SchoolThen", "Sheet", "school_of_many"]


class SheetUnreadable(AttendanceError):
    """The bytes that are kept are no sheet any more, or its pack does not ship with this program."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet that was just made."""

    packed: bytes
    seal: str
    outcome: str  # what the rule said; "" of a whole row
    first_day: date  # of the marks that it holds; without any the day that is asked about


@dataclass(frozen=True, slots=True)
class Again:
    """What a sheet came to when it was judged again."""

    same: bool
    changed: Sequence[str]
    came_out: Sequence[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept sheet: judged again from what it holds, and in the words of one reader from the same."""

    seal: str
    pack: str
    again: Again
    words: Sequence[str]


def keep_sheet(
    enrolment: Enrolment, moment: datetime, rule: str, decision: Decision, at_school: SchoolThen | None = None
) -> Kept:
    """The sheet of a decision as known then. at_school: the school as known then, where it is read already.

    Raises RuleNotJudged, DayOutsidePack, CalendarUnusable.
    """
    document = child_sheet(enrolment, moment, rule, decision_section(decision), at_school)
    answer = document["result"]["answer"]
    marks = document["inputs"]["register"]["marks"]
    first = marks[0][0] if marks else document["question"]["on"]
    return Kept(
        packed=zlib.compress(sheet_bytes(document)),
        seal=document["seal"]["chain"],
        outcome=answer or "",
        first_day=date.fromisoformat(first),
    )


def unpacked(row: DecisionSheet) -> Sheet:
    """The sheet itself, for what is asked of it below. Raises SheetUnreadable."""
    try:
        sheet = read_sheet(zlib.decompress(bytes(row.sheet)), name="sheet")
        layers_kept(sheet.pack_id)
    except zlib.error as error:
        raise SheetUnreadable(
            what="the sheet's bytes can't be read", where=str(row.pk), remedy="restore it from a backup"
        ) from error
    except UnknownPack as error:
        raise SheetUnreadable(what=error.what, where=str(row.pk), remedy=error.remedy) from error
    return sheet


def opened(sheet: Sheet, *, for_parent: bool) -> Opened:
    done = rerun(sheet, layers_kept(sheet.pack_id), today={}, version=__version__)
    then, reader = done.then, Reader.PARENT if for_parent else Reader.OFFICER
    words = list(in_words(then.assessment, then.pupil, reader=reader, parent=None, told_history=True))
    return Opened(sheet.document["seal"]["chain"], then.assessment.pack.title, _again(done), words)


def same_as_then(sheet: Sheet, enrolment: Enrolment, now: datetime) -> Again:
    """The same question put to the records as they are known now; what changed is named.

    Marks and events of later days are passed over: they answer another question.
    """
    on = sheet.question.on
    inputs = child_then(enrolment, now, on).inputs()
    files = inputs.files
    events = [each for each in files.history or () if each.on <= on]
    held = replace(
        inputs,
        marks=tuple(mark for mark in inputs.marks if mark.session.day <= on),
        files=replace(files, history=events),
    )
    return _again(rerun(sheet, layers_kept(sheet.pack_id), today=sections_of(held), version=__version__))


def records_on(sheet: Sheet) -> Collection[UUID]:
    """The events of the chronology that the sheet holds, with all their words."""
    return {UUID(event["id"]) for event in sheet.inputs["history"]["events"]}


def sheet_data(row: DecisionSheet) -> bytes:
    """The sheet's own bytes, as it was written. Raises SheetUnreadable."""
    return unpacked(row).data


def _again(done: Rerun) -> Again:
    return Again(done.same, done.changed, done.came_out)
