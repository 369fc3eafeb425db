"""What the night adds up of a school's weeks: of whom, of which days, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from supportfirst.casework.actions.ask_nightly import ask_nightly
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.actions.sum_school_weeks import SUM_WEEKS, sum_school_weeks
from supportfirst.casework.store.models import Job, JobState, SchoolWeek
from tests.factories.site import a_pupil
from tests.factories.site_accounts import create_authority, create_school
from tests.factories.site_cases import put_marks, put_weeks
from tests.factories.site_furnished import furnish

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 9)


def a_furnished_school(name: str = "One"):
    return furnish(create_school(create_authority(f"Authority of {name}")))


def a_night(at: datetime = NIGHT) -> None:
    ask_nightly(at)
    Job.objects.exclude(kind=SUM_WEEKS).delete()
    worker = Worker(now=lambda: at, kinds={SUM_WEEKS: sum_school_weeks})
    while worker.run_next():
        pass
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def kept(school) -> dict[date, tuple[int, int]]:
    rows = SchoolWeek.objects.filter(school=school)
    return {row.monday: (row.attended, row.possible) for row in rows}


def test_a_week_adds_up_every_pupil_and_no_other_school():
    school, other = a_furnished_school(), a_furnished_school("Another")
    put_weeks(a_pupil(school), MONDAY, "//")
    put_weeks(a_pupil(school), MONDAY, "/O")
    put_weeks(a_pupil(school), MONDAY, "XI")
    put_weeks(a_pupil(other), MONDAY, "OO")

    a_night()

    assert kept(school) == {MONDAY: (15, 25)}  # X is not a possible session
    assert kept(other) == {MONDAY: (0, 10)}


def test_only_days_on_roll_and_days_that_have_come_are_added():
    school = a_furnished_school()
    put_weeks(a_pupil(school, first_day=date(2026, 11, 12)), MONDAY, "//")
    put_weeks(a_pupil(school, last_day=date(2026, 11, 9)), MONDAY, "OO")
    put_weeks(a_pupil(school), date(2026, 11, 16), "//")

    a_night(NIGHT - timedelta(days=1))  # a Thursday

    assert kept(school) == {MONDAY: (4, 6), date(2026, 11, 16): (8, 8)}


def test_another_night_replaces_what_was_kept():
    school = a_furnished_school()
    child = a_pupil(school)
    put_weeks(child, MONDAY, "//")
    a_night()
    put_marks(child, {MONDAY: "OO"})

    a_night(NIGHT + timedelta(days=1))

    assert kept(school) == {MONDAY: (8, 10)}
