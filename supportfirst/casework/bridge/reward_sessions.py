"""Sessions of a whole school as a list of rewards counts them: from the pupils' years, one query a period.

A code that is left out counts neither for nor against a child. A session without a mark is not known; where
codes are left out, so is one whose reason nobody knows yet, since it may become one of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.attendance.codes.codebook import UNMARKED
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.vocabulary.sessions import Session
from supportfirst.casework.bridge.marks import translated
from supportfirst.casework.bridge.pupil_years import place_of
from supportfirst.casework.bridge.school_files import calendar_of
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.store.models import Enrolment, PupilYear, School

ATTENDED, MISSED, LEFT_OUT, NOT_KNOWN, NOT_POSSIBLE = b"p", b"a", b"o", b"?", b"."


@dataclass(frozen=True, slots=True)
class Tally:
    """One child's sessions of a period."""

    attended: int = 0
    missed: int = 0
    left_out: int = 0
    not_known: int = 0
    elsewhere: int = 0  # of the school's, while the child was not on its roll

    @property
    def possible(self) -> int:
        return self.attended + self.missed

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.attended + other.attended,
            self.missed + other.missed,
            self.left_out + other.left_out,
            self.not_known + other.not_known,
            self.elsewhere + other.elsewhere,
        )


def tallies(
    school: School,
    pack: Pack,
    first: date,
    last: date,
    leaves_out: Collection[str],
    stays: Iterable[Enrolment],
) -> Mapping[UUID, Tally]:
    """By pupil, over a span within one school year. `stays`: at the school, of those who are asked about."""
    try:
        sessions = calendar_of(school, pack).sessions_between(first, last)
    except CalendarUnusable:
        sessions = ()
    if not sessions:
        return {}
    places = [place_of(each.day, int(each.half)) for each in sessions]
    days, school_year = [each.day for each in sessions], places[0].school_year
    offsets = [place.offset for place in places]
    table = _table(pack, leaves_out, last)
    held = PupilYear.objects.filter(enrolment__school=school, school_year=school_year)
    years = {enrolment: bytes(marks) for enrolment, marks in held.values_list("enrolment_id", "marks")}
    letters: dict[UUID, bytes] = defaultdict(bytes)
    for stay in stays:
        raw = years.get(stay.pk)
        low, high = _on_roll(stay, days)
        if raw is None:
            letters[stay.pupil_id] += NOT_KNOWN * (high - low)
        elif low < high:
            told = translated(raw, school_year, pack.codes).translate(table)
            letters[stay.pupil_id] += bytes(map(told.__getitem__, offsets[low:high]))
        else:
            letters[stay.pupil_id] += b""
    return {pupil: _tally(told, sessions) for pupil, told in letters.items()}


def _on_roll(stay: Enrolment, days: Sequence[date]) -> tuple[int, int]:
    """Which places of the sessions' days a stay covers."""
    low = bisect_left(days, stay.first_day)
    high = len(days) if stay.last_day is None else bisect_right(days, stay.last_day)
    return low, max(low, high)


def _tally(letters: bytes, sessions: Sequence[Session]) -> Tally:
    return Tally(
        letters.count(ATTENDED),
        letters.count(MISSED),
        letters.count(LEFT_OUT),
        letters.count(NOT_KNOWN),
        len(sessions) - len(letters),
    )


def _table(pack: Pack, leaves_out: Collection[str], day: date) -> bytes:
    """From the code book's numbers to letters. A number stands for one symbol with one meaning."""
    unexplained = unexplained_code(pack, day)
    table = bytearray(NOT_POSSIBLE * 256)
    table[UNMARKED] = NOT_KNOWN[0]
    for number in pack.codes.numbers():
        code = pack.codes.code(number)
        if code.statistical_class.is_attendance:
            table[number] = ATTENDED[0]
        elif code.symbol in leaves_out:
            table[number] = LEFT_OUT[0]
        elif code.symbol == unexplained and leaves_out:
            table[number] = NOT_KNOWN[0]
        elif code.statistical_class.is_absence:
            table[number] = MISSED[0]
    return bytes(table)
