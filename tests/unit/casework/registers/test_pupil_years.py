"""The pupils' years are the ledger, folded: made again from it they are the same, byte for byte."""

from __future__ import annotations

import random
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samples.days import TERMS
from supportfirst.casework.actions.amend_mark import RegisterRefused
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.marks import marks_known_at, marks_now
from supportfirst.casework.bridge.pupil_years import (
    first_day,
    length_of,
    locked,
    place_of,
    rebuilt,
    stored,
    write,
)
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.chaining import breaks
from supportfirst.casework.store.models import Amendment, AuditEvent, RegisterDocument
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    RegisterSchool,
    a_register_school,
    amend,
    submit,
)

pytestmark = pytest.mark.django_db

SYMBOLS = ["", "/", "L", "I", "N", "B", "U"]
DAYS = [TERMS[0][0], date(2026, 7, 1), FRIDAY]  # two school years, on both sides of a code's rewording


def walk(held: RegisterSchool, seed: int, steps: int = 12) -> int:
    """Registers and amendments at random, some of them refused; how many were kept."""
    chance = random.Random(seed)  # noqa: S311  seeded, so that a failure can be had again
    kept = 0
    for step in range(steps):
        day, half = chance.choice(DAYS), chance.randrange(2)
        at = QUARTER_TO_NINE + timedelta(hours=5, minutes=step)
        try:
            with transaction.atomic():
                if chance.random() < 0.5:
                    marks = [chance.choice(SYMBOLS) for _ in held.pupils]
                    submit(held, *marks, day=day, half=half, at=at)
                else:
                    place = chance.randrange(len(held.pupils))
                    now = standing(held.school, day, half, [held.pupils[place].pk])
                    original = now[held.pupils[place].pk].new if now else ""
                    new = chance.choice(SYMBOLS)
                    amend(held, place, original=original, new=new, day=day, half=half, at=at)
            kept += 1
        except RegisterRefused:
            continue
    return kept


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_random_walk_can_be_made_again_byte_for_byte(seed):
    held = a_register_school()

    kept = walk(held, seed)

    assert kept
    assert rebuilt(held.school) == stored(held.school)
    assert [list(breaks(model)) for model in (RegisterDocument, Amendment, AuditEvent)] == [[], [], []]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_what_is_known_at_the_end_of_a_walk_is_what_stands_now(seed):
    held = a_register_school()
    walk(held, seed)
    codes = pack_of(held.school, FRIDAY).codes

    end = datetime.max.replace(tzinfo=QUARTER_TO_NINE.tzinfo)
    now, then = marks_now(held.school, codes), marks_known_at(held.school, codes, end)

    assert (now.upns, now.pupil, now.session, now.code) == (then.upns, then.pupil, then.session, then.code)


def test_an_amendment_of_a_pupil_without_a_register_makes_a_year_too():
    held = a_register_school()

    amend(held, 0, original="", new="I")
    amend(held, 0, original="I", new="")

    assert list(rebuilt(held.school).values()) == [bytes(length_of(2026))]
    assert rebuilt(held.school) == stored(held.school)


def test_a_changed_byte_is_seen_when_the_years_are_made_again():
    held = a_register_school()
    submit(held, "/")

    year = held.pupils[0].years.get()
    year.marks = bytes(length_of(2026))
    year.save()

    assert rebuilt(held.school) != stored(held.school)


@pytest.mark.parametrize(
    ("day", "half", "year", "offset"),
    [
        (date(2026, 8, 1), 0, 2026, 0),
        (date(2026, 7, 31), 1, 2025, 729),
        (date(2024, 7, 31), 1, 2023, 731),  # a year with a 29 February
        (date(2026, 11, 20), 1, 2026, 223),
    ],
)
def test_a_session_has_its_place_in_the_year_from_1_august(day, half, year, offset):
    assert place_of(day, half) == (year, offset)


@pytest.mark.parametrize(("year", "length"), [(2023, 732), (2025, 730)])
def test_a_year_has_two_bytes_a_calendar_day(year, length):
    assert length_of(year) == length
    assert first_day(year) == date(year, 8, 1)


def test_a_submission_is_found_by_its_own_number():
    held = a_register_school()
    number = uuid.uuid4()

    submit(held, "/", submission=number)

    assert RegisterDocument.objects.get(pk=number).group == held.group


@pytest.mark.parametrize("number", [0, 1, 34, 39, 63, 128, 255])  # among them the quotation marks
def test_one_byte_is_set_where_it_is_stored_and_no_other(number):
    held = a_register_school()
    last = length_of(2026) - 1
    rows = locked([each.pk for each in held.pupils], 2026)

    for offset in (0, 7, last):
        write(rows, offset, {held.pupils[0].pk: number, held.pupils[1].pk: 5})

    found = stored(held.school)
    expected = bytes(number if place in (0, 7, last) else 0 for place in range(last + 1))
    assert found[held.pupils[0].pk, 2026] == expected
    assert [found[held.pupils[1].pk, 2026][place] for place in (0, 1, 7, last)] == [5, 0, 5, 5]
    assert found[held.pupils[2].pk, 2026] == bytes(last + 1)
