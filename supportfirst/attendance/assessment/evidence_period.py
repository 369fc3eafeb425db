"""The period of evidence that an authority asks for before it takes a referral.

A period is so many school weeks ending with the week of the assessment. The shortest
one is tried first, then a week more at a time; where a longer one must also hold a
majority of unauthorised absence, that is part of the test. The first that passes is
told; where none does, the shortest, so that the reason shows how far off it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from supportfirst.attendance.codes.meaning import StatisticalClass


class Counted(NamedTuple):
    """The part of a mark that a period of evidence asks about."""

    day: date
    statistical_class: StatisticalClass
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
    shortest = min(rule.min_school_weeks, len(mondays))
    first_try = _period(mondays=mondays, weeks=shortest, marks=marks, on=on)
    if (
        sum(1 for mark in marks if mark.statistical_class is StatisticalClass.UNAUTHORISED)
        < rule.min_unauthorised
    ):
        return first_try
    for weeks in range(shortest, len(mondays) + 1):
        period = _period(mondays=mondays, weeks=weeks, marks=marks, on=on)
        if period.passes(rule):
            return period
    enough = _period(mondays=mondays, weeks=len(mondays), marks=marks, on=on)
    return _nearest(first_try, enough, mondays, marks, on, rule)


def _nearest(
    first_try: EvidencePeriod,
    longest: EvidencePeriod,
    mondays: Sequence[date],
    marks: Sequence[Counted],
    on: date,
    rule: EvidenceRule,
) -> EvidencePeriod:
    """Where a longer period has marks enough but no majority, show that one: it is the reason."""
    if longest.unauthorised < rule.min_unauthorised:
        return first_try
    for weeks in range(first_try.weeks, len(mondays) + 1):
        period = _period(mondays=mondays, weeks=weeks, marks=marks, on=on)
        if period.unauthorised >= rule.min_unauthorised:
            return period
    return first_try


def _period(*, mondays: Sequence[date], weeks: int, marks: Sequence[Counted], on: date) -> EvidencePeriod:
    first = mondays[-weeks]
    last = min(on, mondays[-1] + timedelta(days=6))
    inside = [mark for mark in marks if first <= mark.day <= last]
    return EvidencePeriod(
        first_day=first,
        last_day=last,
        weeks=weeks,
        unauthorised=sum(1 for mark in inside if mark.statistical_class is StatisticalClass.UNAUTHORISED),
        absent=sum(1 for mark in inside if mark.statistical_class.is_absence),
        n_marks=sum(1 for mark in inside if mark.unexplained),
    )
