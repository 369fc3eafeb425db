"""The order of the worklist, as one number."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from supportfirst.casework.bridge.urgency import Pressing, earliest_due, urgency

MOST_PRESSING_FIRST = [
    Pressing(overdue=True, due_on=date(2026, 9, 1)),
    Pressing(overdue=True, due_on=date(2026, 9, 2), severely_absent=True, legal=True, stage=3, missed=300),
    Pressing(due_on=date(2026, 9, 1)),
    Pressing(due_on=date(2026, 9, 2), severely_absent=True),
    Pressing(due_on=date(2026, 9, 2), legal=True, stage=3, missed=300),
    Pressing(severely_absent=True),
    Pressing(legal=True),
    Pressing(stage=3),
    Pressing(stage=2, missed=300),
    Pressing(stage=2, missed=299),
    Pressing(missed=400),
    Pressing(missed=1),
    Pressing(),
]


@pytest.mark.parametrize(("sooner", "later"), list(pairwise(MOST_PRESSING_FIRST)))
def test_overdue_then_due_soonest_then_the_core_s_order(sooner: Pressing, later: Pressing) -> None:
    assert urgency(sooner) < urgency(later)


@pytest.mark.parametrize(
    "extreme",
    [
        Pressing(overdue=True, due_on=date.min, severely_absent=True, legal=True, stage=99, missed=9999),
        Pressing(due_on=date.max),
        Pressing(missed=-1),
    ],
)
def test_it_fits_a_whole_number_of_the_database(extreme: Pressing) -> None:
    assert 0 <= urgency(extreme) < 2**31


def test_the_earliest_day_is_that_of_the_overdue_if_anything_is() -> None:
    steps = [
        {"overdue": False, "due_on": "2026-09-01"},
        {"overdue": True, "due_on": "2026-09-03"},
        {"overdue": True, "due_on": "2026-09-02"},
        {"overdue": False, "due_on": None},
    ]

    assert earliest_due(steps) == (True, date(2026, 9, 2))
    assert earliest_due(steps[:1]) == (False, date(2026, 9, 1))
    assert earliest_due(steps[3:]) == (False, None)
    assert earliest_due([]) == (False, None)
