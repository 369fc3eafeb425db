"""Since when the lines of a row hold that is stored for the first time: the days before are assessed too.

Otherwise everything would be new in a school's first week, and “new” would say nothing. Only the worker
imports this file, as it does `assessing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.bridge.assessing import assessed, reasons_of
from supportfirst.casework.bridge.reasons import LEFT, same_reason
from supportfirst.casework.bridge.school_files import spells_of
from supportfirst.casework.store.models import Assessed, Enrolment, School

BACK = 7  # days: what held so long ago is new to nobody

Held = Mapping[str, set[tuple[Any, ...]]]  # by UPN, the lines that held on a day


def tell_since(school: School, rows: Sequence[Assessed], on: date) -> None:
    """Write into the lines of these rows since when they hold.

    A week ago is asked about all of them, and each day since only of those who have a line that did not hold
    then: they are few.
    """
    spells = spells_of(school, [row.enrolment.pupil_id for row in rows])
    first = on - timedelta(days=BACK)
    held = _held_on(school, first, spells)
    if held is None:
        return
    newer: dict[int, Assessed] = {}
    for row in rows:
        upn = row.enrolment.pupil.upn
        for reason in _lines(row):
            if same_reason(reason) in held.get(upn, ()):
                reason.update(since=first.isoformat(), or_before=True)
            else:
                newer[row.pk] = row
    _tell_days(
        school, list(newer.values()), [first + timedelta(days=days) for days in range(1, BACK)], spells
    )


def _tell_days(
    school: School, rows: Sequence[Assessed], days: Sequence[date], spells: Sequence[Enrolment]
) -> None:
    """The day on which each of the other lines came about: the first of those on which it held to the end."""
    pupils = {row.enrolment.pupil_id for row in rows}
    theirs = [spell for spell in spells if spell.pupil_id in pupils]
    for day in days if theirs else ():
        held = _held_on(school, day, theirs) or {}
        for row in rows:
            for reason in _lines(row):
                if reason.get("or_before"):
                    continue
                if same_reason(reason) in held.get(row.enrolment.pupil.upn, ()):
                    reason.setdefault("since", day.isoformat())
                else:
                    reason.pop("since", None)


def _lines(row: Assessed) -> list[dict[str, Any]]:
    return [reason for reason in row.reasons if reason["kind"] != LEFT]


def _held_on(school: School, day: date, spells: Sequence[Enrolment]) -> Held | None:
    """None where the pack or the calendar can't answer for the day."""
    try:
        found = assessed(school, day, list(spells))
    except AttendanceError:
        return None
    return {pupil.upn: {same_reason(each) for each in reasons_of(pupil)} for pupil in found.pupils}
