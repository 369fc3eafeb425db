"""Packs that measure alike are measured once; those that do not are kept apart."""

from dataclasses import replace
from datetime import date

from supportfirst.attendance.assessment.batch.several import joined
from supportfirst.attendance.measures.settings import ThresholdStep
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_settings, build_window

CODES = build_codebook()
DAYS = [date(2025, 9, 1), date(2025, 9, 2)]
ONE = build_settings(CODES, windows=(build_window(CODES),), day_steps=(4, 7))


def test_settings_that_agree_it_joins_with_the_windows_and_day_steps_of_both():
    other = replace(ONE, windows=(build_window(CODES, id="another", length=4),), day_steps=(4, 10))

    whole = joined(ONE, other, DAYS)

    assert whole is not None
    assert [window.id for window in whole.windows] == ["unauthorised_10_school_weeks", "another"]
    assert whole.day_steps == (4, 7, 10)


def test_one_window_with_two_lengths_it_keeps_apart():
    assert joined(ONE, replace(ONE, windows=(build_window(CODES, length=9),)), DAYS) is None


def test_another_share_of_absence_it_keeps_apart():
    assert joined(ONE, replace(ONE, persistent_percent=ONE.persistent_percent + 2), DAYS) is None


def test_a_threshold_that_differs_on_other_days_alone_it_joins():
    earlier = ThresholdStep(date(2020, 1, 1), date(2020, 12, 31), 8)
    steps = (earlier, *ONE.windows[0].thresholds)
    other = replace(ONE, windows=(replace(ONE.windows[0], thresholds=steps),))

    assert joined(ONE, other, DAYS) is not None
    assert joined(ONE, other, [*DAYS, date(2020, 3, 2)]) is None
