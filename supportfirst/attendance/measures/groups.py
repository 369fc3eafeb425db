"""Figures of groups of pupils: a school, a phase, a year group, a class, a sex, a flag.

Every percentage is a ratio of sums, never an average of percentages: all absent sessions of
a group over all its possible sessions. What is counted is the enrolment, a spell on one roll,
so a pupil who moved school is two, each with the marks inside its spell. An enrolment is in a
flag's group if the flag held on its last day in the period; the contract is silent, and this
is how the school census reads characteristics (as at a day, for the whole period).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED, CodeBook
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.tallies import CODE_NUMBERS, Cells, Counts, spell_rows
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half

NOT_KNOWN = "not known"
FLAG_HELD, FLAG_NOT_RECORDED = "yes", "no record"
SPELL_GROUPS = {"school": "school", "phase": "phase", "year": "year_group", "class": "class_name"}
PUPIL_GROUPS = {"sex": "sex", "ethnicity": "ethnicity"}
CROSSED_BY = "+"  # year+sex is one table of every year group by sex


@dataclass(frozen=True, slots=True)
class AbsenceShares:
    """The shares of possible sessions, from the pack, at which absence is persistent and severe.

    None where the pack has no value for the day: then nobody is counted, and no count may be shown.
    """

    persistent: Fraction | None
    severe: Fraction | None


@dataclass(frozen=True, slots=True)
class Enrolments:
    """Spells on roll with their counts by code; rows of all parts belong together."""

    counts: Counts  # (enrolments, PLACES)
    pupils: Sequence[Pupil]
    spells: Sequence[Spell]


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """The sums of one group; two of disjoint enrolments add up to those of both together."""

    enrolments: int = 0
    enrolments_with_possible: int = 0
    persistently_absent: int = 0
    severely_absent: int = 0
    by_symbol: Mapping[str, int] = field(default_factory=dict)
    attended: int = 0
    authorised: int = 0
    unauthorised: int = 0
    late: int = 0
    unmarked: int = 0

    def __add__(self, other: GroupTotals) -> GroupTotals:
        symbols = {*self.by_symbol, *other.by_symbol}
        return GroupTotals(
            enrolments=self.enrolments + other.enrolments,
            enrolments_with_possible=self.enrolments_with_possible + other.enrolments_with_possible,
            persistently_absent=self.persistently_absent + other.persistently_absent,
            severely_absent=self.severely_absent + other.severely_absent,
            by_symbol={s: self.by_symbol.get(s, 0) + other.by_symbol.get(s, 0) for s in sorted(symbols)},
            attended=self.attended + other.attended,
            authorised=self.authorised + other.authorised,
            unauthorised=self.unauthorised + other.unauthorised,
            late=self.late + other.late,
            unmarked=self.unmarked + other.unmarked,
        )

    @property
    def possible(self) -> int:
        return self.attended + self.authorised + self.unauthorised


@dataclass(frozen=True, slots=True)
class Table:
    """One way of dividing the enrolments: `groups` in order, `members` the group of each enrolment."""

    by: str
    groups: Sequence[str]
    members: NDArray[np.intp]  # (enrolments,) places in `groups`
    totals: Sequence[GroupTotals]


@dataclass(frozen=True, slots=True)
class Summary:
    total: GroupTotals
    tables: Sequence[Table]


def enrolments_in(rows: PupilRows, pupils: Sequence[Pupil] | None, *, first: date) -> Enrolments:
    """The spells of built rows that have a session from `first` to the day the rows were built for.

    A pupil without a row in the pupils file has one spell, about which nothing is known.
    """
    assert len(rows.axes) == 1, "figures by group are of rows that share one calendar"
    days = rows.axes[0].days
    begin = int(np.searchsorted(days, first.toordinal()))
    sessions = np.repeat(days[begin:] * 2, 2)
    sessions[1::2] += 1
    known = {pupil.upn: pupil for pupil in pupils or ()}
    each = [known.get(upn) or Pupil(upn) for upn in rows.upns]
    return enrolments_of(rows.cells[:, begin * 2 : len(days) * 2], sessions, each)


def enrolments_of(cells: Cells, column_sessions: NDArray[np.int32], pupils: Sequence[Pupil]) -> Enrolments:
    """The spells that have a session in these columns.

    cells            (pupils, columns)  code numbers, UNMARKED, or OUTSIDE where not on roll
    column_sessions  (columns,)         session numbers
    pupils           one a row
    """
    counts, places, spells = spell_rows(cells, column_sessions, list(pupils))
    return Enrolments(counts, [pupils[place] for place in places], spells)


def summarise(
    enrolments: Enrolments, *, by: Sequence[str], on: date, codes: CodeBook, shares: AbsenceShares
) -> Summary:
    """Totals of everything, and one table for each name in `by` (school, phase, year, class, sex, a flag).

    `on` is the last day of the period: a flag is read on it, or on the last day of a spell that
    had ended. A name such as year+sex crosses two. A group without enrolments has no row.
    """
    columns = _columns_of(enrolments.counts, codes, shares)
    total = columns.totals(np.zeros(len(enrolments.spells), dtype=np.intp), 1)[0]
    tables = []
    for name in by:
        groups, members = divided_by(name, enrolments, on)
        tables.append(Table(name, groups, members, columns.totals(members, len(groups))))
    return Summary(total, tables)


def divided_by(name: str, enrolments: Enrolments, on: date) -> tuple[list[str], NDArray[np.intp]]:
    """The groups of a name in order, and the place among them of each enrolment."""
    labels = _labels(name, enrolments, on)
    groups = sorted(set(labels), key=_natural)
    place = {label: number for number, label in enumerate(groups)}
    return groups, np.fromiter((place[label] for label in labels), dtype=np.intp, count=len(labels))


def known_groups(pupils: Sequence[Pupil]) -> list[str]:
    """Names that can be grouped by, the flags that any pupil has among them."""
    flags = {flag.name for pupil in pupils for flag in pupil.flags}
    return [*SPELL_GROUPS, *PUPIL_GROUPS, *sorted(flags)]


def _labels(name: str, enrolments: Enrolments, on: date) -> list[str]:
    """The group of each enrolment; crossed names are joined with a comma."""
    parts = [_simple_labels(part, enrolments, on) for part in name.split(CROSSED_BY)]
    return parts[0] if len(parts) == 1 else [", ".join(labels) for labels in zip(*parts, strict=True)]


def _simple_labels(name: str, enrolments: Enrolments, on: date) -> list[str]:
    if name in SPELL_GROUPS:
        return [getattr(spell, SPELL_GROUPS[name]) or NOT_KNOWN for spell in enrolments.spells]
    if name in PUPIL_GROUPS:
        return [getattr(pupil, PUPIL_GROUPS[name]) or NOT_KNOWN for pupil in enrolments.pupils]
    return [
        FLAG_HELD if _flag_holds(pupil, name, _last_day(spell, on)) else FLAG_NOT_RECORDED
        for pupil, spell in zip(enrolments.pupils, enrolments.spells, strict=True)
    ]


def _flag_holds(pupil: Pupil, name: str, day: date) -> bool:
    return any(flag.name == name and flag.holds_on(day) for flag in pupil.flags)


def _last_day(spell: Spell, on: date) -> date:
    return on if spell.leaving is None else min(on, spell.leaving)


def _natural(label: str) -> tuple[bool, int, str]:
    """Year groups by number, other labels by letter, what is not known last."""
    return (label == NOT_KNOWN, int(label) if label.isdecimal() else 0, label)


_PUPILS = ("enrolments", "enrolments_with_possible", "persistently_absent", "severely_absent")
_SESSIONS = ("attended", "authorised", "unauthorised", "late", "unmarked")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The figures of each enrolment, one row a figure, ready to be added up by group."""

    figures: Sequence[NDArray[np.int32]]  # _PUPILS, _SESSIONS, then symbols; each (enrolments,)
    symbols: Sequence[str]  # as marks are shown; one may stand twice, once a class

    def totals(self, members: NDArray[np.intp], groups: int) -> list[GroupTotals]:
        """The sums of each group, in the order of the groups.

        `bincount` adds in double precision, which is exact for whole numbers below 2 ** 53.
        """
        summed = [np.bincount(members, weights=figure, minlength=groups) for figure in self.figures]
        return [self._one([int(figure[group]) for figure in summed]) for group in range(groups)]

    def _one(self, row: list[int]) -> GroupTotals:
        names = (*_PUPILS, *_SESSIONS)
        by_symbol: dict[str, int] = {}
        for symbol, count in zip(self.symbols, row[len(names) :], strict=True):
            if count:
                by_symbol[symbol] = by_symbol.get(symbol, 0) + count
        return GroupTotals(by_symbol=dict(sorted(by_symbol.items())), **dict(zip(names, row, strict=False)))


