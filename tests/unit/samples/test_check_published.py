"""The judge of published percentages: exact to the printed place, and never silent about a difference."""

import pytest

from samples.check_published import Verdict, agrees, judge, percentage
from samples.published_ledger import repeated
from samples.published_rows import CENSUS_FILE, DAY_FILE, PublishedRow
from supportfirst.attendance.measures.groups import GroupTotals


def row(printed, *, file=DAY_FILE, phase="Special", level="Local authority", line=2, weight=1.0):
    about = (file, line, "2024-09-09", level, "Somewhere", phase)
    return PublishedRow(*about, suppressed=False, printed=printed, weight=weight, possible=3)


def totals(attended, authorised=0, unauthorised=0, **by_symbol):
    return GroupTotals(
        enrolments=1,
        enrolments_with_possible=1,
        attended=attended,
        authorised=authorised,
        unauthorised=unauthorised,
        by_symbol=by_symbol,
    )


@pytest.mark.parametrize(
    ("printed", "ours", "same"),
    [
        ("33.3333333333333", 100 / 3, True),
        ("33.3333333333335", 100 / 3, False),
        ("33.333", 100 / 3, False),
        ("0", 0.0, True),
        ("0.000170280998290555", 100 * 29 / 17030673, True),
        ("0.000170280998290565", 100 * 29 / 17030673, False),
    ],
)
def test_a_percentage_it_compares_to_fifteen_significant_figures(printed, ours, same):
    assert agrees(printed, ours, row({})) is same


@pytest.mark.parametrize(
    ("level", "printed", "same"),
    [
        ("National", "31.5", True),
        ("National", "31.4", False),
        ("Local authority", "31.48437", True),  # 806 of 2,560 lies on the half
        ("Local authority", "31.48438", True),
        ("Local authority", "31.48436", False),
    ],
)
def test_a_census_percentage_it_compares_to_the_places_of_its_level(level, printed, same):
    assert agrees(printed, 100 * 806 / 2560, row({}, file=CENSUS_FILE, level=level)) is same


def test_a_difference_without_a_reason_it_names_with_its_place():
    result = judge([row({"attendance_perc": "66.7"})], {2: {"all": totals(2, 1)}})

    assert result.verdicts == {Verdict.UNEXPLAINED: 1}
    assert "line 2" in result.unexplained[0]
    assert "66.7" in result.unexplained[0]


def test_a_weighted_total_it_accepts_only_if_the_phases_weighted_agree():
    phases = [
        row({}, phase="Primary", line=2, weight=300.0),
        row({}, phase="Secondary", line=3, weight=100.0),
    ]
    found = {2: {"all": totals(9, 1)}, 3: {"all": totals(5, 5)}, 4: {"all": totals(14, 6)}}

    def verdict(printed):
        total = row({"attendance_perc": printed}, phase="Total", line=4)
        return set(judge([*phases, total], found).verdicts)

    assert verdict("80") == {Verdict.WEIGHTED}  # (300 x 90 + 100 x 50) / 400
    assert verdict("70") == {Verdict.AGREES}  # 14 of 20
    assert verdict("75") == {Verdict.UNEXPLAINED}


def test_a_percentage_of_a_code_it_makes_of_possible_sessions():
    assert percentage("unauth_hol_perc", {"all": totals(3, 0, 1, G=1)}) == 25.0


def test_nothing_possible_it_says_so():
    result = judge([row({"attendance_perc": "0"})], {2: {"all": totals(0)}})

    assert set(result.verdicts) == {Verdict.NOTHING_POSSIBLE}


@pytest.mark.parametrize("times", [0, 1, 2, 7, 1000])
def test_repeated_totals_it_makes_by_addition_alone(times):
    one = totals(3, 1, 2, I=1, O=2)

    summed = GroupTotals()
    for _ in range(times):
        summed = summed + one

    assert repeated(one, times) == summed
