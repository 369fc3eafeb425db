"""A child out of compulsory school age is said to be so where their row of the worklist is explained."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from supportfirst.casework.web import middleware
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_cases import an_assessment
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("born", "says"),
    [
        (date(2022, 1, 4), "Not of compulsory school age: it runs from 31 March 2027 to 25 June 2038."),
        (date(2010, 2, 3), "Not of compulsory school age: it runs from 31 March 2015 to 26 June 2026."),
        (None, "Cannot tell whether of compulsory school age: no date of birth is recorded."),
        (date(2016, 10, 4), ""),
    ],
)
def test_the_explained_row_says_who_is_not_of_compulsory_school_age(monkeypatch, born, says):
    monkeypatch.setattr(middleware, "now", lambda: NINE)
    school = a_school()
    enrolment = a_pupil(school)
    enrolment.pupil.date_of_birth = born
    enrolment.pupil.save()
    an_assessment(enrolment)

    client = demo_client(a_user("attendance_officer", school))
    shown = words_of(client.get(reverse("worklist-row", args=[enrolment.pupil_id])))

    assert says in shown
    assert ("compulsory school age" in shown) is bool(says)
