"""Registers drawn in text are read as they look."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.grids import calendar_csv, draw, long_csv, read_grid, sessions_of, upn_of

MONDAY = date(2025, 3, 3)
DRAWN = """
             | week 1    | week 2
             | M T W T F | T W
    ---------+-----------+-----
    Ada   AM | / / O O O | / U
          PM | / / O . O | / G
    Ben   AM | / / / / / | C1 I
          PM | \\ \\ \\ \\ \\ | / I
"""


def test_read_grid_places_each_symbol_on_its_session() -> None:
    grid = read_grid(DRAWN, monday=MONDAY)

    assert list(grid) == ["Ada", "Ben"]
    assert grid["Ada"][Session(date(2025, 3, 5), Half.AM)] == "O"
    assert grid["Ada"][Session(date(2025, 3, 6), Half.PM)] == "."
    assert grid["Ada"][Session(date(2025, 3, 12), Half.PM)] == "G"
    assert grid["Ben"][Session(date(2025, 3, 11), Half.AM)] == "C1"


def test_read_grid_has_no_session_on_a_day_that_is_not_drawn() -> None:
    days = {session.day for session in sessions_of(read_grid(DRAWN, monday=MONDAY))}

    assert date(2025, 3, 10) not in days
    assert len(days) == 7


def test_read_grid_refuses_a_row_that_is_too_short() -> None:
    with pytest.raises(ValueError, match="Ada PM has 1 marks for 2 days"):
        read_grid("   | M T\nAda AM | / /\n PM | /", monday=MONDAY)


def test_long_csv_leaves_out_sessions_without_a_mark() -> None:
    text = long_csv(read_grid(DRAWN, monday=MONDAY))

    assert text.splitlines()[:2] == ["upn,date,session,code", f"{upn_of('Ada')},2025-03-03,AM,/"]
    assert f"{upn_of('Ada')},2025-03-06,PM" not in text
    assert len(text.splitlines()) == 1 + 2 * 14 - 1


def test_calendar_csv_holds_exactly_the_days_drawn() -> None:
    lines = calendar_csv(read_grid(DRAWN, monday=MONDAY)).splitlines()

    assert lines[0] == "start,end,kind,note"
    assert lines[-1] == "2025-03-12,2025-03-12,term,drawn"
    assert len(lines) == 8


def test_draw_gives_a_text_that_is_read_back_the_same() -> None:
    grid = read_grid(dedent(DRAWN), monday=MONDAY)

    assert read_grid(draw(grid), monday=MONDAY) == grid


def test_upn_of_has_the_right_check_letter() -> None:
    upn = upn_of("Ada")
    total = sum(int(digit) * place for place, digit in enumerate(upn[1:], start=2))

    assert len(upn) == 13
    assert "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] == upn[0]
