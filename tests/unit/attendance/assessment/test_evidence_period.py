from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from supportfirst.attendance.assessment.evidence_period import Counted, EvidenceRule, best_period

RULE = EvidenceRule(
    min_school_weeks=10, min_unauthorised=10, majority_over=Fraction(1, 2), majority_if_weeks_over=10
)
FIRST_MONDAY = date(2026, 1, 5)
MONDAYS = [FIRST_MONDAY + timedelta(weeks=week) for week in range(14)]
ON = MONDAYS[-1] + timedelta(days=4)


def marks_in(week: int, *, unauthorised: int = 0, authorised: int = 0) -> list[Counted]:
    """Marks in a week counted back from the last: 1 is the week of the assessment."""
    day = MONDAYS[-week]
    return [Counted(day, unauthorised=True, unexplained=False)] * unauthorised + [
        Counted(day, unauthorised=False, unexplained=False)
    ] * authorised


def test_ten_marks_in_ten_weeks_are_enough_whatever_else_was_missed():
    marks = marks_in(10, unauthorised=10, authorised=50)

    period = best_period(mondays=MONDAYS, marks=marks, on=ON, rule=RULE)

    assert (period.weeks, period.unauthorised, period.passes(RULE)) == (10, 10, True)


def test_nine_marks_are_not_enough_and_the_shortest_period_is_told():
    period = best_period(mondays=MONDAYS, marks=marks_in(12, unauthorised=9), on=ON, rule=RULE)

    assert (period.weeks, period.unauthorised, period.passes(RULE)) == (10, 0, False)


def test_a_longer_period_needs_more_than_half_of_the_absence_to_be_unauthorised():
    eleventh = marks_in(11, unauthorised=1)
    even = marks_in(2, unauthorised=9, authorised=10) + eleventh
    most = marks_in(2, unauthorised=10, authorised=9) + marks_in(11)

    refused = best_period(mondays=MONDAYS[-11:], marks=even, on=ON, rule=RULE)
    accepted = best_period(mondays=MONDAYS[-11:], marks=[*most, *eleventh], on=ON, rule=RULE)

    assert (refused.weeks, refused.unauthorised, refused.absent) == (11, 10, 20)
    assert not refused.passes(RULE)
    assert accepted.passes(RULE)


def test_too_few_school_weeks_are_no_period():
    period = best_period(mondays=MONDAYS[-9:], marks=marks_in(1, unauthorised=30), on=ON, rule=RULE)

    assert (period.weeks, period.passes(RULE)) == (9, False)


def test_no_school_week_is_no_period_at_all():
    assert best_period(mondays=[], marks=[], on=ON, rule=RULE) is None


def test_marks_before_the_first_school_week_and_after_the_day_are_in_no_period():
    before = [Counted(FIRST_MONDAY - timedelta(days=3), unauthorised=True, unexplained=True)]
    after = [Counted(ON + timedelta(days=1), unauthorised=True, unexplained=True)]

    period = best_period(
        mondays=MONDAYS, marks=[*before, *marks_in(3, unauthorised=10), *after], on=ON, rule=RULE
    )

    assert (period.unauthorised, period.absent, period.n_marks) == (10, 10, 0)
