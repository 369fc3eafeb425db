"""Registers whose totals are exactly a published row, made of few kinds of pupils.

A row of England has 10⁹ marks, but pupils with the same marks need no telling apart: a register
is a short list of kinds, each with the number of pupils that are of it. Written out in full it is
the register; one pupil of each kind, with the numbers kept beside, is the same register folded.
Nothing here is random. Everybody is present, then away for one reason after another, because
totals are all that is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samples.published_rows import (
    CENSUS_AUTHORISED,
    CENSUS_FILE,
    CENSUS_UNAUTHORISED,
    DAY_FILE,
    PRESENT_AM,
    PRESENT_PM,
    WEEK_FILE,
    CensusPart,
    PublishedRow,
    day_of,
)

Runs = tuple[tuple[str, int], ...]  # codes, each so many times, in order; "" is no mark
ALL, PERSISTENT, OTHERS = "all", "persistent", "others"
YEAR_DAYS = 190
CENSUS_DAYS = 195  # the census has pupils with up to 387 possible sessions in a year
WORKING_DAYS = 5
FIRST_ISO_WEEK_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Kind:
    """Marks that `times` pupils have: mornings and afternoons apart, or one session after another."""

    part: str
    times: int
    mornings: Runs = ()
    afternoons: Runs = ()
    in_order: Runs = ()

    def marks(self, sessions: int) -> list[str]:
        """A code for each session of the period, a morning first; "" for no mark."""
        if self.in_order:
            return _padded(self.in_order, sessions)
        both = zip(
            _padded(self.mornings, sessions // 2), _padded(self.afternoons, sessions // 2), strict=True
        )
        return [code for pair in both for code in pair]


def days_of(row: PublishedRow) -> list[date]:
    """The school days that the row's register has marks for."""
    if row.file == DAY_FILE:
        return [day_of(row)]
    if row.file == WEEK_FILE:
        monday = date.fromisocalendar(FIRST_ISO_WEEK_YEAR, int(row.period.split()[-1]), 1)
        return [monday + timedelta(days=offset) for offset in range(WORKING_DAYS)]
    return weekdays_from(
        date(int(row.period[:4]), 9, 1), CENSUS_DAYS if row.file == CENSUS_FILE else YEAR_DAYS
    )


def weekdays_from(first: date, number: int) -> list[date]:
    """So many Mondays to Fridays; which of them were holidays does not matter to a total."""
    days = (first + timedelta(days=offset) for offset in range(2 * number))
    return [day for day in days if day.weekday() < WORKING_DAYS][:number]


def kinds_of(row: PublishedRow) -> list[Kind]:
    """The kinds of pupils of a row's register; none for a row whose counts are withheld."""
    if row.suppressed:
        return []
    if row.persistent is not None and row.others is not None:
        return list(_census_kinds(row, row.persistent, row.others))
    return list(_session_kinds(row, sessions=2 * len(days_of(row))))


