"""A school's ledger as the files that the command line reads: marks with their moments, calendar, pupils.

`supportfirst assess --known-at` makes of them the figures that the site shows of any moment. Of the children
there stand the number, the date of birth and the days on the roll, and nothing else. Of a moment the roll and
the calendar are written as they stood then.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TextIO

from supportfirst.casework.bridge.as_they_stood import Stood
from supportfirst.casework.bridge.child_ledger import steps_of_school
from supportfirst.casework.bridge.school_files import calendar_lines, spells_of
from supportfirst.casework.store.models import Amendment, Enrolment, School

REGISTER = ("upn", "date", "session", "code", "recorded_at", "recorded_by", "recorded_by_title", "reason")
PUPILS = ("upn", "date_of_birth", "start_date", "leaving_date")
HALVES = ("AM", "PM")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def write_register(school: School, known_at: datetime | None, out: TextIO) -> int:
    """Every step of every mark, as it was recorded; how many there are."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REGISTER)
    upns = dict(Enrolment.objects.filter(school=school).values_list("pk", "pupil__upn"))
    written = 0
    for step in steps_of_school(school, known_at):
        moment = step.moment.astimezone(UTC).isoformat()
        said = [_inert(text) for text in (step.name, step.title, step.reason)]
        writer.writerow([upns[step.enrolment], step.day, HALVES[step.half], step.symbol, moment, *said])
        written += 1
    return written


def write_pupils(school: School, stood: Stood | None, out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PUPILS)
    writer.writerows(_stays(school, stood))


def _stays(school: School, stood: Stood | None) -> Iterator[Sequence[object]]:
    for stay in spells_of(school, stood=stood):
        yield stay.pupil.upn, stay.pupil.date_of_birth or "", stay.first_day, stay.last_day or ""


def write_calendar(school: School, stood: Stood | None, out: TextIO) -> None:
    out.write(calendar_lines(school, stood))


def marks_struck_out(school: School, known_at: datetime | None) -> int:
    """How many marks were struck out: what stood before is in no file."""
    held = Amendment.objects.filter(school=school, new="")
    return held.count() if known_at is None else held.filter(recorded_at__lte=known_at).count()


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
