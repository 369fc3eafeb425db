"""The page of a child asks the database as often for thirty of anything as for three."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.store.models import PupilFlag, Role
from tests.factories.site import a_pupil, a_user, an_adult
from tests.factories.site_accounts import NINE, create_authority, create_member, create_school, demo_client
from tests.factories.site_cases import a_message, an_assessment, an_event, put_weeks
from tests.factories.site_furnished import furnish

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 30
MOST = 90  # of queries for the whole page
MOST_THEN = 100  # of a past moment: the child is judged anew
FRIDAY = date(2026, 11, 20)


def events(child, number, by):
    for place in range(number):
        on = FRIDAY - timedelta(days=3 * place)
        an_event(child, "contact", by=by, on=on, channel="phone", restricted=place % 3 == 0)
        an_event(child, "late_to_lesson", by=by, on=on, lesson=f"Period {place}", minutes=3)


def marks(child, number, by):
    put_weeks(child, FRIDAY - timedelta(days=4 + 7 * number), "/I", number)


def siblings(child, number, by):
    adult = an_adult(child)
    for _ in range(number):
        an_adult(a_pupil(child.school), adult=adult)


def parents(child, number, by):
    for _ in range(number):
        an_adult(child)


def messages(child, number, by):
    for _ in range(number):
        a_message(child)


def flags(child, number, by):
    for place in range(number):
        PupilFlag.objects.create(pupil=child.pupil, name=f"flag_{place}")


GROWS = [events, marks, siblings, parents, messages, flags]


def asked_of(number, *growing, then=None) -> int:
    school = furnish(create_school(create_authority(f"Authority of {number}")))
    child = a_pupil(school)
    by = a_user("attendance_officer", school)
    an_assessment(child)
    an_adult(child)
    an_event(child, "contact", by=by, channel="phone")
    put_weeks(child, date(2026, 11, 9), "//")
    a_message(child)
    client = demo_client(create_member(Role.HEAD, school))
    address = reverse("pupil", args=[school.pk, child.pupil_id]) + "?all=yes"
    if then is not None:
        address = reverse("pupil-then", args=[school.pk, child.pupil_id, then])
    client.get(address)  # what a process and a trail do once is done before
    for each in growing:
        each(child, number, by)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("growing", GROWS, ids=lambda each: each.__name__)
def test_the_page_asks_as_often_for_thirty_as_for_three(growing):
    assert asked_of(FEW, growing) == asked_of(MANY, growing)


def test_the_whole_page_asks_no_more_than_so_often():
    assert asked_of(MANY, *GROWS) <= MOST


def test_a_page_of_a_past_moment_asks_no_more_than_so_often():
    then = NINE - timedelta(days=1)
    assert asked_of(MANY, *GROWS, then=then) <= MOST_THEN
