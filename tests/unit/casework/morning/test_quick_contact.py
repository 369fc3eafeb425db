"""The common call costs two choices, and one that nobody answers costs one press on the morning's list."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AdultContact, AuditEvent, CaseEvent, Marker, MarkerKind
from tests.factories.site import a_user
from tests.factories.site_cases import a_message, an_event
from tests.factories.site_registers import FRIDAY, form_of, words_of
from tests.unit.casework.morning.test_contact_form import (
    TWENTY_TO_TEN,
    address_of,
    held,
    marks,
    opened,
    sent,
)

pytestmark = pytest.mark.django_db
__all__ = ["held"]

DETAILS = re.compile(r'<details class="govuk-details"( open)?>(.*?)</details>', re.DOTALL)
BUTTON = re.compile(r'name="no_answer" value="([^"]+)"><input type="hidden" name="adult" value="([^"]+)"')
FOLDED = ("channel", "made_at", "child_seen", "concern_raised", "support_offered", "staff_chosen", "settles")


def opened_folds(answer) -> list[bool]:
    """Of the two folds, what the contact was and what the mark becomes, whether each is open."""
    return [bool(is_open) for is_open, _ in DETAILS.findall(answer.content.decode())]


def buttons(client, held) -> list[dict[str, str]]:
    """What the buttons of the list would send, in the order of its rows."""
    page = client.get(reverse("morning", args=[held.school.pk])).content.decode()
    return [{"no_answer": once, "adult": adult} for once, adult in BUTTON.findall(page)]


def listed(client, held) -> str:
    return words_of(client.get(reverse("morning", args=[held.school.pk])))


def mother_of(held):
    return held.pupils[0].pupil.links.get().adult


# --- the form -----------------------------------------------------------------------------


def test_asked_first_is_whom_and_what_came_of_it_and_the_rest_is_folded(browser, held):
    page = browser(held.officer, TWENTY_TO_TEN).get(address_of(held))

    whole = page.content.decode().split("<main")[1]
    first = DETAILS.sub("", whole)
    asked = list(dict.fromkeys(re.findall(r'name="(\w+)" type="(?:radio|text)"', first)))
    assert asked == ["adult", "outcome", "category", "reason_found"]
    for name in FOLDED:
        assert f'name="{name}"' in whole
        assert f'name="{name}"' not in first
    assert opened_folds(page) == [False, False]


def test_what_was_said_belongs_to_the_answer_that_somebody_was_spoken_to(browser, held):
    page = browser(held.officer, TWENTY_TO_TEN).get(address_of(held)).content.decode()

    before, inside = page.split('<div class="sf-talk">')
    inside = inside.split("<details")[0]
    assert 'name="outcome" type="radio" value="reached"' in before
    assert 'name="reason_found"' in inside
    assert 'name="category"' in inside


def test_two_choices_are_a_contact_with_the_values_of_most_calls(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    sent(client, held, opened(client, held, outcome="message_left"))

    data = CaseEvent.objects.get().data
    assert (data["channel"], data["outcome"], data["made_at"]) == ("phone", "message_left", "09:40")
    assert data["staff_chosen"] == "Otis Grant"


@pytest.mark.parametrize(
    ("typed", "folds"),
    [
        ({"concern_raised": "a second day"}, [True, False]),
        ({"channel": "home_visit"}, [True, False]),
        ({"made_at": "soon"}, [True, False]),
        ({"settles": "I"}, [False, True]),
        ({"category": "illness", "sessions": []}, [False, True]),
        ({}, [False, False]),
    ],
)
def test_a_fold_is_open_where_it_holds_an_error_or_what_somebody_typed(browser, held, typed, folds):
    client = browser(held.officer, TWENTY_TO_TEN)

    answer = sent(client, held, opened(client, held, reason_found="x" * 400, **typed))

    assert answer.status_code == 422
    assert opened_folds(answer) == folds


def test_the_fold_is_open_where_a_reply_brings_a_channel_of_its_own(browser, held):
    reply = a_message(
        held.pupils[0], direction="in", state="matched", body="ill", asked_at=TWENTY_TO_TEN, channel="text"
    )

    page = browser(held.officer, TWENTY_TO_TEN).get(address_of(held), {"reply": str(reply.pk)})

    assert opened_folds(page) == [True, False]


@pytest.mark.parametrize("outcome", ["no_answer", "message_left"])
@pytest.mark.parametrize("given", [{"category": "illness"}, {"reason_found": "a fever"}])
def test_a_reason_that_nobody_can_have_given_settles_nothing_and_is_shown(browser, held, outcome, given):
    client = browser(held.officer, TWENTY_TO_TEN)

    answer = sent(client, held, opened(client, held, outcome=outcome, **given))

    assert answer.status_code == 422
    assert "Choose “Spoke to somebody”, or take the reason out" in words_of(answer)
    assert "sf-talk" not in answer.content.decode()
    assert form_of(answer)["outcome"] == outcome
    assert (CaseEvent.objects.count(), marks()) == (0, [])


# --- the button on the list ---------------------------------------------------------------


def test_no_answer_is_logged_from_the_list_by_one_press(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    [press] = buttons(client, held)
    assert "No answer from Ms Mina Byron about Ada Byron" in listed(client, held)

    answer = client.post(address_of(held), press, follow=True)

    assert answer.redirect_chain == [(reverse("morning", args=[held.school.pk]), 302)]
    [event] = CaseEvent.objects.all()
    assert event.adults == [str(mother_of(held).pk)]
    assert (event.data["outcome"], event.data["channel"], event.data["made_at"]) == (
        "no_answer",
        "phone",
        "09:40",
    )
    assert event.recorded_by == held.officer
    assert AuditEvent.objects.filter(verb="record_event", pupil=held.pupils[0].pupil).count() == 1
    assert marks() == []
    assert "The contact about Ada Byron is logged. Nobody answered." in words_of(answer)
    assert "To call (0)" in words_of(answer)
    assert buttons(client, held) == []


def test_the_second_press_of_one_button_changes_nothing(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    [press] = buttons(client, held)

    answers = [client.post(address_of(held), press).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert CaseEvent.objects.count() == 1


def test_a_contact_by_the_button_is_struck_out_as_any_other_and_the_child_is_to_be_called_again(
    browser, held
):
    client = browser(held.officer, TWENTY_TO_TEN)
    client.post(address_of(held), buttons(client, held)[0])
    assert "To call (0)" in listed(client, held)

    wrong = CaseEvent.objects.get()
    an_event(held.pupils[0], "struck_out", by=held.officer, on=FRIDAY, strikes_out=wrong.event)

    assert "To call (1)" in listed(client, held)
    client.post(address_of(held), buttons(client, held)[0])
    assert CaseEvent.objects.filter(kind="contact").count() == 2


def test_whom_nobody_may_call_since_the_list_was_shown_is_not_written_down_as_called(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)
    [press] = buttons(client, held)
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, against=mother_of(held), pupil=held.pupils[0].pupil, first_day=FRIDAY
    )

    answer = client.post(address_of(held), press)

    assert answer.status_code == 422
    assert "is not to be called any more. Nothing was logged" in words_of(answer)
    assert not CaseEvent.objects.exists()
    assert buttons(client, held) == []


def test_without_a_number_to_ring_there_is_no_button(browser, held):
    AdultContact.objects.filter(kind="telephone").delete()

    assert buttons(browser(held.officer, TWENTY_TO_TEN), held) == []


def test_a_button_of_an_unreadable_list_says_to_open_the_page_again(browser, held):
    client = browser(held.officer, TWENTY_TO_TEN)

    answer = client.post(address_of(held), buttons(client, held)[0] | {"no_answer": "x"})

    assert answer.status_code == 422
    assert "Open the page again and repeat this" in words_of(answer)
    assert not CaseEvent.objects.exists()


def test_who_may_not_call_presses_in_vain(browser, held):
    [press] = buttons(browser(held.officer, TWENTY_TO_TEN), held)

    answer = browser(a_user("teacher", held.school), TWENTY_TO_TEN).post(address_of(held), press)

    assert answer.status_code == 404
    assert not CaseEvent.objects.exists()