def _columns_of(counts: Counts, codes: CodeBook, shares: AbsenceShares) -> _Columns:
    """What each enrolment adds to each sum."""
    used = [int(place) for place in np.flatnonzero(counts.any(axis=0))]
    kinds = {place: _adds_to(place, codes) for place in used}
    column = {place: counts[:, place].astype(np.int32) for place in used}
    nothing = np.zeros(len(counts), np.int32)
    sessions = [
        sum((column[place] for place in used if kinds[place][kind]), start=nothing)
        for kind in range(len(_SESSIONS))
    ]
    absent = sessions[1] + sessions[2]
    possible = sessions[0] + absent
    pupils = [
        np.ones(len(counts), np.int32),
        (possible > 0).astype(np.int32),
        _at_least(shares.persistent, absent, possible),
        _at_least(shares.severe, absent, possible),
    ]
    coded = [place for place in used if place % CODE_NUMBERS not in (UNMARKED, OUTSIDE)]
    symbols = [codes.symbol(place % CODE_NUMBERS, Half(place // CODE_NUMBERS)) for place in coded]
    return _Columns([*pupils, *sessions, *(column[place] for place in coded)], symbols)


def _adds_to(place: int, codes: CodeBook) -> tuple[bool, ...]:
    """Which of _SESSIONS a place of the counts belongs to."""
    number = place % CODE_NUMBERS
    if number in (UNMARKED, OUTSIDE):
        return (False, False, False, False, number == UNMARKED)
    code = codes.code(number)
    kind = code.statistical_class
    authorised = kind is StatisticalClass.AUTHORISED
    unauthorised = kind is StatisticalClass.UNAUTHORISED
    return (kind.is_attendance, authorised, unauthorised, code.late, False)


def _at_least(
    share: Fraction | None, absent: NDArray[np.int32], possible: NDArray[np.int32]
) -> NDArray[np.int32]:
    """1 where absent / possible is at least a share, in whole numbers; 0 where nothing is possible."""
    if share is None:
        return np.zeros(len(absent), np.int32)
    part, whole = absent.astype(np.int64), possible.astype(np.int64)
    reached = (part * share.denominator >= whole * share.numerator) & (whole > 0)
    return reached.astype(np.int32)
