"""How ratios are taken and judged; no test here measures time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.kernel import BODIES, joined, judge
from benchmarks.paired import Paired, compare
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

DAY = date(2026, 3, 2)
CALENDAR = SchoolCalendar([Session(DAY, half) for half in Half])


def paired(*ratios: float) -> Paired:
    return Paired(ratios, work_seconds=1.0, yardstick_seconds=1.0, quietest=min(ratios))


def test_yardstick_and_work_are_called_in_turn_and_the_first_round_is_dropped() -> None:
    called: list[str] = []

    def busy(name: str) -> int:
        called.append(name)
        return sum(range(10_000))

    found = compare(lambda: busy("yardstick"), lambda: busy("work"), rounds=4)

    assert called == ["yardstick", "work"] * 4
    assert len(found.ratios) == 3


def test_the_ratio_is_the_median_of_the_rounds() -> None:
    assert paired(3.0, 100.0, 2.0).ratio == 3.0


def test_a_gate_that_is_passed_over_fails_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code = judge([("all measures", paired(2.0), 4.0), ("five packs", paired(7.5), 7.0)])

    assert code == 1
    assert "FAILED  five packs: 7.50, at most 7" in capsys.readouterr().out


def test_a_gate_is_kept_at_its_very_bound(capsys: pytest.CaptureFixture[str]) -> None:
    assert judge([("all measures", paired(4.0), 4.0)]) == 0
    assert "kept    all measures: 4.00, at most 4" in capsys.readouterr().out


def test_joined_settings_hold_every_window_once_and_every_day_step() -> None:
    settings = [bind(load_pack(body), DAY, CALENDAR).settings for body in BODIES]

    whole = joined(settings, CALENDAR.days)

    ids = [window.id for window in whole.windows]
    assert sorted(ids) == sorted({window.id for each in settings for window in each.windows})
    assert set(whole.day_steps) == {step for each in settings for step in each.day_steps} != set()


def test_settings_that_mean_different_windows_by_one_name_are_refused() -> None:
    one = bind(load_pack("england"), DAY, CALENDAR).settings
    longer = tuple(replace(window, length=window.length + 1) for window in one.windows)

    with pytest.raises(AssertionError, match="two windows are called"):
        joined([one, replace(one, windows=longer)], CALENDAR.days)
