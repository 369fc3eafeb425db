"""A parent who is asked to a meeting by a letter puts it in their own calendar, by the link of the e-mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from supportfirst.casework.actions.change_letter import approve_letter
from supportfirst.casework.store.models import AuditEvent, CaseEvent, Letter, LetterMail
from tests.factories.site import an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_letters import (
    AFTER,
    FORM,
    a_parent,
    letter_school,
    new_address,
    the_lead,
    worked,
)
from tests.factories.site_registers import form_of, words_of
from tests.unit.casework.letters.test_letter_by_email import at, leaves, link_in, send
from tests.unit.casework.meetings.test_child_meetings import arrange, place, usual

pytestmark = pytest.mark.django_db
__all__ = ["leaves"]
BUTTON = "Put the meeting in your calendar"


@pytest.fixture
def held():
    return letter_school("essex")


@pytest.fixture
def client(held):
    return demo_client(held.officer)


@pytest.fixture
def mother(held):
    return a_parent(held, email="mina@example.org")


def family_of(held, client, mother, leaves, letter, **over):
    """A browser of the family, after the letter came by e-mail and its link was opened."""
    here = f"{new_address(held, letter)}?to={mother.pk}"
    begun = form_of(client.get(here))
    assert not begun["slot_meeting_place"]  # a person says what may be told
    sent = {**begun, **FORM, **over}
    assert client.post(here, sent).status_code == 302
    made = Letter.objects.get(adult=mother)
    approve_letter(the_lead(held), held.school.pk, made.pk)
    assert send(held, made).status_code == 302
    worked()
    family = Client()
    page = family.get(link_in(outbox.outbox[-1].body), follow=True)
    return family, words_of(page)


def test_the_file_of_a_parent_names_neither_a_child_nor_a_place_that_is_kept(
    held, client, mother, leaves, monkeypatch
):
    at(AFTER, monkeypatch)
    father = an_adult(held.pupils[0], legal_forename="Ignatius", legal_surname="Thornbury")
    told = {"how": "elsewhere", "place": "Mr Thornbury’s house"}
    assert arrange(client, held, "attendance", adults=[str(mother.pk)], **told).status_code == 302
    said = {"slot_meeting_day": "2026-11-25", "slot_meeting_time": "2:30pm", "slot_meeting_place": "a room"}
    family, page = family_of(held, client, mother, leaves, "essex.letter.meeting_invitation", **said)
    assert BUTTON in page

    got = family.post(reverse("emailed-letter"), {"what": "meeting"})

    [found] = Calendar.from_ical(got.content).walk("VEVENT")
    assert (found["DTSTART"].dt.isoformat(), found["LOCATION"]) == ("2026-11-25T14:30:00+00:00", "")
    pupil = held.pupils[0].pupil
    for name in (pupil.legal_forename, pupil.legal_surname, father.legal_surname, mother.legal_forename):
        assert name.encode() not in got.content
    assert LetterMail.objects.get().opened_at is None
    line = AuditEvent.objects.get(verb="export_meeting")
    assert (line.pupil, line.actor) == (pupil, None)
    assert family.post(reverse("emailed-letter")).content.startswith(b"%PDF")

    here = place(held, "meeting-move", CaseEvent.objects.get(kind="meeting").event)
    moved = {"asked_by": "Ms Byron", "offer_on": "2026-11-30", "offer_at": "9am", "offer_how": "video"}
    moved |= {"offer_because": "No fares"}
    assert client.post(here, {**usual(client, here), **moved}).status_code == 302
    at(AFTER + timedelta(minutes=5), monkeypatch)
    assert BUTTON not in words_of(family.get(reverse("emailed-letter")))
    assert family.post(reverse("emailed-letter"), {"what": "meeting"}).status_code == 410
