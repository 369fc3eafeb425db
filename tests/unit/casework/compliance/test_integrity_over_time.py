"""How long a question of the integrity watch stays: over nights, at the turn of the year, past a review."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.settle_plan import record_evidence
from supportfirst.casework.actions.watch_integrity import keep_findings
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.integrity import asked_about
from supportfirst.casework.store.models import CalendarSpan, IntegrityFinding, Marker, MarkerKind
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import a_plan, put_marks, put_weeks
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 13)  # a Monday
DAY = timedelta(days=1)


def nine_on(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def night(school, day):
    with transaction.atomic():
        return keep_findings(school, nine_on(day))


def asked(school, check, day, only=None):
    found = asked_about(school, pack_of(school, day), nine_on(day), only)
    return [(each.day, each.half, each.code) for each in found if each.check == check]


def of_july():
    """A school with three marks to look at in July, as the night found them."""
    school = a_school()
    pupil = a_pupil(school, a_class(school), first_day=date(2025, 9, 1))
    put_marks(pupil, {JULY: "BC", JULY - DAY: "/ "})
    assert night(school, JULY + 4 * DAY) == {"found": 3, "gone": 0}
    return school, pupil


@pytest.mark.parametrize("later", [date(2026, 8, 1), date(2026, 9, 1), date(2026, 11, 20)])
def test_at_the_turn_of_the_year_no_mark_that_stands_as_it_was_is_filed_as_put_right(later):
    school, _ = of_july()

    assert night(school, later)["gone"] == 0

    assert not IntegrityFinding.objects.exclude(gone_at=None).exists()


def test_what_is_no_longer_asked_about_is_told_apart_from_what_was_put_right(browser):
    school, _ = of_july()

    page = browser(a_user("attendance_officer", school)).get(reverse("integrity", args=[school.pk]))

    assert "3 sessions that were asked about before are no longer looked at" in words_of(page)
    assert "Put right" not in words_of(page)


def test_without_a_calendar_nothing_ends_and_the_page_says_that_nobody_can_tell(browser):
    school, _ = of_july()
    CalendarSpan.objects.filter(school=school).delete()

    assert night(school, JULY + 5 * DAY) == {"found": 0, "gone": 0}

    page = browser(a_user("attendance_officer", school)).get(reverse("integrity", args=[school.pk]))
    assert "Nothing can be looked at" in words_of(page)


def test_the_marks_of_a_child_who_died_are_not_filed_as_put_right():
    school, pupil = of_july()
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=pupil.pupil, first_day=JULY)

    assert night(school, JULY + 5 * DAY) == {"found": 0, "gone": 0}


def test_a_mark_that_changed_ends_its_question_and_so_does_an_answer():
    school, pupil = of_july()
    put_marks(pupil, {JULY - DAY: "  "})
    plan = a_plan(pupil, "provider", "B", by=a_user("head", school), day=JULY, recorded_at=nine_on(JULY))
    plan.evidence = "The provider's register"
    plan.save()

    assert night(school, JULY + 5 * DAY) == {"found": 0, "gone": 2}

    assert IntegrityFinding.objects.get(gone_at=None).check_name == "reasoned"


def silent_since_september():
    school = a_school()
    group = a_class(school)
    put_weeks(a_pupil(school, group), date(2026, 11, 2), "//", 4)
    silent = a_pupil(school, group)
    put_marks(silent, {date(2026, 11, 2): "/ "})
    return school, silent


def test_a_silent_child_is_asked_about_by_one_question_from_night_to_night():
    school, _ = silent_since_september()
    assert night(school, date(2026, 11, 18)) == {"found": 1, "gone": 0}

    assert night(school, date(2026, 11, 19)) == {"found": 0, "gone": 0}

    row = IntegrityFinding.objects.get()
    assert (row.check_name, row.day, row.half) == ("unmarked", date(2026, 11, 2), 1)


def test_a_silent_child_who_is_marked_again_is_put_right():
    school, silent = silent_since_september()
    night(school, date(2026, 11, 18))

    put_marks(silent, {date(2026, 11, 18): "//"})

    assert night(school, date(2026, 11, 19)) == {"found": 0, "gone": 1}


def test_asked_about_alone_a_silent_child_is_found_as_among_all():
    school, silent = silent_since_september()

    assert asked(school, "unmarked", date(2026, 11, 18), [silent.pk]) == [(date(2026, 11, 2), 1, "")]


def test_what_a_provider_showed_confirms_the_days_up_to_that_on_which_it_was_written():
    school = a_school()
    pupil = a_pupil(school, a_class(school))
    monday = date(2026, 11, 9)
    put_marks(pupil, {monday + number * DAY: "B/" for number in range(4)})
    office = a_user("attendance_officer", school)
    plan = a_plan(
        pupil,
        "provider",
        "B",
        by=office,
        day=monday,
        last_day=date(2026, 12, 18),
        recorded_at=nine_on(monday),
    )
    record_evidence(actor_of(office, nine_on(monday + DAY)), plan.pk, "The provider's register of Monday")
    assert [day for day, _, _ in asked(school, "confirmed", NINE.date())] == [
        monday + 2 * DAY,
        monday + 3 * DAY,
    ]

    record_evidence(actor_of(office, nine_on(monday + 3 * DAY)), plan.pk, "Its register to Thursday")

    assert asked(school, "confirmed", NINE.date()) == []


@pytest.mark.parametrize(("days", "is_asked"), [(41, False), (42, True), (43, True)])
def test_a_part_time_timetable_is_asked_about_again_once_its_review_is_due(days, is_asked):
    school = a_school()
    pupil = a_pupil(school, a_class(school))
    monday = date(2026, 9, 7)
    later = monday + timedelta(days=days)
    put_marks(pupil, {later: ["/", "C2"]})
    a_plan(pupil, "leave", "C2", by=a_user("head", school), day=monday, last_day=date(2026, 12, 18))

    assert bool(asked(school, "part_time", date(2026, 12, 1))) is is_asked


def test_a_mark_in_holidays_that_are_not_over_is_asked_about():
    school = a_school()
    put_marks(a_pupil(school, a_class(school)), {date(2026, 12, 24): "/ "})

    assert asked(school, "closed", date(2026, 12, 28)) == [(date(2026, 12, 24), 0, "/")]


def test_marks_before_the_first_day_on_roll_are_asked_about():
    school = a_school()
    pupil = a_pupil(school, a_class(school), first_day=date(2026, 11, 10))
    put_marks(pupil, {date(2026, 11, 9): "Z/", date(2026, 11, 10): "//"})

    assert asked(school, "early", NINE.date()) == [(date(2026, 11, 9), 1, "/")]
