"""What a file says of a session that has not begun is put aside, with from when it can be read."""

from __future__ import annotations

import pytest

from supportfirst.casework.bridge.standing_marks import standing
from tests.factories.register_files import address_of, long_csv, read_file, take_in, work
from tests.factories.site_registers import FRIDAY, ONE, words_of

pytestmark = pytest.mark.django_db
COUNTED = ("added", "corrected", "unchanged", "not_begun")


def counts(row):
    return [row.outcome["counts"][name] for name in COUNTED]


def marks(held):
    found = [standing(held.school, FRIDAY, half, [held.pupils[0].pk]) for half in (0, 1)]
    return [each[held.pupils[0].pk].new if each else "" for each in found]


@pytest.fixture
def today(held):
    """Both sessions of a day, for two pupils."""
    ada, bela, *_ = held.pupils
    return long_csv(
        *((who, FRIDAY, half, "/") for who in (ada, bela) for half in ("AM", "PM")),
    )


def test_marks_of_a_session_that_has_not_begun_are_put_aside_with_from_when(
    client, held, school, officer, today
):
    row = read_file(officer, school, today)

    assert counts(row) == [2, 0, 0, 2]
    told = words_of(client.get(address_of(row, school)))
    assert "Session to come Everybody 20 Nov 2026 2 3" in told
    assert "The afternoon has not begun: its register opens at 1pm. Read the file again" in told


def test_only_what_has_begun_is_stored(held, school, officer, today):
    take_in(officer, read_file(officer, school, today))

    assert marks(held) == ["/", ""]


def test_what_was_previewed_in_the_morning_is_previewed_anew_after_lunch(held, school, officer, today):
    """What somebody confirms is what they saw: the afternoon was not in it."""
    row = read_file(officer, school, today)
    late = held.acting(held.officer, ONE)

    row = take_in(late, row)

    assert row.outcome["changed"]
    assert counts(row) == [4, 0, 0, 0]
    work(ONE)
    assert marks(held) == ["", ""]
    take_in(late, row)
    assert marks(held) == ["/", "/"]


def test_a_school_that_has_not_said_when_the_afternoon_starts_takes_the_day(held, school, officer, today):
    school.afternoon_starts = None
    school.save()

    assert counts(read_file(officer, school, today)) == [4, 0, 0, 0]
