"""The period of evidence that an authority asks for before it takes a referral.

A period is so many school weeks ending with the week of the assessment. The shortest
one is tried first, then a week more at a time; where a longer one must also hold a
majority of unauthorised absence, that is part of the test. The first that passes is
told; where none does, the shortest, so that the reason shows how far off it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple


class Counted(NamedTuple):
    """The part of a mark of absence that a period of evidence asks about."""

    day: date
    unauthorised: bool
    unexplained: bool


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What the pack asks: so many school weeks, so many unauthorised marks, and a share if longer."""

    min_school_weeks: int
    min_unauthorised: int
    majority_over: Fraction  # of the absence marks, strictly more than this share
    majority_if_weeks_over: int  # the share is asked only of a period longer than this


@dataclass(frozen=True, slots=True)
class EvidencePeriod:
    first_day: date
    last_day: date
    weeks: int
    unauthorised: int
    absent: int
    n_marks: int

    def passes(self, rule: EvidenceRule) -> bool:
        if self.weeks < rule.min_school_weeks or self.unauthorised < rule.min_unauthorised:
            return False
        return (
            self.weeks <= rule.majority_if_weeks_over or self.unauthorised > rule.majority_over * self.absent
        )


def best_period(
    *, mondays: Sequence[date], marks: Sequence[Counted], on: date, rule: EvidenceRule
) -> EvidencePeriod | None:
    """The shortest period ending in the week of `on` that passes, or the shortest allowed one.

    mondays: of the school weeks up to `on`, oldest first; None when there are none.
    """
    if not mondays:
        return None
    periods = _Periods(mondays, marks, on)
    shortest = min(rule.min_school_weeks, len(mondays))
    first_try = periods.of(shortest)
    if sum([mark.unauthorised for mark in marks]) < rule.min_unauthorised:
        return first_try
    for weeks in range(shortest, len(mondays) + 1):
        period = periods.of(weeks)
        if period.passes(rule):
            return period
    return _nearest(periods, shortest, rule)


def _nearest(periods: _Periods, shortest: int, rule: EvidenceRule) -> EvidencePeriod:
    """Where a longer period has marks enough but no majority, show that one: it is the reason."""
    for weeks in range(shortest, len(periods.mondays) + 1):
        period = periods.of(weeks)
        if period.unauthorised >= rule.min_unauthorised:
            return period
    return periods.of(shortest)


class _Periods:
    """Any period that ends in the week of the day; each mark is laid in its week once, for all of them."""

    def __init__(self, mondays: Sequence[date], marks: Sequence[Counted], on: date) -> None:
        self.mondays = mondays
        self._last = min(on, mondays[-1] + timedelta(days=6))
        absent, unauthorised, unexplained = ([0] * len(mondays) for _ in range(3))
        for mark in marks:
            week = bisect_right(mondays, mark.day) - 1
            if week >= 0 and mark.day <= self._last:
                absent[week] += 1
                unauthorised[week] += mark.unauthorised
                unexplained[week] += mark.unexplained
        self._absent, self._unauthorised = _added_up(absent), _added_up(unauthorised)
        self._unexplained = _added_up(unexplained)

    def of(self, weeks: int) -> EvidencePeriod:
        """The period of so many weeks."""
        return EvidencePeriod(
            first_day=self.mondays[-weeks],
            last_day=self._last,
            weeks=weeks,
            unauthorised=self._unauthorised[weeks - 1],
            absent=self._absent[weeks - 1],
            n_marks=self._unexplained[weeks - 1],
        )


def _added_up(weekly: Sequence[int]) -> Sequence[int]:
    """How many in the last week, in the last two, and so on."""
    return list(accumulate(reversed(weekly)))
