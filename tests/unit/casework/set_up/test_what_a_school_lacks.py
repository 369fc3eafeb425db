"""The list of schools says what each still lacks, and its first assessment waits for what it needs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import CalendarSpan, Link, Marker, MarkerKind, SpanKind
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_user, add_terms, an_adult
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
YESTERDAY = date(2026, 11, 19)


@pytest.fixture
def school():
    return a_school(name="Hill School")


def listed(browser, school) -> str:
    """What the list says to the administrator of the authority."""
    administrator = browser(a_user("administrator", authority=school.authority))
    return words_of(administrator.get(reverse("schools")))


def test_a_class_that_nobody_takes_today_is_counted(browser, school):
    held = a_class(school, teacher=a_user("teacher", school))
    a_class(school, school_year=2025)  # last year's
    assert "a teacher" not in listed(browser, school)

    held.teachers.update(last_day=YESTERDAY)

    assert "Still missing: pupils; a teacher of 1 class; people to name" in listed(browser, school)


def test_children_for_whom_nobody_can_be_rung_are_counted(browser, school):
    group = a_class(school, teacher=a_user("teacher", school))
    reached, away, alone, bereaved, gone = (a_pupil(school, group) for _ in range(5))
    an_adult(reached)
    an_adult(away, telephone=None)
    an_adult(bereaved)
    Marker.objects.create(
        kind=MarkerKind.DECEASED, adult=Link.objects.get(pupil=bereaved.pupil).adult, first_day=YESTERDAY
    )
    gone.last_day = YESTERDAY
    gone.save()

    assert "an adult with a telephone number for 3 children;" in listed(browser, school)

    an_adult(alone)

    assert "an adult with a telephone number for 2 children;" in listed(browser, school)


def test_a_file_of_pupils_leaves_nobody_out_of_what_is_missing(browser, school):
    child = a_pupil(school, forename="Perpetua", surname="Yarwood")
    page = reverse("import-upload", args=[school.pk])
    administrator = browser(a_user("administrator", school))

    assert "No adult is known of Perpetua Yarwood" in words_of(administrator.get(page))

    an_adult(child)

    told = words_of(administrator.get(page))
    assert "No adult is known" not in told
    assert "Every adult with parental responsibility or day-to-day care has one." in told


def test_a_school_without_terms_is_not_assessed_and_nothing_fails(caplog):
    school = a_school(calendar=False)
    child = a_pupil(school)
    ask_reassessment(school, None, NINE)

    done = Worker(now=lambda: NINE).run_next()

    assert done is not None
    assert (done.state, done.outcome) == ("done", {"assessed": 0, "listed": 0})
    assert not caplog.records

    add_terms(school)
    ask_reassessment(school, [child], NINE)
    again = Worker(now=lambda: NINE).run_next()

    assert again is not None
    assert (again.state, again.outcome["assessed"]) == ("done", 1)


def test_terms_that_overlap_are_told_and_not_tried_again():
    school = a_school()
    CalendarSpan.objects.create(
        school=school, kind=SpanKind.TERM, first_day=date(2026, 9, 2), last_day=date(2026, 10, 2)
    )
    a_pupil(school)
    ask_reassessment(school, None, NINE)

    done = Worker(now=lambda: NINE).run_next()

    assert done is not None
    assert done.state == "failed"
    assert "calendar" in done.error
    assert "overlap" in done.error
