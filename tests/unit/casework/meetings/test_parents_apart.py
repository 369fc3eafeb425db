"""Parents in conflict are met apart: a meeting each, with its own time, view and minutes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent
from supportfirst.casework.web.views.worklist_forms import PREFIX
from tests.factories.site import an_adult
from tests.factories.site_registers import a_register_school, words_of
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
    here = reverse("pupil-record", args=[held.school.pk, held.pupils[0].pupil_id, "circumstances"])
    said = {"on": "2026-11-20", "adult": str(parents[0].pk), f"{PREFIX}conflict": "yes"}
    assert client.post(here, {**usual(client, here), **said}).status_code == 302
    return client


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
    for meeting, view in ((mine, "Feels unheard"), (theirs, "Sees it otherwise")):
        here = place(held, "meeting", meeting.event)
        assert sat(client, here, parent_view=view).status_code == 302
    kept = list(CaseEvent.objects.filter(kind="meeting_minutes").order_by("serial"))
    assert [each.adults for each in kept] == [mine.adults, theirs.adults]
    assert [each.data["about"] for each in kept] == [str(mine.event), str(theirs.event)]
    assert [each.data["parent_view"] for each in kept] == ["Feels unheard", "Sees it otherwise"]
    assert "otherwise" not in str(kept[0].data)
    assert "unheard" not in str(kept[1].data)


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
