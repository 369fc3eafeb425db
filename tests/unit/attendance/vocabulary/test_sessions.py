"""Sessions and their numbers."""

from __future__ import annotations

from datetime import date, timedelta

from supportfirst.attendance.vocabulary.sessions import Half, Session

WEDNESDAY = date(2025, 9, 3)


def test_a_session_comes_back_from_its_number():
    for half in Half:
        assert Session.of_number(Session(WEDNESDAY, half).number) == Session(WEDNESDAY, half)


def test_the_halves_of_a_day_and_the_next_morning_have_consecutive_numbers():
    am, pm = (Session(WEDNESDAY, half) for half in Half)
    next_am = Session(WEDNESDAY + timedelta(days=1), Half.AM)

    assert (pm.number - am.number, next_am.number - pm.number) == (1, 1)
    assert am.number // 2 == WEDNESDAY.toordinal()


def test_sessions_are_in_the_order_of_time():
    assert Session(WEDNESDAY, Half.AM) < Session(WEDNESDAY, Half.PM) < Session(date(2025, 9, 4), Half.AM)


def test_a_session_is_written_as_a_day_and_a_half():
    assert str(Session(WEDNESDAY, Half.PM)) == "2025-09-03 PM"
