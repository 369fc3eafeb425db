"""Who was on roll when: spells, blank starts, leavers, and days between spells."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from supportfirst.attendance.matrix.roll import NEVER, first_marks, is_administrative, read_roll
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.ledgers import AVA, CODES

FIRST_MARK = date(2025, 9, 3)


def days(*found: date):
    return np.array([day.toordinal() for day in found], np.int32)


def roll_of(*spells: Spell, first_mark: date | None = FIRST_MARK):
    starts = np.array([NEVER if first_mark is None else first_mark.toordinal()], np.int32)
    return read_roll([AVA], {AVA: Pupil(AVA, spells=spells)} if spells else {}, starts)


def held(roll, *found: date) -> list[bool]:
    return roll.by_day(days(*found))[0].tolist()


def test_both_days_of_a_spell_are_on_roll():
    roll = roll_of(Spell(date(2025, 9, 2), date(2025, 9, 4)))

    assert held(roll, *(date(2025, 9, day) for day in range(1, 6))) == [False, True, True, True, False]


def test_between_two_spells_nobody_is_on_roll():
    roll = roll_of(Spell(date(2025, 9, 1), date(2025, 9, 2)), Spell(date(2025, 9, 5)))

    assert held(roll, *(date(2025, 9, day) for day in (2, 3, 4, 5))) == [True, False, False, True]


@pytest.mark.parametrize("spells", [(), (Spell(),)])
def test_without_a_start_the_first_mark_begins_the_roll(spells):
    roll = roll_of(*spells)

    assert held(roll, date(2025, 9, 2), FIRST_MARK, date(2099, 1, 1)) == [False, True, True]


def test_without_a_start_and_a_mark_there_is_never_a_day_on_roll():
    assert held(roll_of(first_mark=None), date(2025, 9, 3), date.max) == [False, False]


def test_a_leaver_is_measured_to_the_last_day_and_others_to_the_day_asked_about():
    leaves = (Spell(date(2025, 9, 1), date(2025, 9, 4)),)

    assert roll_of(*leaves).as_of(date(2025, 9, 8)).tolist() == [date(2025, 9, 4).toordinal()]
    assert roll_of(*leaves).as_of(date(2025, 9, 3)).tolist() == [date(2025, 9, 3).toordinal()]
    assert roll_of().as_of(date(2025, 9, 8)).tolist() == [date(2025, 9, 8).toordinal()]


def test_it_answers_for_single_pupils_and_days_as_for_all():
    roll = roll_of(Spell(date(2025, 9, 1), date(2025, 9, 2)), Spell(date(2025, 9, 5)))
    asked = days(*(date(2025, 9, day) for day in range(1, 7)))

    assert roll.holds(np.zeros(6, np.int32), asked).tolist() == roll.by_day(asked)[0].tolist()


def test_planned_sessions_are_those_on_roll_of_the_whole_year_of_the_day():
    meets = (date(2025, 7, 21), date(2025, 9, 1), date(2025, 9, 2), date(2026, 7, 20), date(2026, 9, 1))
    calendar = SchoolCalendar(
        sessions=[*(Session(day, half) for day in meets for half in Half), Session(date(2026, 1, 5), Half.PM)]
    )

    assert roll_of(Spell(date(2025, 9, 2))).planned(calendar, date(2025, 9, 2)).tolist() == [2 + 1 + 2]


def test_marks_of_the_administrative_class_put_nobody_on_roll():
    administrative = is_administrative(CODES)
    numbers = {CODES.code(number).symbol: number for number in CODES.numbers()}
    code = np.array([numbers["Z"], numbers["#"], numbers["X"], numbers["O"]])
    day = days(*(date(2025, 9, place) for place in (1, 2, 4, 3)))

    found = first_marks(np.zeros(4, np.int32), day, ~administrative[code], pupils=2)

    assert found.tolist() == [date(2025, 9, 3).toordinal(), NEVER]
