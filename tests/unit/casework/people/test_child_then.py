"""A child as known at a moment: judged as the worker would have done then, and kept as a sheet."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from supportfirst import __version__
from supportfirst.attendance.casebook.rerun import read_sheet, rerun
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from supportfirst.attendance.packs.load import layers_of
from supportfirst.casework.bridge.assessing import assess_rows
from supportfirst.casework.bridge.child_assessment import child_sheet, child_then
from supportfirst.casework.store.models import Enrolment, PupilFlag
from supportfirst.casework.store.packed_json import unpacked_json
from tests.factories.site import an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    RegisterSchool,
    a_register_school,
    amend,
    submit,
)

pytestmark = pytest.mark.django_db

WEEKS = 3
NOW = QUARTER_TO_NINE + timedelta(hours=8)
MARKS = (("O", "O"), ("I", "I"), ("/", "/"), ("O", "N"), ("/", "U"))  # of the first child, Monday to Friday


@pytest.fixture
def held() -> RegisterSchool:
    """Three weeks of a class of two, with adults, a flag and a chronology of the first."""
    school = a_register_school(names=(("Ada", "Byron"), ("Bela", "Turing")))
    for week in range(WEEKS):
        for weekday, halves in enumerate(MARKS):
            day = FRIDAY - timedelta(days=7 * (WEEKS - 1 - week) + 4 - weekday)
            for half, symbol in enumerate(halves):
                submit(school, symbol, "/", day=day, half=half)
    ada = school.pupils[0]
    mother = an_adult(ada)
    PupilFlag.objects.create(pupil=ada.pupil, name="social_worker")
    events = {"by": school.officer, "on": FRIDAY - timedelta(days=9), "at": NOW - timedelta(days=9)}
    an_event(ada, "contact", adults=(mother,), channel="phone", outcome="reached", **events)
    an_event(ada, "concern", ground="no_engagement", **events)
    return school


def shown(stay: Enrolment, moment: datetime) -> dict[str, object]:
    [pupil] = child_then(stay, moment).assessed().pupils
    told: dict[str, object] = json.loads(json.dumps(pupil.as_json(everything=False)))
    return told


def test_judged_as_of_now_it_is_what_the_worker_stores(held):
    stored = {row.enrolment_id: row for row in assess_rows(held.school, FRIDAY, known_at=NOW).rows}

    for stay in held.pupils:
        assert shown(stay, NOW) == unpacked_json(stored[stay.pk].document)
    assert stored[held.pupils[0].pk].listed  # there was something to judge


def test_what_is_recorded_later_leaves_an_earlier_moment_as_it_was(held):
    ada = held.pupils[0]
    before = shown(ada, NOW)
    wrong = an_event(ada, "concern", by=held.officer, on=FRIDAY, at=NOW - timedelta(hours=1), ground="other")
    with_it = shown(ada, NOW)

    later = NOW + timedelta(minutes=5)
    amend(held, 0, original="U", new="I", half=1, at=later)
    an_event(ada, "concern", by=held.officer, on=FRIDAY, at=later, strikes_out=wrong.event)

    assert with_it != before
    assert shown(ada, NOW) == with_it
    assert shown(ada, later) != with_it


def test_a_sheet_of_a_child_comes_out_the_same_to_the_byte_when_it_is_run_again(held):
    sheet = sheet_bytes(child_sheet(held.pupils[0], NOW))
    amend(held, 0, original="U", new="I", half=1, at=NOW + timedelta(minutes=5))

    done = rerun(
        read_sheet(sheet, name="ada.sheet"), layers_of("widnes-academy"), today={}, version=__version__
    )

    assert done.same
    assert sheet_bytes(child_sheet(held.pupils[0], NOW)) == sheet  # and made again it is the same one


def test_a_sheet_answers_the_rule_that_it_is_asked_about(held):
    document = child_sheet(held.pupils[0], NOW)
    judged = document["result"]["pupil"]["judged"]
    key = next(key for key, outcome in judged.items() if outcome == "met")

    asked = child_sheet(held.pupils[0], NOW, key)

    assert asked["question"]["rule"] == key
    assert asked["result"]["answer"] == "met"
