"""Problems, errors, sources and flags: what a reader is told, in which order."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.people import Flag
from supportfirst.attendance.vocabulary.problems import PROBLEM_COLUMNS, Problem
from supportfirst.attendance.vocabulary.sources import Source


def test_a_problem_gives_its_cells_in_the_order_of_a_problems_file():
    problem = Problem("unknown-code", "week.csv", 3, "code", "QQ", "no code", "replace it")

    row = dict(zip(PROBLEM_COLUMNS, problem.row(), strict=True))

    assert row == {
        "file": "week.csv",
        "line": 3,
        "column": "code",
        "value": "QQ",
        "problem": "no code",
        "remedy": "replace it",
    }
    assert problem.warning is False


def test_an_error_says_where_what_and_the_remedy():
    error = AttendanceError(what="it is empty", where="week.csv", remedy="export it again")

    assert str(error) == "week.csv: it is empty; export it again."


def test_a_source_names_its_passage_where_it_has_one():
    assert str(Source("act", "The Act", "section 1")) == "The Act, section 1"
    assert str(Source("act", "The Act")) == "The Act"


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 8, 31), False),
        (date(2025, 9, 1), True),
        (date(2025, 9, 5), True),
        (date(2025, 9, 6), False),
    ],
)
def test_a_flag_holds_on_both_its_ends(day, holds):
    flag = Flag("fsm", date(2025, 9, 1), date(2025, 9, 5))

    assert flag.holds_on(day) is holds


def test_a_flag_without_days_always_holds():
    assert Flag("fsm").holds_on(date.min)
    assert Flag("fsm").holds_on(date.max)
