"""Who was on roll when: the spells of many pupils as arrays.

Both days of a spell are on roll. A blank start, or no row in the pupils file, means
from the pupil's first mark in the input other than Z or # (the administrative class);
a blank leaving means no end. "In the input" is read literally: that first mark counts
even if it is dated on a closed day, or was not yet known at the moment asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.axis import Ints
from supportfirst.attendance.schooldays.school_calendar import (
    SchoolCalendar,
    first_day_of_year,
    last_day_of_year,
)
from supportfirst.attendance.vocabulary.people import Pupil, Spell

NO_END = date.max.toordinal()
NEVER = NO_END + 1  # the start of a spell that no mark begins
UNKNOWN_PUPIL = (Spell(),)


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """Spells in layers: the first of each pupil, the second, …; an empty one ends before it starts."""

    firsts: Ints  # (layers, pupils), day ordinals
    lasts: Ints  # (layers, pupils), day ordinals

    def holds(self, rows: Ints, days: Ints) -> NDArray[np.bool_]:
        """Is each pupil on roll on the day beside it? Arrays of one shape."""
        found = np.zeros(rows.shape, np.bool_)
        for first, last in zip(self.firsts, self.lasts, strict=True):
            found |= (first[rows] <= days) & (days <= last[rows])
        return found

    def by_day(self, days: Ints) -> NDArray[np.bool_]:
        """Shape (pupils, days)."""
        found = np.zeros((self.firsts.shape[1], len(days)), np.bool_)
        for first, last in zip(self.firsts, self.lasts, strict=True):
            found |= (first[:, None] <= days) & (days <= last[:, None])
        return found

    def as_of(self, on: date) -> Ints:
        """The day each pupil is measured to: `on`, or for a leaver the last day on roll."""
        latest: Ints = self.lasts.max(axis=0)
        return np.minimum(latest, np.int32(on.toordinal()))

    def planned(self, calendar: SchoolCalendar, on: date) -> Ints:
        """Sessions of the calendar on roll in the whole year of `on`, what is still ahead included."""
        sessions = calendar.sessions_between(first_day_of_year(on), last_day_of_year(on))
        days, halves = np.unique(
            np.array([session.day.toordinal() for session in sessions], np.int32), return_counts=True
        )
        planned = np.matmul(self.by_day(days), halves, dtype=np.float32)
        return np.asarray(planned, np.int32)


def read_roll(upns: Sequence[str], pupils: Mapping[str, Pupil], first_marks: Ints) -> Roll:
    """The spells of each upn; first_marks (pupils,) are day ordinals, NEVER where there is none."""
    spells = [pupils[upn].spells or UNKNOWN_PUPIL if upn in pupils else UNKNOWN_PUPIL for upn in upns]
    layers = max(map(len, spells), default=1)
    firsts = np.full((layers, len(upns)), NEVER, np.int32)
    lasts = np.zeros((layers, len(upns)), np.int32)
    starts = first_marks.tolist()
    for row, each in enumerate(spells):
        for layer, spell in enumerate(each):
            firsts[layer, row] = starts[row] if spell.start is None else spell.start.toordinal()
            lasts[layer, row] = NO_END if spell.leaving is None else spell.leaving.toordinal()
    return Roll(firsts, lasts)


def is_administrative(codes: CodeBook) -> NDArray[np.bool_]:
    """By code number, shape (64,): Z and #, which put nobody on a roll."""
    found = np.zeros(64, np.bool_)
    for number in codes.numbers():
        found[number] = codes.code(number).statistical_class is StatisticalClass.ADMINISTRATIVE
    return found


def first_marks(pupil: Ints, day: Ints, starts_roll: NDArray[np.bool_], *, pupils: int) -> Ints:
    """The day of each pupil's first mark that puts them on roll; NEVER where there is none."""
    found = np.full(pupils, NEVER, np.int32)
    np.minimum.at(found, pupil[starts_roll], day[starts_roll])
    return found
