"""Meetings about a child through their pages: arranging, holding, missing, and the next offer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent, Task
from tests.factories.site_registers import a_register_school, form_of, words_of

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SAM, REVIEW, APM = "school_attendance_meeting", "review_meeting", "planning_meeting"
BOXES = ("invited", "despite", "adults", "child_view_consent", "how", "result", "away_0", "away_1")
SAID = "We spoke of it."
DAY = {"day": "20", "month": "11", "year": "2026"}


@pytest.fixture
def held():
    return a_register_school(pack="halton")


def place(held, name, *more) -> str:
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id, *more])


def client_of(browser, held):
    return browser(held.officer, TEN)


def usual(client, here):
    return {name: value for name, value in form_of(client.get(here)).items() if name not in BOXES}


def arrange(client, held, kind, **typed):
    here = place(held, "meeting-new", kind)
    page = client.get(here).context["page"]
    invited = [each.role for each in page.kind.required]
    told = {"at": "2.30pm", "how": "in_school", "place_because": "Near home", "invited": invited}
    return client.post(here, {**usual(client, here), "on": "2026-11-25", **told, **typed})


def open_one(client, held, kind):
    assert arrange(client, held, kind).status_code == 302
    return place(held, "meeting", CaseEvent.objects.filter(kind="meeting").latest("serial").event)


def sat(client, here, result="held", *, away=(), empty=(), **typed):
    """What the form says where everybody came and all of the agenda was spoken of."""
    form = client.get(here).context["form"]
    told = {"result": result, "pupil_because": "At a hospital appointment"}
    for number, title in enumerate(form.people):
        told[f"present_{number}"] = "did_not_come" if title in away else "came"
    for number, item in enumerate(form.agenda):
        told[f"agenda_{number}"] = "" if item in empty else SAID
    for number, _ in enumerate(form.kind.gives):
        told[f"given_to_{number}"] = [title for title in form.people if title not in away]
        told |= {f"given_day_{number}-{part}": said for part, said in DAY.items()}
    return client.post(here, {**usual(client, here), **told, **typed})


def shown(client, held) -> str:
    return words_of(client.get(place(held, "pupil-meetings")))


@pytest.mark.requirement("SC-E11")
def test_the_meetings_of_the_pack_are_offered_by_their_local_names(browser, held):
    told = shown(client_of(browser, held), held)

    assert "School Attendance Meeting (also called SAM, School Improvement Meeting, SIA" in told


def test_one_who_must_come_is_left_out_with_a_reason_alone(browser, held):
    client = client_of(browser, held)

    refused = arrange(client, held, REVIEW, invited=["attendance_lead"])
    assert refused.status_code == 422
    assert "needs Parent or carer. Invite them, or say why" in words_of(refused)
    kept = arrange(
        client, held, REVIEW, invited=["attendance_lead"], left_out_because="Asked to be told after"
    )

    assert kept.status_code == 302
    assert "Asked to be told after" in shown(client, held)


@pytest.mark.requirement("ESX-R-34")
def test_a_professional_who_brings_the_parent_is_named_with_the_answer(browser, held):
    client = client_of(browser, held)

    silent = arrange(client, held, SAM, brought_by="Nia Rook, health visitor")
    assert silent.status_code == 422
    arrange(client, held, SAM, brought_by="Nia Rook, health visitor", bringing="agreed")

    told = shown(client, held)
    assert "bring the parent: Nia Rook, health visitor" in told
    assert "The professional's answer: agreed" in told


def test_it_is_not_held_without_the_staff_who_must_be_there(browser, held):
    client = client_of(browser, held)
    here = open_one(client, held, SAM)
    pastoral = client.get(here).context["form"].kind.required[2].title

    refused = sat(client, here, away=[pastoral])

    assert refused.status_code == 422
    assert f"can't be recorded as held without {pastoral}" in words_of(refused)
    assert not CaseEvent.objects.filter(kind="meeting_outcome").exists()
    assert sat(client, here).status_code == 302


@pytest.mark.requirement("HAL-86")
def test_no_item_of_the_agenda_stays_empty(browser, held):
    client = client_of(browser, held)
    here = open_one(client, held, SAM)

    for item in ("reasons and patterns", "strategies and support", "the child's voice", "medical reasons"):
        refused = sat(client, here, empty=[item])
        assert refused.status_code == 422
        assert f"Write down what was said of: {item}." in words_of(refused)


@pytest.mark.requirement("HAL-84")
def test_without_the_child_it_needs_their_wishes_with_consent_or_a_reason(browser, held):
    client = client_of(browser, held)
    here = open_one(client, held, SAM)

    assert sat(client, here, pupil_because="").status_code == 422
    assert sat(client, here, pupil_because="", child_view="Likes art").status_code == 422
    agreed = sat(client, here, pupil_because="", child_view="Likes art", child_view_consent="on")

    assert agreed.status_code == 302
    assert "wishes and feelings: Likes art" in shown(client, held)


@pytest.mark.requirement("HAL-91")
def test_a_missed_review_is_not_closed_without_the_next_offer(browser, held):
    client = client_of(browser, held)
    here = open_one(client, held, REVIEW)

    refused = client.post(here, {**usual(client, here), "result": "parent_absent"})
    assert refused.status_code == 422
    assert "is not closed without the next offer" in words_of(refused)
    offered = {"offer_at": "4pm", "offer_how": "at_home", "offer_on": "2026-12-01"}
    offered |= {"offer_because": "Nearer for the family"}
    kept = client.post(here, {**usual(client, here), "result": "parent_absent", **offered})

    assert kept.status_code == 302
    told = shown(client, held)
    assert "School Attendance Review Meeting, 1 December 2026, 16:00" in told
    assert "no other day was offered" not in told


@pytest.mark.requirement("HAL-133")
def test_without_an_explanation_the_planning_meeting_goes_ahead_and_with_one_another_day_is_asked(
    browser, held
):
    client = client_of(browser, held)
    here = open_one(client, held, APM)
    parent = ["Parent or carer"]

    explained = client.post(here, {**usual(client, here), "result": "parent_absent_explained"})
    assert explained.status_code == 422
    agreed = {"action": "Call weekly", "action_owner": "School", "action_by": "2026-12-04"}
    assert sat(client, here, "parent_absent", away=parent, **agreed).status_code == 302

    assert CaseEvent.objects.get(kind="meeting_outcome").data["plan_made"] is True
    assert "School, as agreed at the Attendance Planning Meeting: Call weekly" in Task.objects.get().why


@pytest.mark.requirement("HAL-132")
def test_the_minutes_say_of_each_who_was_invited_whether_they_came(browser, held):
    client = client_of(browser, held)
    here = open_one(client, held, APM)

    silent = sat(client, here, present_0="")
    assert silent.status_code == 422
    sat(client, here, "parent_absent", away=["Parent or carer"])

    assert "Who failed to attend: Parent or carer" in shown(client, held)


def test_closing_twice_changes_nothing_and_a_second_outcome_is_refused(browser, held):
    client = client_of(browser, held)
    here = open_one(client, held, APM)
    sent = usual(client, here)
    sat(client, here, submission=sent["submission"])
    number = CaseEvent.objects.count()

    client.post(here, {**sent, "result": "cancelled", "no_offer_because": "Moved away"})

    assert CaseEvent.objects.count() == number
