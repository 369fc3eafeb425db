"""The morning's list, texted or e-mailed in one act, as the office does it."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, CaseEvent, Job, Marker, MarkerKind, Message
from tests.factories.site import a_user, an_adult
from tests.factories.site_registers import form_of, words_of
from tests.unit.casework.messages.conftest import TWENTY_TO_TEN

pytestmark = pytest.mark.django_db


def opened(browser, held, channel="text"):
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("message-send", args=[held.school.pk])
    return client, address, client.get(address, {"channel": channel})


def send(browser, held, channel="text", pupils=(0,)):
    client, address, page = opened(browser, held, channel)
    ticked = [str(held.pupils[each].pupil_id) for each in pupils]
    typed = {**form_of(page), "channel": channel, "submission": str(uuid4()), "pupils": ticked}
    return client, address, typed, client.post(address, typed, follow=True)


def test_the_page_says_who_gets_a_text_and_who_nothing_and_why(browser, held):
    _, _, page = opened(browser, held)

    told = words_of(page)
    assert "Ada Byron" in told
    assert "to Mina Byron (mother)" in told
    assert "Bela Turing" in told
    assert "no mobile number is known of anybody who may be contacted" in told
    assert "no adult is known who may be contacted" in told
    assert Message.objects.count() == 0


def test_the_words_are_shown_as_they_will_be_sent_and_name_no_child(browser, held):
    _, _, page = opened(browser, held)
    *_, answer = send(browser, held)

    [message] = Message.objects.all()
    assert message.body in words_of(page)
    assert "Orchard School: your child is not in school this morning" in message.body
    assert "ring 01632 960100" in message.body
    assert f"Reply quoting {message.reference}" in message.body
    assert re.fullmatch(r"[A-Z0-9]{5}", message.reference)
    for word in ("Ada", "Byron", "Mina", "07700"):
        assert word not in message.body + message.subject
    assert answer.status_code == 200


def test_an_email_has_a_subject_that_names_nobody(browser, held):
    send(browser, held, "email")

    [message] = Message.objects.all()
    assert message.subject == "Your child is not at Orchard School today: please tell us why"
    assert message.address == "m@example.org"
    assert "Byron" not in message.body


def test_one_act_leaves_a_message_a_contact_and_a_line_for_each_child(browser, held):
    an_adult(held.pupils[2], legal_forename="Noor", telephone="07700 900456")
    _, _, _, answer = send(browser, held, pupils=(0, 2))

    assert "2 text messages asked for" in words_of(answer)
    messages = Message.objects.order_by("address")
    assert [each.address for each in messages] == ["07700 900123", "07700 900456"]
    assert len({each.batch for each in messages}) == 1
    assert {
        (each.pupil_id, each.data["channel"], each.data["outcome"]) for each in CaseEvent.objects.all()
    } == {(held.pupils[place].pupil_id, "text", "message_left") for place in (0, 2)}
    lines = AuditEvent.objects.filter(verb="send_message")
    assert {line.pupil_id for line in lines} == {held.pupils[place].pupil_id for place in (0, 2)}


def test_who_was_texted_leaves_the_list_to_call_once_it_was_sent_and_stays_in_sight(
    browser, held, work, settings
):
    settings.DEMO = True
    client, *_ = send(browser, held)
    before = words_of(client.get(reverse("morning", args=[held.school.pk])))
    work()

    told = words_of(client.get(reverse("morning", args=[held.school.pk])))

    assert "To call (3)" in before
    assert "Not sent yet. Ring if it stays so." in before
    assert "To call (2)" in told
    assert "Not sent yet" not in told
    assert "Text at 9:40am: message left. By Otis Grant." in told


def test_the_form_sent_twice_or_by_two_people_sends_nothing_twice(browser, held):
    client, address, typed, _ = send(browser, held)

    again = client.post(address, typed, follow=True)
    other = browser(a_user("attendance_lead", held.school), TWENTY_TO_TEN)
    third = other.post(address, {**typed, "submission": str(uuid4())}, follow=True)

    assert "No text message was sent" in words_of(again)
    assert "No text message was sent" in words_of(third)
    assert (Message.objects.count(), CaseEvent.objects.count()) == (1, 1)
    assert Job.objects.filter(kind="send_message").count() == 1


def test_a_text_and_an_email_are_two_messages(browser, held):
    send(browser, held)
    send(browser, held, "email")

    assert sorted(Message.objects.values_list("channel", flat=True)) == ["email", "text"]


def test_whose_text_is_on_its_way_is_not_ticked_for_an_email_beside_it(browser, held):
    before = opened(browser, held, "email")[2]
    send(browser, held)

    after = opened(browser, held, "email")[2]

    ada = re.compile(f'value="{held.pupils[0].pupil_id}"[^>]*checked')
    assert ada.search(before.content.decode())
    assert not ada.search(after.content.decode())
    assert str(held.pupils[0].pupil_id) in after.content.decode()


def test_nobody_ticked_is_said_and_nothing_is_sent(browser, held):
    *_, answer = send(browser, held, pupils=())

    assert answer.status_code == 422
    assert "Tick the children whose families are to get the message" in words_of(answer)
    assert not Message.objects.exists()


def test_a_child_who_is_not_on_the_list_is_sent_nothing(browser, held):
    an_adult(held.pupils[3], telephone="07700 900456")

    send(browser, held, pupils=(3,))

    assert not Message.objects.exists()


@pytest.mark.parametrize("kind", [MarkerKind.NO_CONTACT, MarkerKind.DECEASED])
def test_the_next_adult_gets_the_message_where_the_first_may_not(browser, held, kind):
    father = an_adult(held.pupils[0], legal_forename="Ivo", telephone="07700 900999", contact_order=0)
    marked = {"pupil": held.pupils[0].pupil, "against": father} if kind == "no_contact" else {"adult": father}
    Marker.objects.create(kind=kind, first_day=date(2026, 9, 1), **marked)

    send(browser, held)

    assert [each.address for each in Message.objects.all()] == ["07700 900123"]


def test_an_order_made_after_the_page_was_opened_is_honoured(browser, held):
    client, address, page = opened(browser, held)
    typed = {**form_of(page), "pupils": [str(held.pupils[0].pupil_id)], "submission": str(uuid4())}
    mother = held.pupils[0].pupil.links.get().adult
    Marker.objects.create(
        kind=MarkerKind.NO_CONTACT, pupil=held.pupils[0].pupil, against=mother, first_day=date(2026, 11, 20)
    )

    client.post(address, typed)

    assert not Message.objects.exists()


def test_a_bereaved_family_is_rung_and_not_sent_a_message(browser, held):
    Marker.objects.create(kind=MarkerKind.BEREAVED, pupil=held.pupils[0].pupil, first_day=date(2026, 9, 1))

    _, _, page = opened(browser, held)
    send(browser, held)

    assert "the family is bereaved: ring, and take care" in words_of(page)
    assert not Message.objects.exists()


def test_what_makes_a_written_message_hard_to_read_is_said(browser, held):
    an_adult(held.pupils[2], telephone="07700 900456", access_needs="Large print", language="Polish")

    assert "Think of: Large print, Polish" in words_of(opened(browser, held)[2])


@pytest.mark.parametrize("role", ["teacher", "senco", "authority_officer"])
def test_who_may_not_send_has_no_such_page(browser, held, role):
    client = browser(a_user(role, held.school), TWENTY_TO_TEN)

    for name in ("message-send", "messages"):
        assert client.get(reverse(name, args=[held.school.pk])).status_code in (302, 404)
