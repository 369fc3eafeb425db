"""A file whose minutes are on the other side of the school's close is taken in, and says so beforehand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportfirst.casework.store.models import Source
from tests.factories.register_files import address_of, long_csv, read_file
from tests.factories.site_registers import FRIDAY, submit, words_of

pytestmark = pytest.mark.django_db
THURSDAY = FRIDAY - timedelta(days=1)


def test_late_after_the_close_and_after_the_close_before_it_are_worth_reading(client, held, school, officer):
    ada, bela, *_ = held.pupils
    row = read_file(
        officer,
        school,
        long_csv(
            (ada, THURSDAY, "PM", "L", 55),
            (bela, THURSDAY, "PM", "L", 40),
            (ada, THURSDAY, "AM", "U", 10),
            (bela, THURSDAY, "AM", "U", 50),
        ),
    )

    told = words_of(client.get(address_of(row, school)))
    assert "Worth reading" in told
    assert (
        "Line 2: “L” does not go with 55 minutes: the afternoon starts at 1pm, and its register closes at "
        "1:40pm, 40 minutes later; it is taken in as the file has it; look whether it should be U" in told
    )
    assert "Line 4: “U” does not go with 10 minutes" in told
    assert len(row.outcome["warnings"]) == 2
    assert row.outcome["counts"]["added"] == 4


def test_what_stands_already_is_not_warned_of_again(held, school, officer):
    closes, school.morning_closes = school.morning_closes, None
    submit(held, "L", day=THURSDAY, minutes={0: 55}, source=Source.DOOR)
    school.morning_closes = closes
    ada, bela, *_ = held.pupils
    late = (THURSDAY, "AM", "L", 55)

    row = read_file(officer, school, long_csv((ada, *late), (bela, *late)))

    assert row.outcome["counts"]["unchanged"] == 1
    assert [line for line, *_ in row.outcome["warnings"]] == [3]


def test_a_school_without_its_times_is_not_warned(held, school, officer):
    school.afternoon_closes = None
    school.save()

    row = read_file(officer, school, long_csv((held.pupils[0], THURSDAY, "PM", "L", 55)))

    assert row.outcome["warnings"] == []
