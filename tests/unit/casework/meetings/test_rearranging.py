"""A parent can't come: the meeting is moved, its new day is confirmed, and none is lost on the way."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.close_meeting import Became, close_meeting
from supportfirst.casework.actions.rearrange_meeting import Asked, rearrange_meeting
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.queries.child_meetings import meetings_page
from supportfirst.casework.store.models import CaseEvent, Job, JobState, Letter
from tests.factories.site_cases import an_event
from tests.factories.site_letters import FORM, a_parent, letter_school, new_address, of_letter
from tests.factories.site_registers import FRIDAY, words_of
from tests.unit.casework.meetings.test_child_meetings import TEN, arrange, client_of, place, shown, usual

pytestmark = pytest.mark.django_db
ATTENDANCE = "attendance"
NEW = {"offer_on": "2026-11-30", "offer_at": "9.15am", "offer_how": "in_school", "offer_place": "Library"}
NEW["offer_because"] = "The parent passes by"
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

    other = an_event(child, "meeting", by=held.officer, meeting=kind)  # as one logged from elsewhere
    plan = {"about": other.event, "at": "09:00", "how": "phone", "place_because": ""}
    actor = actor_of(held.officer, TEN)
    with pytest.raises(EventRefused, match="place because"):  # a plan is no way round it
        record_event(actor, held.school, child.pupil, "meeting_plan", submission=uuid4(), data=plan)
    assessed(held)

    assert is_flagged(client, held, reason)


@pytest.mark.requirement("ESX-R-31")
def test_the_reason_for_another_place_is_asked_and_never_made_up(client, held):
    """A place that stays keeps its reason; of another place or way somebody says why."""
    day = {"offer_on": "2026-11-30", "offer_at": "9.15am"}
    stays, another = {"offer_how": "in_school", "offer_place": ""}, {"offer_how": "video", "offer_place": ""}

    refused = moving(client, held, **day, **another)

    assert refused.status_code == 422
    assert "Say why this place or way was chosen" in words_of(refused)
    assert CaseEvent.objects.filter(kind="meeting").count() == 1
    assert moving(client, held, **day, **stays).status_code == 302
    assert plan_now()["place_because"] == "Near home"
    said = "No fares to school"
    assert moving(client, held, **day, **another, offer_because=said).status_code == 302
    assert plan_now()["place_because"] == said


def plan_now() -> dict:
    return CaseEvent.objects.filter(kind="meeting_plan").latest("serial").data


def test_whoever_was_left_out_on_purpose_is_not_asked_by_moving_the_meeting(client, held, mother):
    told = {"invited": ["parent"], "left_out_because": "The family asked for few people"}
    assert arrange(client, held, ATTENDANCE, adults=[str(mother.pk)], **told).status_code == 302
    before = plan_now()

    assert moving(client, held, **NEW).status_code == 302

    after = plan_now()
    assert after["invited"] == before["invited"] == ["Parent or carer"]
    assert after["left_out_because"] == told["left_out_because"]


def test_of_two_people_who_close_or_move_one_meeting_the_second_is_told(client, held):
    """Both had the page open: what the first one wrote counts, whatever the second one's page showed."""
    meeting = CaseEvent.objects.get(kind="meeting")
    actor = actor_of(held.officer, TEN)
    stale = meetings_page(
        actor, held.school.pk, held.pupils[0].pupil_id, meeting=meeting.event, arranging=True
    )
    assert moving(client, held).status_code == 302
    number = CaseEvent.objects.count()

    with pytest.raises(Refused, match="recorded already"):
        rearrange_meeting(actor, stale, Asked(uuid4(), "Ms Byron", "Works"))
    became = Became(uuid4(), "cancelled", FRIDAY, {}, {}, no_offer_because="She moves away")
    with pytest.raises(Refused, match="recorded already"):
        close_meeting(actor, stale, became)

    assert CaseEvent.objects.count() == number


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


def begun_letter(client, held, letter: str, to=None) -> dict:
    here = new_address(held, letter) + (f"?to={to.pk}" if to else "")
    initial = client.get(here).context["form"].initial
    return {name: initial.get(f"slot_meeting_{name}") for name in ("day", "time")}


def test_a_letter_tells_the_soonest_meeting_of_its_kind_whenever_that_was_written_down(client, held, mother):
    adults = [str(mother.pk)]
    assert arrange(client, held, "taf", on="2026-11-20", at="9am", adults=adults).status_code == 302  # over
    assert arrange(client, held, "taf", on="2026-11-24", at="9am", adults=adults).status_code == 302
    assert arrange(client, held, "contract", on="2026-11-23", at="8am", adults=adults).status_code == 302

    told = begun_letter(client, held, "essex.letter.meeting_invitation")

    assert (told["day"].isoformat(), told["time"]) == ("2026-11-24", "9am")
    told = begun_letter(client, held, "essex.letter.contract_invitation")
    assert (told["day"].isoformat(), told["time"]) == ("2026-11-23", "8am")


def test_parents_who_are_asked_to_different_meetings_are_written_to_each_alone(client, held, mother):
    father = a_parent(held, title="Mr", legal_forename="Theo", relationship="father")
    here = new_address(held, "essex.letter.meeting_invitation")
    said = {"slot_meeting_day": "2026-11-25", "slot_meeting_time": "2:30pm", "slot_meeting_place": "Library"}
    told = words_of(client.get(here))
    assert f"Write to {mother.name}: asked to the meeting on 25 November 2026" in told
    assert "asked to no meeting that is to come" in told
    refused = client.post(here, {"submission": str(uuid4()), **FORM, **said})
    assert not Letter.objects.exists()
    assert "write to each by themselves" in words_of(refused)

    assert (
        arrange(client, held, ATTENDANCE, on="2026-11-24", at="4pm", adults=[str(father.pk)]).status_code
        == 302
    )

    told = begun_letter(client, held, "essex.letter.meeting_invitation", to=father)
    assert (told["day"].isoformat(), told["time"]) == ("2026-11-24", "4pm")
    told = begun_letter(client, held, "essex.letter.meeting_invitation", to=mother)
    assert (told["day"].isoformat(), told["time"]) == ("2026-11-25", "2:30pm")
    sent = client.post(f"{here}?to={mother.pk}", {"submission": str(uuid4()), **FORM, **said})
    assert sent.status_code == 302
    assert [each.adult for each in Letter.objects.all()] == [mother]
    assert client.get(f"{here}?to={uuid4()}").status_code == 404
    assert client.get(f"{here}?to=nobody").status_code == 404


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
