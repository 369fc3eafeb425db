"""A sentence for each input that differs, by what it is and not by where it stands in the file."""

from __future__ import annotations

import pytest

from supportfirst.attendance.casebook.input_changes import input_changes

EARLY, LATE = "2025-09-02T09:00:00+01:00", "2025-09-09T14:05:00+01:00"

BEHIND = "is O as it was; what stands behind it was O, is now I (recorded 2025-09-02 09:00) then O"


def register(*marks):
    return {"marks": [["2025-09-02", "AM", code, moment] for code, moment in marks]}


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ([("O", None)], [("I", None)], "was O, is now I"),
        ([("O", None)], [("O", None), ("I", LATE)], "was O, is now I (recorded 2025-09-09 14:05)"),
        ([("O", EARLY)], [("I", LATE), ("O", EARLY)], "was O, is now I (recorded 2025-09-09 14:05)"),
        (
            [("O", EARLY)],
            [("O", LATE)],
            "is O as it was; it was recorded 2025-09-02 09:00, and is now recorded 2025-09-09 14:05",
        ),
        ([("O", None)], [("I", EARLY), ("O", None)], BEHIND),
        (
            [("I", EARLY), ("O", LATE)],
            [("O", LATE)],
            "is O as it was; what stands behind it was I (recorded 2025-09-02 09:00) then "
            "O (recorded 2025-09-09 14:05), is now O (recorded 2025-09-09 14:05)",
        ),
    ],
)
def test_a_session_is_told_by_the_mark_that_was_recorded_last(was, now, said):
    told = input_changes("register", register(*was), register(*now))

    assert told == [f"register: 2025-09-02 AM {said}"]


def test_what_is_equal_is_not_told():
    assert input_changes("register", register(("O", None)), register(("O", None))) == []


def test_a_part_that_differs_in_a_way_nobody_thought_of_is_named_all_the_same():
    school = {"given": True, "school": {}}

    assert input_changes("school", school | {"more": 1}, school) == ["school: it is not as it was"]


def parents(*names):
    return {"given": True, "parents": [{"id": name, "title": ""} for name in names]}


def test_parents_are_told_apart_by_their_id_and_their_order_is_told_only_by_itself():
    assert input_changes("parents", parents("P1"), parents("P0", "P1")) == ["parents: P0 added"]
    assert input_changes("parents", parents("P1", "P2"), parents("P2", "P1")) == [
        "parents: the same, in another order"
    ]
