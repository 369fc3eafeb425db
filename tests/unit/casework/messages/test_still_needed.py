"""Just before a message leaves, and before it is tried again, it is asked whether anybody still needs it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from supportfirst.casework.store.models import AdultContact, Job, Marker, MarkerKind, Message
from tests.factories.site import an_adult
from tests.factories.site_cases import put_marks
from tests.factories.site_registers import submit, words_of
from tests.unit.casework.messages.conftest import TWENTY_TO_TEN
from tests.unit.casework.messages.test_delivering import emailed, outside, seen, waiting

__all__ = ["outside", "waiting"]
pytestmark = pytest.mark.django_db
AT_TWO = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def order_against_the_mother(held):
    mother = held.pupils[0].pupil.links.get(adult__legal_forename="Mina").adult
    told = {"pupil": held.pupils[0].pupil, "against": mother, "first_day": date(2026, 11, 20)}
    Marker.objects.create(kind=MarkerKind.NO_CONTACT, **told)


def present(held):
    put_marks(held.pupils[0], {date(2026, 11, 20): "/ "})


def back_after_lunch(held):
    put_marks(held.pupils[0], {date(2026, 11, 20): "N/"})


def bereaved(held):
    Marker.objects.create(kind=MarkerKind.BEREAVED, pupil=held.pupils[0].pupil, first_day=date(2026, 11, 20))


def another_address(held):
    AdultContact.objects.filter(value="m@example.org").update(last_day=date(2026, 11, 19))


CHANGES = {
    order_against_the_mother: "The adult may not be contacted about the child now.",
    present: "The child is accounted for, or the session is over.",
    back_after_lunch: "The child is accounted for, or the session is over.",
    bereaved: "The family is bereaved.",
    another_address: "The address is no longer the adult’s.",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_needed_no_longer_is_not_sent_although_it_was_asked_for(
    waiting, outside, work, browser, held, change
):
    change(held)

    work()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_at, mail.outbox) == ("unneeded", TWENTY_TO_TEN, [])
    told = seen(browser, held)
    assert "No longer needed, and not sent" in told
    assert CHANGES[change] in told


@pytest.mark.parametrize("change", CHANGES)
def test_trying_again_asks_again_whether_the_message_is_needed(waiting, outside, work, browser, held, change):
    Message.objects.update(state="failed")
    Job.objects.all().delete()
    change(held)
    address = reverse("message-again", args=[held.school.pk, waiting.pk])

    told = words_of(browser(held.officer, TWENTY_TO_TEN).post(address, follow=True))
    work()

    assert f"The message is no longer needed, and nothing is sent. {CHANGES[change]}" in told
    waiting.refresh_from_db()
    assert (waiting.state, mail.outbox) == ("unneeded", [])


def test_after_an_order_the_next_adult_can_be_sent_the_message(waiting, outside, work, browser, held):
    an_adult(held.pupils[0], legal_forename="Ivo", email="ivo@example.org", telephone=None)
    order_against_the_mother(held)
    work()

    emailed(browser, held)
    work()

    assert [each.to for each in mail.outbox] == [["ivo@example.org"]]


def test_the_words_of_a_day_that_is_over_are_not_sent(waiting, outside, work, browser, held):
    later = TWENTY_TO_TEN + timedelta(days=5)
    work(later)
    waiting.refresh_from_db()
    assert (waiting.state, mail.outbox) == ("unneeded", [])

    Message.objects.update(state="failed", error="It failed.")
    told = seen(browser, held, later)
    client = browser(held.officer, later)
    answer = client.post(reverse("message-again", args=[held.school.pk, waiting.pk]), follow=True)
    work(later)

    assert "Try again" not in told
    assert "It failed." in told
    assert "The day that it speaks of is over." in words_of(answer)
    assert mail.outbox == []


def test_the_morning_s_words_are_not_sent_once_the_afternoon_has_a_register(waiting, outside, work, held):
    submit(held, "N", "N", "N", "/", half=1)

    work(AT_TWO)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (
        "unneeded",
        "The child is accounted for, or the session is over.",
    )
