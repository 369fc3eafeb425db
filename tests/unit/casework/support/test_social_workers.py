"""The list of a school's children with a social worker: attendance, and the action in each one's plan."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import PupilFlag
from tests.factories.site_cases import an_assessment, an_event
from tests.factories.site_registers import words_of
from tests.factories.site_support import TEN, at, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def halton(browser):
    held = at("halton")
    return held, browser(held.officer, TEN)


def listed(client, held) -> str:
    return words_of(client.get(reverse("social-workers", args=[held.school.pk])))


def with_social_worker(pupil, name="social_worker"):
    PupilFlag.objects.create(pupil=pupil.pupil, name=name)
    return pupil


@pytest.mark.requirement("HAL-57")
def test_each_child_with_a_social_worker_stands_with_attendance_and_the_action_of_the_plan(halton):
    held, client = halton
    child = with_social_worker(held.pupils[0])
    counted = an_assessment(child)
    answer = record(
        client, held, "multi_agency_plan", plan="child_in_need", attendance_action="A taxi each morning."
    )
    assert answer.status_code == 302

    told = listed(client, held)
    assert f"{counted.sessions_attended} of {counted.sessions_possible} sessions attended" in told
    assert "Child in need, 20 November 2026 Yes: A taxi each morning." in told
    assert child.pupil.name in told
    assert held.pupils[1].pupil.name not in told
    assert "Every plan has an action about attendance." in told


@pytest.mark.requirement("HAL-57")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"attendance_in_plan": True}, "No: attendance is in it, with no action"),
        ({"attendance_in_plan": False}, "No: attendance is not in it"),
        ({}, "Cannot tell: nobody said whether attendance is in it"),
        (None, "Cannot tell: no plan that you may read is recorded"),
    ],
)
def test_a_plan_without_an_action_is_told_apart_from_one_that_nobody_knows(halton, said, told):
    held, client = halton
    child = with_social_worker(held.pupils[0], "child_protection")
    if said is not None:
        an_event(child, "multi_agency_plan", by=held.officer, plan="child_protection", **said)

    page = listed(client, held)

    assert told in page
    assert "cannot tell: no session has counted yet" in page
    assert "1 of 1 has no plan with an action about attendance on record." in page


def test_a_plan_that_ended_stands_no_more(halton):
    held, client = halton
    child = with_social_worker(held.pupils[0])
    plan = an_event(child, "multi_agency_plan", by=held.officer, plan="map", attendance_action="Mentor.")
    an_event(child, "multi_agency_plan_ended", by=held.officer, about=str(plan.event))

    assert "none on record" in listed(client, held)


def test_the_words_of_a_restricted_plan_are_not_shown_to_whoever_may_not_read_it(halton):
    held, client = halton
    child = with_social_worker(held.pupils[0])
    an_event(child, "multi_agency_plan", by=held.teacher, restricted=True, plan="map", attendance_action="X1")

    told = listed(client, held)
    assert "X1" not in told
    assert "no plan that you may read" in told


def test_a_teacher_does_not_reach_the_list(halton, browser):
    held, _ = halton

    assert browser(held.teacher, TEN).get(reverse("social-workers", args=[held.school.pk])).status_code == 404
