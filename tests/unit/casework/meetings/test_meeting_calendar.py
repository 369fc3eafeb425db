"""The invitation to a meeting as a file for a calendar, read back: what it says, and what it never says."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from supportfirst.casework.store.models import AuditEvent, CaseEvent, Marker, MarkerKind
from tests.factories.site import an_adult
from tests.factories.site_registers import a_register_school, words_of
from tests.unit.casework.meetings.test_child_meetings import REVIEW, arrange, client_of, place, usual

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return a_register_school(pack="halton")


def meetings():
    return list(CaseEvent.objects.filter(kind="meeting").order_by("serial"))


def file_of(client, held, meeting):
    return client.get(place(held, "meeting-calendar", meeting.event))


def entry(answer):
    assert answer.status_code == 200, answer.content
    calendar = Calendar.from_ical(answer.content)
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


def test_it_holds_the_time_in_london_and_the_place_and_names_nobody(browser, held):
    client = client_of(browser, held)
    name = held.pupils[0].pupil.legal_surname
    arrange(client, held, REVIEW, place=f"Room 4; ask for {name}")
    arrange(client, held, REVIEW, place="Room 4, first floor", on="2027-06-02")

    first, second = (file_of(client, held, each) for each in meetings())

    method, found = entry(second)
    assert method == "PUBLISH"
    assert found["DTSTART"].dt == datetime(2027, 6, 2, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    assert second.content.count(b"DTSTART;TZID=Europe/London:20270602T143000") == 1
    assert found["LOCATION"] == f"Room 4, first floor, {held.school.name}"
    assert found["SUMMARY"] == f"Meeting with {held.school.name}"
    assert entry(first)[1]["LOCATION"] == held.school.name
    pupil = held.pupils[0].pupil
    for word in (pupil.legal_forename, pupil.legal_surname, "ttendance", "eview"):
        assert word.encode() not in first.content + second.content
    assert second.content == file_of(client, held, meetings()[1]).content
    assert AuditEvent.objects.filter(verb="export_meeting", pupil=pupil).count() == 3


OF_MOTHER = "4 Cuttlefish Court"
KEPT = (
    "Mr Larkspur’s house",  # of an adult whose tie to the child has ended
    "Room of Zoe Byron",
    "Hall in 4  cuttlefish court, Weirbridge",
    "ZZ98 7QX",
)
TOLD = ("The Shed, Edward Street", "Room Z, 14 Cuttlefish Court Road")


def test_a_place_is_left_out_by_whole_names_and_hidden_addresses_alone_and_the_page_says_so(browser, held):
    client = client_of(browser, held)
    an_adult(held.pupils[0], legal_forename="Ed", legal_surname="Larkspur", last_day=date(2026, 10, 1))
    zoe = an_adult(
        held.pupils[0], legal_forename="Zoë", address=f"{OF_MOTHER}, Weirbridge", postcode="ZZ98 7QX"
    )
    Marker.objects.create(kind=MarkerKind.CONFIDENTIAL_ADDRESS, adult=zoe, first_day=date(2026, 9, 1))
    for where in (*TOLD, *KEPT):
        assert arrange(client, held, REVIEW, how="elsewhere", place=where).status_code == 302

    shown = [entry(file_of(client, held, each))[1]["LOCATION"] for each in meetings()]

    assert shown == [*TOLD, *("" for _ in KEPT)]
    here = reverse("pupil-meetings", args=[held.school.pk, held.pupils[0].pupil_id])
    said = words_of(client.get(here))
    assert said.count("The place is left out of it, since it names somebody") == len(KEPT)


def test_a_way_that_tells_no_place_leaves_none_out(browser, held):
    client = client_of(browser, held)
    parent = an_adult(held.pupils[0])
    arrange(client, held, REVIEW, how="at_home", place=f"With {parent.legal_surname}")

    assert entry(file_of(client, held, meetings()[0]))[1]["LOCATION"] == "At your home"
    assert "The place is left out" not in words_of(client.get(place(held, "pupil-meetings")))


def test_another_day_changes_the_entry_and_calling_off_takes_it_out(browser, held):
    client = client_of(browser, held)
    arrange(client, held, REVIEW)
    first = meetings()[0]
    uid = entry(file_of(client, held, first))[1]["UID"]
    here = place(held, "meeting", first.event)
    offered = {
        "offer_at": "4pm",
        "offer_how": "at_home",
        "offer_place": "1 Elm Road",
        "offer_because": "The family lives there",
        "offer_on": "2026-12-01",
    }
    client.post(here, {**usual(client, here), "result": "rearranged", **offered})
    second = meetings()[1]

    gone = file_of(client, held, first)
    assert gone.status_code == 422
    assert "another one took its place" in gone.text
    method, moved = entry(file_of(client, held, second))
    assert (method, moved["UID"], moved["SEQUENCE"]) == ("PUBLISH", uid, 2)
    assert moved["LOCATION"] == "At your home"

    here = place(held, "meeting", second.event)
    client.post(here, {**usual(client, here), "result": "cancelled", "no_offer_because": "Moved away"})
    method, over = entry(file_of(client, held, second))
    assert (method, over["UID"], over["SEQUENCE"], over["STATUS"]) == ("CANCEL", uid, 3, "CANCELLED")
    told = words_of(client.get(reverse("pupil-meetings", args=[held.school.pk, held.pupils[0].pupil_id])))
    assert "File that takes it out of a calendar" in told
    assert str(first.event) not in told
