"""A parent can't come: the meeting is moved, its new day is confirmed, and none is lost on the way."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import CaseEvent, Job, JobState, Letter
from tests.factories.site_cases import an_event
from tests.factories.site_letters import FORM, a_parent, letter_school, new_address, of_letter
from tests.factories.site_registers import words_of
from tests.unit.casework.meetings.test_child_meetings import TEN, arrange, client_of, place, shown, usual

pytestmark = pytest.mark.django_db
ATTENDANCE = "attendance"
NEW = {"offer_on": "2026-11-30", "offer_at": "9.15am", "offer_how": "in_school", "offer_place": "Library"}
NOTICE = {"decision": "request"}
ASKED = {"asked_by": "Ms Byron, by telephone", "change_because": "Works that day"}


@pytest.fixture
def held():
    return letter_school("essex")


@pytest.fixture
def mother(held):
    return a_parent(held)


@pytest.fixture
def client(browser, held, mother):
    client = client_of(browser, held)
    assert arrange(client, held, ATTENDANCE, adults=[str(mother.pk)]).status_code == 302
    return client


def moving(client, held, **typed):
    first = CaseEvent.objects.filter(kind="meeting").latest("serial").event
    here = place(held, "meeting-move", first)
    told = {name: value for name, value in usual(client, here).items() if not name.startswith("offer_")}
    return client.post(here, {**told, **ASKED, **typed})


def assessed(held):
    """The child as the worker assesses them now."""
    Job.objects.all().delete()
    with transaction.atomic():
        ask_reassessment(held.school, None, TEN)
    done = Worker(now=lambda: TEN, kinds={"assess_school": assess_school}).run_next()
    assert done.state == JobState.DONE, done.error


def is_flagged(client, held, item="Meetings rearranged for a parent who could not come") -> bool:
    """Whether the evidence check counts it among what is missing."""
    page = client.get(reverse("pupil-referral", args=[held.school.pk, held.pupils[0].pupil_id]))
    missing = re.search(r"Missing: ([^.]*)\.", words_of(page))
    assert missing is not None
    return item in missing[1]


@pytest.mark.requirement("ESX-R-37")
def test_a_meeting_that_the_parent_can_t_come_to_waits_for_another_and_the_evidence_check_says_so(
    browser, held
):
    client = client_of(browser, held)
    child = held.pupils[0]
    an_event(child, "penalty_notice_considered", by=held.officer, **NOTICE)
    said = {"meeting": ATTENDANCE, "planned_on": "2026-11-25"}
    an_event(child, "meeting", by=held.officer, **said)
    assert moving(client, held).status_code == 302
    assessed(held)

    assert is_flagged(client, held)
    assert "cancelled No other day was offered yet" in shown(client, held)
    told = words_of(client.get(reverse("meetings", args=[held.school.pk])))
    assert "Missed, and no other day is offered (1)" in told

    assert arrange(client, held, ATTENDANCE, on="2026-12-02").status_code == 302
    assessed(held)
    assert not is_flagged(client, held)
    assert "No other day was offered yet" not in shown(client, held)


@pytest.mark.requirement("ESX-R-31")
@pytest.mark.parametrize("kind", [ATTENDANCE, "taf"])
def test_a_meeting_without_the_reason_for_its_place_is_incomplete_in_the_evidence_check(browser, held, kind):
    client = client_of(browser, held)
    child, reason = held.pupils[0], "The reason for the place of each meeting"
    an_event(child, "penalty_notice_considered", by=held.officer, **NOTICE)
    assert arrange(client, held, kind, place_because="").status_code == 422
    assert arrange(client, held, kind).status_code == 302
    assessed(held)
    assert not is_flagged(client, held, reason)

    an_event(child, "meeting", by=held.officer, meeting=kind)  # as one logged from elsewhere
    assessed(held)

    assert is_flagged(client, held, reason)


@pytest.mark.requirement("ESX-C-37")
def test_the_invitation_offers_another_time_with_a_contact_and_a_reply_moves_the_meeting(client, held):
    here = new_address(held, "essex.letter.meeting_invitation")
    begun = client.get(here).context["form"].initial
    assert begun["slot_meeting_day"].isoformat() == "2026-11-25"
    assert begun["slot_meeting_time"] == "2:30pm"
    said = {"slot_meeting_day": "2026-11-25", "slot_meeting_time": "2:30pm", "slot_meeting_place": "Library"}
    assert client.post(here, {"submission": str(uuid4()), **FORM, **said}).status_code == 302
    told = words_of(client.get(of_letter("letter", Letter.objects.get())))
    assert "does not suit you, please tell Lea Grant by Friday 27 November 2026: 01632 960100" in told

    assert moving(client, held, asked_by="").status_code == 422
    assert moving(client, held, offer_on="2026-11-30").status_code == 422
    assert moving(client, held, **NEW).status_code == 302

    first, second = CaseEvent.objects.filter(kind="meeting").order_by("serial")
    plan = CaseEvent.objects.filter(kind="meeting_plan").latest("serial").data
    assert (second.data["planned_on"], plan["at"], plan["place"]) == ("2026-11-30", "09:15", "Library")
    assert plan["replaces"] == str(first.event)
    assert second.adults == first.adults
    told = shown(client, held)
    assert "Who asked for another time or place: Ms Byron, by telephone" in told
    assert "rearranged" in told


@pytest.mark.requirement("ESX-C-38")
def test_the_new_day_is_confirmed_to_the_parent_in_a_letter_that_knows_it(client, held):
    assert moving(client, held, **NEW).status_code == 302
    link = reverse(
        "child-letter-new",
        args=[held.school.pk, held.pupils[0].pupil_id, "essex.letter.meeting_rearranged"],
    )
    page = client.get(place(held, "pupil-meetings"))
    assert link in page.text

    form = client.get(link).context["form"]

    begun = {name: form.initial[f"slot_{name}"] for name in ("meeting_time", "meeting_place")}
    assert begun == {"meeting_time": "9:15am", "meeting_place": "Library"}
    days = [form.initial[f"slot_{name}"].isoformat() for name in ("meeting_day", "meeting_before")]
    assert days == ["2026-11-30", "2026-11-25"]
    assessed(held)
    due = client.get(place(held, "child-letters")).context["page"].due
    assert [each.id for each in due] == ["essex.letter.meeting_rearranged"]


def test_moving_twice_changes_nothing_and_what_is_closed_is_not_moved(client, held):
    here = place(held, "meeting-move", CaseEvent.objects.get(kind="meeting").event)
    sent = {**usual(client, here), **ASKED, **NEW}
    assert client.post(here, sent).status_code == 302
    number = CaseEvent.objects.count()

    assert client.post(here, sent).status_code == 302
    refused = client.post(here, {**sent, "submission": "b7b5bd2e-92e4-4b6e-8b2e-0f0c2c1e6b11"})

    assert refused.status_code == 422
    assert "What became of it is recorded: rearranged" in words_of(refused)
    assert CaseEvent.objects.count() == number
