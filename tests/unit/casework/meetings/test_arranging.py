"""Arranging a meeting with the circumstances of the family in sight."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent
from supportfirst.casework.web.views.worklist_forms import PREFIX
from tests.factories.site import a_pupil, a_school, an_adult
from tests.factories.site_registers import a_register_school, words_of
from tests.unit.casework.meetings.test_child_meetings import (
    REVIEW,
    arrange,
    client_of,
    place,
    shown,
    usual,
)

pytestmark = pytest.mark.django_db
RUN = {"brings_until": "09:15", "collects_from": "15:00", "home_by": "16:00"}


@pytest.fixture
def held():
    return a_register_school(pack="halton")


@pytest.fixture
def parent(held):
    return an_adult(held.pupils[0])


def tell(client, held, parent, on="2026-11-20", **told) -> None:
    here = reverse("pupil-record", args=[held.school.pk, held.pupils[0].pupil_id, "circumstances"])
    said = {**usual(client, here), "on": on, "adult": str(parent.pk)}
    said |= {f"{PREFIX}{name}": value for name, value in told.items()}
    assert client.post(here, said).status_code == 302


def planning(client, held):
    return client.get(place(held, "meeting-new", REVIEW))


def plan_of() -> dict:
    return CaseEvent.objects.get(kind="meeting_plan").data


@pytest.mark.requirement("ESX-R-23")
def test_what_a_parent_can_manage_is_recorded_and_seen_where_a_meeting_is_arranged(browser, held, parent):
    client = client_of(browser, held)
    told = words_of(planning(client, held))
    assert "Work pattern: not known" in told

    tell(client, held, parent, school_run="Walks two children", work="Nights", health="Uses a stick")

    told = words_of(planning(client, held))
    assert parent.name in told
    for words in (
        "Work pattern: Nights",
        "who else makes it: Walks two",
        "Health and mobility: Uses a stick",
    ):
        assert words in told


def test_a_record_that_is_silent_about_a_fact_leaves_it_as_it_was_told(browser, held, parent):
    client = client_of(browser, held)
    tell(client, held, parent, on="2026-11-18", conflict="yes", poor_health="yes", car="yes")

    tell(client, held, parent, car="no")

    told = words_of(planning(client, held))
    conflict = "Whether the parents are in conflict and are met apart: yes (told on 18 November 2026)"
    assert conflict in told
    assert "Offer to meet by video or at home first." in told
    assert "Whether there is a car: no (" not in told
    assert "Whether there is a car: no" in told


def test_what_was_told_of_an_earlier_day_and_written_down_later_decides_nothing(browser, held, parent):
    client = client_of(browser, held)
    tell(client, held, parent, poor_health="no")

    tell(client, held, parent, on="2026-11-18", poor_health="yes")

    assert "Offer to meet by video or at home first." not in words_of(planning(client, held))


@pytest.mark.requirement("ESX-R-33")
def test_car_care_fares_and_health_are_seen_where_the_place_is_chosen(browser, held, parent):
    client = client_of(browser, held)

    tell(client, held, parent, car="no", minder="yes", fares="no", venue_health="No stairs")

    told = words_of(planning(client, held))
    for words in (
        "Whether there is a car: no",
        "look after younger children meanwhile: yes",
        "fares to a distant place can be paid: no",
        "stops the parent from reaching a place: No stairs",
    ):
        assert words in told


@pytest.mark.requirement("ESX-R-24")
@pytest.mark.parametrize(
    ("at", "warned"), [("9.15am", "brings them"), ("3pm", "collects them"), ("11am", "")]
)
def test_a_parent_of_two_schools_is_not_asked_at_the_school_run(browser, held, parent, at, warned):
    client = client_of(browser, held)
    tell(client, held, parent, **RUN)
    assert arrange(client, held, REVIEW, at=at, submission=str(parent.pk)).status_code == 302
    an_adult(a_pupil(a_school(name="Other School")), adult=parent)

    kept = arrange(client, held, REVIEW, at=at)

    assert kept.status_code == (422 if warned else 302)
    if warned:
        assert f"{parent.name} has children at 2 schools, and {warned} at this time." in words_of(kept)
        assert arrange(client, held, REVIEW, at=at, despite="on").status_code == 302
        assert f"What speaks against the time: {parent.name} has" in shown(client, held)


def test_an_afternoon_is_asked_about_where_nobody_knows_when_children_are_collected(browser, held, parent):
    an_adult(a_pupil(a_school(name="Other School")), adult=parent)

    refused = arrange(client_of(browser, held), held, REVIEW)

    assert "when they are collected is not known" in words_of(refused)


@pytest.mark.requirement("ESX-R-25")
def test_times_in_the_three_parts_of_the_day_are_offered_and_kept(browser, held, parent):
    client = client_of(browser, held)
    tell(client, held, parent, work_inflexible="yes")
    assert "offer a time at the beginning, in the middle and at the end" in words_of(planning(client, held))

    arrange(client, held, REVIEW, first="9am", middle="12.30pm", last="4.45pm")

    told = "beginning of the day: 09:00; middle of the day: 12:30; end of the day: 16:45"
    assert f"The times that were offered: {told}" in shown(client, held)


@pytest.mark.requirement("ESX-R-26")
def test_video_and_home_come_first_for_a_parent_in_poor_health(browser, held, parent):
    client = client_of(browser, held)
    ways = planning(client, held).context["form"].fields["how"].choices
    assert ways[0][0] == "in_school"

    tell(client, held, parent, poor_health="yes")

    ways = planning(client, held).context["form"].fields["how"].choices
    assert [each for each, _ in ways[:2]] == ["video", "at_home"]
    assert len(ways) == 5


@pytest.mark.requirement("ESX-R-32")
@pytest.mark.parametrize("ground", ["engages_better_with_this_school", "nearer_home"])
def test_the_grounds_of_a_place_are_offered_and_kept(browser, held, parent, ground):
    client = client_of(browser, held)
    an_adult(a_pupil(a_school(name="Other School")), adult=parent)
    offered = [each for each, _ in planning(client, held).context["form"].fields["place_ground"].choices]
    assert ground in offered

    arrange(client, held, REVIEW, place_ground=ground, despite="on")

    assert plan_of()["place_ground"] == ground
