"""A worklist that can't say who needs something says so, and never that nobody does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from supportfirst.casework.queries.assessment_gaps import ASSESS_SCHOOL, assessment_gaps
from supportfirst.casework.store.models import Job, JobState, Role, School
from tests.factories.site import NINE, a_pupil, a_school, a_user, an_actor
from tests.factories.site_cases import an_assessment

pytestmark = pytest.mark.django_db


def an_ended_job(school: School, state: JobState, minutes: int) -> Job:
    at = NINE - timedelta(minutes=minutes)
    return Job.objects.create(
        kind=ASSESS_SCHOOL, school=school, run_after=at, asked_at=at, finished_at=at, state=state
    )


def page_of(school: School, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)
    browser = Client()
    browser.force_login(a_user(Role.ATTENDANCE_OFFICER, school))
    return browser.get(reverse("worklist")).content.decode()


def test_who_was_never_assessed_is_counted_at_ones_own_schools_alone() -> None:
    school = a_school()
    an_assessment(a_pupil(school))
    a_pupil(school)
    a_pupil(school, first_day=date(2025, 9, 1), last_day=date(2026, 7, 1))
    a_pupil(a_school())

    assert assessment_gaps(an_actor("attendance_officer", school)).never_assessed == 1


def test_an_empty_list_never_assessed_does_not_say_that_nobody_needs_anything(
    monkeypatch,
) -> None:
    school = a_school()
    a_pupil(school)

    page = page_of(school, monkeypatch)

    assert "Nobody at your schools needs anything today" not in page
    assert "1 child has not been assessed yet" in page


def test_an_empty_list_of_a_school_assessed_says_so(monkeypatch) -> None:
    school = a_school()
    an_assessment(a_pupil(school), listed=False)

    assert "Nobody at your schools needs anything today" in page_of(school, monkeypatch)


def test_an_assessment_that_failed_is_told_until_one_has_come_to_its_end(monkeypatch) -> None:
    school = a_school(name="Oak School")
    an_assessment(a_pupil(school), listed=False)
    an_ended_job(school, JobState.DONE, minutes=30)
    an_ended_job(school, JobState.FAILED, minutes=20)

    assert "The assessment of Oak School failed" in page_of(school, monkeypatch)

    an_ended_job(school, JobState.DONE, minutes=10)
    assert "failed" not in page_of(school, monkeypatch)
