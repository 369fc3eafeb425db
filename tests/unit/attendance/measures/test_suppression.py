"""Small numbers hidden, and not to be had back by subtraction."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from supportfirst.attendance.measures.groups import AbsenceShares, enrolments_of, summarise
from supportfirst.attendance.measures.suppression import Hidden, TooManyGroups, hidden, hidden_counts
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from tests.factories.codes import build_codebook

CODES = build_codebook()
DAY = date(2025, 9, 1)
SESSIONS = np.arange(2, dtype=np.int32) + DAY.toordinal() * 2
PRESENT, ABSENT = (CODES.read(code, DAY).number for code in "/O")


def school_of(*groups, by):
    """Groups given as (number of pupils, of them absent, spell's labels)."""
    pupils, cells = [], []
    for size, absent, labels in groups:
        for place in range(size):
            pupils.append(Pupil(str(len(pupils)), spells=(Spell(DAY, **labels),)))
            cells.append([ABSENT if place < absent else PRESENT] * 2)
    enrolments = enrolments_of(np.array(cells, np.uint8), SESSIONS, pupils)
    shares = AbsenceShares(Fraction(1, 10), Fraction(1, 2))
    return summarise(enrolments, by=by, on=DAY, codes=CODES, shares=shares)


def years(*sizes, absent=None):
    absent = absent or [0] * len(sizes)
    return school_of(
        *(
            (size, gone, {"year_group": str(n)})
            for n, (size, gone) in enumerate(zip(sizes, absent, strict=True))
        ),
        by=["year"],
    )


def test_without_a_threshold_it_hides_nothing():
    assert hidden(years(1, 2, 3), threshold=None) == Hidden()


def test_no_small_group_it_hides_nothing():
    assert hidden(years(10, 20, 30), threshold=5).rows == frozenset()


def test_one_small_group_it_hides_the_next_smallest_with_it():
    # rows: 0 the total, then years 0, 1, 2 and 3
    assert hidden(years(30, 3, 10, 20), threshold=5).rows == {2, 3}


def test_two_small_groups_that_add_up_to_less_than_the_threshold_it_hides_a_third():
    assert hidden(years(30, 1, 2, 20), threshold=5).rows == {2, 3, 4}


def test_two_small_groups_that_are_enough_together_it_hides_no_third():
    assert hidden(years(30, 4, 3, 20), threshold=5).rows == {2, 3}


def test_a_small_school_it_hides_total_and_all():
    assert hidden(years(3), threshold=5).rows == {0, 1}


def test_a_small_count_of_absent_pupils_it_hides_with_another():
    found = hidden(years(30, 30, 30, absent=[2, 8, 9]), threshold=5)

    assert found.rows == frozenset()
    assert found.counts["persistently_absent"] == {1, 2}
    assert found.of(1, "persistently_absent")
    assert not found.of(1, "enrolments_with_possible")


def test_nearly_all_absent_it_hides_too():
    assert 1 in hidden(years(30, 30, 30, absent=[28, 9, 9]), threshold=5).counts["persistently_absent"]


def test_nobody_absent_it_shows_the_nought():
    assert hidden(years(30, 30, absent=[0, 0]), threshold=5).counts["persistently_absent"] == frozenset()


def test_a_small_group_that_another_table_would_give_away_it_protects_there_too():
    # Oak's 3 pupils hide with Ash's 90; but all primary pupils less those of Elm would tell of Oak again
    summary = school_of(
        (3, 0, {"school": "Oak", "phase": "primary"}),
        (100, 0, {"school": "Elm", "phase": "primary"}),
        (90, 0, {"school": "Ash", "phase": "secondary"}),
        (200, 0, {"school": "Yew", "phase": "secondary"}),
        by=["school", "phase"],
    )
    # rows: total; Ash, Elm, Oak, Yew; primary, secondary
    found = hidden(summary, threshold=5).rows

    assert 3 in found
    shown = set(range(7)) - found
    assert not {2, 5} <= shown


def test_thousands_of_groups_in_one_table_it_still_protects():
    found = hidden(years(*[3, *[10] * 2500]), threshold=5).rows

    assert len(found) == 2


def test_too_many_groups_across_tables_it_says_so():
    groups = [(1 if n == 0 else 6, 0, {"school": str(n), "class_name": str(n % 2)}) for n in range(2100)]

    with pytest.raises(TooManyGroups, match="fewer names"):
        hidden(school_of(*groups, by=["school", "class"]), threshold=5)


def test_a_count_that_must_be_hidden_whatever_its_number_it_hides_with_another():
    summary = years(30, 20, 10)
    counts = {"line": [36, 15, 12, 9]}  # of the total, then of each year

    plain = hidden_counts(summary, counts, threshold=2)
    asked = hidden_counts(summary, counts, threshold=2, also={"line": {1}})

    assert plain.of(1, "line") is False
    assert asked.of(1, "line")
    assert sum(asked.of(place, "line") for place in (2, 3)) >= 1  # or the total would give it away