def _session_kinds(row: PublishedRow, *, sessions: int) -> Iterator[Kind]:
    """As few pupils as can hold the marks; the last of them are not marked in every session."""
    half = sessions // 2
    mornings, afternoons = row.codes.get(PRESENT_AM, 0), row.codes.get(PRESENT_PM, 0)
    pupils = -(-max(mornings, afternoons, -(-row.marks // 2)) // half)
    room = pupils * half - mornings
    before: list[tuple[str, int]] = [(PRESENT_AM, mornings)]
    after: list[tuple[str, int]] = [(PRESENT_PM, afternoons)]
    for code, count in row.codes.items():
        if code in (PRESENT_AM, PRESENT_PM):
            continue
        early = min(count, room)
        room -= early
        before.append((code, early))
        after.append((code, count - early))
    for morning, afternoon, times in _side_by_side(_portions(before, half), _portions(after, half)):
        yield Kind(ALL, times, mornings=morning, afternoons=afternoon)


def _census_kinds(row: PublishedRow, persistent: CensusPart, others: CensusPart) -> Iterator[Kind]:
    """Possible and absent sessions shared out as evenly as whole numbers allow, in each part by itself."""
    authorised = _Stream([(code, row.codes.get(code, 0)) for code in CENSUS_AUTHORISED.values()])
    unauthorised = _Stream([(code, row.codes.get(code, 0)) for code in CENSUS_UNAUTHORISED.values()])
    for name, part in ((PERSISTENT, persistent), (OTHERS, others)):
        for times, possible, with_leave, without in _even_shares(part):
            given = _portions(authorised.take(times * with_leave), with_leave)
            not_given = _portions(unauthorised.take(times * without), without)
            present = ((PRESENT_AM, possible - with_leave - without),)
            for first, second, number in _side_by_side(given, not_given, pupils=times):
                yield Kind(name, number, in_order=(*first, *second, *present))


def _even_shares(part: CensusPart) -> Iterator[tuple[int, int, int, int]]:
    """(pupils, possible, authorised, unauthorised) in at most four groups; the first have one more."""
    if not part.enrolments:
        return
    absent = part.authorised + part.unauthorised
    shares = [divmod(number, part.enrolments) for number in (part.possible, absent, part.unauthorised)]
    stops = sorted({part.enrolments, *(more for _, more in shares if more)})
    first = 0
    for stop in stops:
        possible, away, without = (each + (first < more) for each, more in shares)
        yield stop - first, possible, away - without, without
        first = stop


class _Stream:
    """Runs that are taken from the front, so many sessions at a time."""

    def __init__(self, runs: Iterable[tuple[str, int]]) -> None:
        self._left = [[code, count] for code, count in runs if count]

    def take(self, number: int) -> list[tuple[str, int]]:
        taken = []
        while number:
            code, count = self._left[0]
            assert isinstance(code, str)
            assert isinstance(count, int)
            part = min(count, number)
            taken.append((code, part))
            number -= part
            if part == count:
                self._left.pop(0)
            else:
                self._left[0][1] = count - part
        return taken


def _portions(runs: Iterable[tuple[str, int]], width: int) -> list[tuple[Runs, int]]:
    """Runs cut into pupils of `width` sessions; equal neighbours are one portion with a number."""
    portions: list[tuple[Runs, int]] = []
    begun: list[tuple[str, int]] = []
    room = width
    for code, count in runs:
        left = count
        if begun:
            part = min(room, left)
            begun += [(code, part)] if part else []
            room, left = room - part, left - part
            if not room:
                portions.append((tuple(begun), 1))
                begun, room = [], width
        if left >= width:
            portions.append((((code, width),), left // width))
        if left % width if left else 0:
            begun, room = [(code, left % width)], width - left % width
    if begun:
        portions.append((tuple(begun), 1))
    return portions


def _side_by_side(
    first: Sequence[tuple[Runs, int]], second: Sequence[tuple[Runs, int]], *, pupils: int = 0
) -> Iterator[tuple[Runs, Runs, int]]:
    """Two lists of portions over the same pupils; the shorter is followed by pupils with nothing."""
    number = max(pupils, *(sum(times for _, times in part) for part in (first, second)))
    left, right = ([*part, ((), number - sum(times for _, times in part))] for part in (first, second))
    at = [0, 0]
    used = [0, 0]
    done = 0
    while done < number:
        step = min(left[at[0]][1] - used[0], right[at[1]][1] - used[1])
        if step:
            yield left[at[0]][0], right[at[1]][0], step
            done += step
        for side, portions in enumerate((left, right)):
            used[side] += step
            if used[side] == portions[at[side]][1] and at[side] < len(portions) - 1:
                at[side], used[side] = at[side] + 1, 0


def _padded(runs: Runs, length: int) -> list[str]:
    marks = [code for code, count in runs for _ in range(count)]
    assert len(marks) <= length, f"{len(marks)} marks for {length} sessions"
    return marks + [""] * (length - len(marks))
