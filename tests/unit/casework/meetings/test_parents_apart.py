"""Parents in conflict are met apart: a meeting each, with its own time, view and minutes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from icalendar import Calendar

from supportfirst.casework.store.models import CaseEvent, Letter
from supportfirst.casework.web.views.worklist_forms import PREFIX
from tests.factories.site import an_adult
from tests.factories.site_letters import FORM, a_parent, letter_school, new_address
from tests.factories.site_registers import a_register_school, form_of, words_of
from tests.unit.casework.meetings.test_child_meetings import arrange, client_of, place, sat, shown, usual

pytestmark = pytest.mark.django_db
ATTENDANCE = "attendance"


@pytest.fixture
def held():
    return a_register_school(pack="essex")


@pytest.fixture
def parents(held):
    return [an_adult(held.pupils[0]), an_adult(held.pupils[0], relationship="father")]


@pytest.fixture
def client(browser, held, parents):
    """A browser of the officer, after it was recorded that the parents are in conflict."""
    client = client_of(browser, held)
    conflict(client, held, parents)
    return client


def conflict(client, held, parents) -> None:
    here = reverse("pupil-record", args=[held.school.pk, held.pupils[0].pupil_id, "circumstances"])
    said = {"on": "2026-11-20", "adult": str(parents[0].pk), f"{PREFIX}conflict": "yes"}
    assert client.post(here, {**usual(client, here), **said}).status_code == 302


def both(client, held, parents, **typed):
    return arrange(client, held, ATTENDANCE, adults=[str(each.pk) for each in parents], **typed)


def meetings():
    return list(CaseEvent.objects.filter(kind="meeting").order_by("serial"))


@pytest.mark.requirement("ESX-R-28")
def test_one_meeting_becomes_two_each_with_its_own_view_and_minutes(client, held, parents):
    refused = both(client, held, parents)
    assert refused.status_code == 422
    assert "each has a meeting of their own" in words_of(refused)
    assert both(client, held, []).status_code == 422

    names = [each.name for each in client.get(place(held, "meeting-new", ATTENDANCE)).context["form"].apart]
    assert len(names) == 2
    assert both(client, held, parents, apart_1="4pm").status_code == 302

    mine, theirs = meetings()
    assert {*mine.adults, *theirs.adults} == {str(each.pk) for each in parents}
    assert len(mine.adults) == len(theirs.adults) == 1
    plans = CaseEvent.objects.filter(kind="meeting_plan").order_by("serial")
    assert {each.data["at"] for each in plans} == {"14:30", "16:00"}
    assert [each.data["together"] for each in plans] == [str(mine.event)] * 2
    for meeting, view in ((mine, "Feels unheard"), (theirs, "Sees it otherwise")):
        here = place(held, "meeting", meeting.event)
        assert sat(client, here, parent_view=view).status_code == 302
    kept = list(CaseEvent.objects.filter(kind="meeting_minutes").order_by("serial"))
    assert [each.adults for each in kept] == [mine.adults, theirs.adults]
    assert [each.data["about"] for each in kept] == [str(mine.event), str(theirs.event)]
    assert [each.data["parent_view"] for each in kept] == ["Feels unheard", "Sees it otherwise"]
    assert "otherwise" not in str(kept[0].data)
    assert "unheard" not in str(kept[1].data)


@pytest.mark.requirement("ESX-R-28")
def test_of_two_meetings_each_shows_its_own_view_alone_and_closes_alone(client, held, parents):
    both(client, held, parents, apart_1="4pm")
    mine, theirs = meetings()
    assert sat(client, place(held, "meeting", mine.event), parent_view="Feels unheard").status_code == 302

    page = client.get(place(held, "meeting", theirs.event))
    assert "unheard" not in words_of(page)
    assert page.context["page"].meeting.is_open
    assert sat(client, place(held, "meeting", theirs.event), parent_view="Sees it so").status_code == 302

    told = {
        each.event: str(each.told)
        for each in client.get(place(held, "pupil-meetings")).context["page"].meetings
    }
    assert ("unheard" in told[mine.event], "Sees it so" in told[mine.event]) == (True, False)
    assert ("unheard" in told[theirs.event], "Sees it so" in told[theirs.event]) == (False, True)


@pytest.mark.requirement("ESX-R-28")
def test_each_of_two_is_invited_to_their_own_meeting_and_to_no_other(browser):
    """In the letter, and in the file for a calendar that goes with it."""
    held = letter_school("essex")
    parents = [a_parent(held), a_parent(held, title="Mr", legal_forename="Theo", relationship="father")]
    client = client_of(browser, held)
    conflict(client, held, parents)
    assert both(client, held, parents, at="2.30pm", apart_1="4pm", place="Library").status_code == 302
    here = new_address(held, "essex.letter.meeting_invitation")
    for each in parents:
        alone = f"{here}?to={each.pk}"
        assert client.post(alone, {**form_of(client.get(alone)), **FORM}).status_code == 302

    said = {str(each.adult_id): str(each.content) for each in Letter.objects.all()}
    times = {"14:30": "2:30pm", "16:00": "4pm"}
    plans = {each.data["about"]: each.data["at"] for each in CaseEvent.objects.filter(kind="meeting_plan")}
    uids = set()
    for meeting in meetings():
        [parent], at = meeting.adults, plans[str(meeting.event)]
        assert [time for time in times.values() if time in said[parent]] == [times[at]]
        file = client.get(place(held, "meeting-calendar", meeting.event))
        [found] = Calendar.from_ical(file.content).walk("VEVENT")
        assert found["DTSTART"].dt.strftime("%H:%M") == at
        uids.add(str(found["UID"]))
    assert len(uids) == len(parents)


@pytest.mark.parametrize("page", ["meeting-move", "meeting"])
def test_a_meeting_with_both_is_moved_or_offered_to_each_alone_by_what_the_form_asks(
    browser, held, parents, page
):
    """They came to be in conflict after it was arranged."""
    client = client_of(browser, held)
    assert both(client, held, parents).status_code == 302
    conflict(client, held, parents)
    here = place(held, page, meetings()[0].event)
    told = usual(client, here) | {"asked_by": "By telephone", "result": "cancelled", "on": "2026-11-20"}
    told |= {"offer_on": "2026-11-30", "offer_at": "9.15am", "offer_how": "video", "offer_because": "Apart"}
    refused = client.post(here, {**told, "offer_adults": [str(each.pk) for each in parents]})
    assert refused.status_code == 422
    assert "Give each of them a time of their own" in words_of(refused)
    assert {"offer_adults", "offer_apart_0", "offer_apart_1", "despite"} <= {*refused.context["form"].fields}

    told |= {"offer_adults": [str(each.pk) for each in parents], "offer_apart_1": "4pm"}
    assert client.post(here, told).status_code == 302

    first, mine, theirs = meetings()
    assert sorted((*mine.adults, *theirs.adults)) == sorted(first.adults)
    plans = CaseEvent.objects.filter(kind="meeting_plan").order_by("serial")
    assert {each.data["at"] for each in plans[1:]} == {"09:15", "16:00"}
    assert {each.data["replaces"] for each in plans[1:]} == {str(first.event)}

    files = [client.get(place(held, "meeting-calendar", each.event)).content for each in meetings()]
    assert [b"METHOD:CANCEL" in each for each in files] == [True, False, False]
    uids = {str(Calendar.from_ical(each).walk("VEVENT")[0]["UID"]) for each in files}
    assert len(uids) == len(files)  # the one with both goes, and each has an entry of their own
    files = [client.get(place(held, "meeting-calendar", each.event)).text for each in (first, mine, theirs)]
    assert "METHOD:CANCEL" in files[0]
    assert len({re.search(r"UID:(\S+)", each)[1] for each in files}) == 3


def test_a_meeting_with_one_parent_is_no_offer_to_the_other(client, held, parents):
    both(client, held, parents, apart_1="4pm")
    mine, _ = meetings()
    here = place(held, "meeting-move", mine.event)
    told = {name: value for name, value in usual(client, here).items() if not name.startswith("offer_")}
    assert client.post(here, {**told, "asked_by": "By telephone"}).status_code == 302

    assert "No other day was offered yet" in shown(client, held)
    other = next(str(each.pk) for each in parents if str(each.pk) not in mine.adults)
    assert arrange(client, held, ATTENDANCE, adults=[other], on="2026-12-01").status_code == 302
    assert "No other day was offered yet" in shown(client, held)
    assert arrange(client, held, ATTENDANCE, adults=mine.adults, on="2026-12-02").status_code == 302

    assert "No other day was offered yet" not in shown(client, held)
    assert CaseEvent.objects.filter(kind="meeting_plan").latest("serial").data["replaces"] == str(mine.event)
