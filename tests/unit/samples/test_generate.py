"""The sample schools: the same each time, with the children whom the story needs."""

import csv
import io
from collections import Counter

import pytest

from samples.days import LAST_MARKED, SECOND_YEAR
from samples.generate import BROKEN, files_of
from samples.people import upn
from samples.schools import PLANS, make_school

SEED = 2026
SMALL = [plan for plan in PLANS if plan.on_roll < 300]


@pytest.fixture(scope="module")
def primary():
    return make_school(PLANS[0], SEED)


def this_year(marks):
    return {session: code for session, code in marks.items() if session[0] >= SECOND_YEAR}


@pytest.mark.parametrize("plan", SMALL, ids=lambda plan: plan.folder)
def test_a_school_it_makes_the_same_bytes_again(plan):
    assert files_of(make_school(plan, SEED)) == files_of(make_school(plan, SEED))


def test_another_seed_it_makes_other_children(primary):
    assert files_of(make_school(PLANS[0], SEED + 1)) != files_of(primary)


def test_the_three_schools_it_makes_of_the_sizes_planned():
    assert [(plan.kind, plan.on_roll) for plan in PLANS] == [
        ("primary", 210),
        ("secondary", 900),
        ("special", 90),
    ]


def test_every_child_it_gives_a_upn_of_their_own(primary):
    assert len({child.upn for child in primary.children}) == len(primary.children)


def test_an_invented_upn_it_gives_the_check_letter_of_the_rule():
    # 999200125001: 9*2 + 9*3 + 9*4 + 2*5 + 0 + 0 + 1*8 + 2*9 + 5*10 + 0 + 0 + 1*13 = 180, 180 mod 23 = 19
    assert upn(2001, 2025, 1) == "W999200125001"


def test_one_child_it_puts_at_exactly_ninety_per_cent(primary):
    marks = Counter(this_year(primary.marks[3]).values())
    absent, attended = marks["I"], marks["/"] + marks["\\"]

    assert 9 * absent == attended > 0


def test_one_child_it_sends_away_for_six_days_without_leave(primary):
    assert Counter(this_year(primary.marks[17]).values())["G"] == 12


def test_recent_absences_it_leaves_some_unresolved(primary):
    assert any("N" in marks.values() for marks in primary.marks)


def test_joiners_and_leavers_it_marks_only_while_on_roll(primary):
    for child, marks in zip(primary.children, primary.marks, strict=True):
        days = {day for day, _ in marks}
        assert all(child.start <= day <= (child.leaving or LAST_MARKED) for day in days)
    assert any(child.leaving for child in primary.children)


def test_a_register_file_it_breaks_in_a_few_cells(primary):
    rows = csv.DictReader(io.StringIO(files_of(primary)["register.csv"].decode()))

    assert 3 <= sum(row["code"] in BROKEN for row in rows) <= 20
