"""A letter by e-mail: what leaves the site, what came of it, and who fetches it by its link."""

from __future__ import annotations

import itertools
import json
import logging
import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from supportfirst.casework.actions import mail_letter
from supportfirst.casework.outside import letter_senders
from supportfirst.casework.outside.delivering import NotDelivered
from supportfirst.casework.store.models import (
    AdultContact,
    AuditEvent,
    CaseEvent,
    LetterDelivery,
    LetterMail,
    Task,
)
from tests.factories.notify_server import BREAK_AFTER, DOWN, KEY, REFUSE, TEMPLATE, notify_server
from tests.factories.site_accounts import demo_client
from tests.factories.site_letters import AFTER, S1L1, a_parent, approved, of_letter, worked
from tests.factories.site_registers import amend, words_of

pytestmark = pytest.mark.django_db
PLAN = "halton.plan_letter"
SUPPLIED = {"plan_agreed": ("Breakfast club each day",), "review_day": "Friday 18 December 2026"}
ADDRESS = "mina@example.org"
WORD = "a token that both of us know"


@pytest.fixture
def leaves(settings):
    """A site of which somebody said by what mail server its messages leave."""
    settings.DEMO, settings.MESSAGES_LEAVE = False, True
    settings.SECURE_SSL_REDIRECT = False
    return settings


@pytest.fixture
def letter(held):
    """The plan letter to Ada's mother, approved; she has an address for e-mail."""
    mother = a_parent(held)
    AdultContact.objects.create(adult=mother, kind="email", value=ADDRESS)
    [made] = approved(held, kind=PLAN, **SUPPLIED)
    return made


def send(held, letter, submission=None):
    form = {"submission": submission or str(uuid.uuid4())}
    return demo_client(held.officer).post(of_letter("letter-email", letter), form)


def link_in(body):
    return re.search(r"http://[^/]+(/letter-by-email/\S+)", body).group(1)


def happened(letter):
    return list(letter.deliveries.order_by("pk").values_list("what", flat=True))


# --- leaving ---------------------------------------------------------------------------------


def test_the_e_mail_says_that_a_letter_waits_and_nothing_of_whom_it_is_about(held, letter, leaves):
    submission = str(uuid.uuid4())
    for _ in range(2):
        assert send(held, letter, submission).status_code == 302
    worked()
    worked()

    [sent] = outbox.outbox
    assert sent.to == [ADDRESS]
    said = f"{sent.subject} {sent.body}"
    assert held.school.name in said
    for each in ("Ada", "Byron", "Mina", letter.reference, str(letter.pk), "attendance"):
        assert each.lower() not in said.lower()
    assert not sent.attachments
    letter.refresh_from_db()
    assert (letter.state, happened(letter)) == ("sent", ["emailed"])
    assert CaseEvent.objects.filter(data__letter=PLAN, data__how="email").count() == 1


def test_it_is_tried_again_where_the_mail_server_did_not_take_it(held, letter, leaves, monkeypatch):
    def refuses(_):
        raise NotDelivered("The mail server is not there.")

    with monkeypatch.context() as down:
        down.setattr(letter_senders, "deliver", refuses)
        send(held, letter)
        worked()
    between = LetterMail.objects.get()
    worked(AFTER + timedelta(minutes=5))

    assert (between.state, between.handed_at) == ("waiting", None)
    assert (LetterMail.objects.get().state, len(outbox.outbox)) == ("sent", 1)


def test_of_two_workers_that_hold_the_same_one_only_the_first_sends_it(held, letter, leaves, monkeypatch):
    """The second read it before the first wrote down that it hands it over."""

    def first_has_it(mail, at):
        LetterMail.objects.filter(pk=mail.pk).update(handed_at=at)
        return ""

    monkeypatch.setattr(mail_letter, "_why_not_now", first_has_it)
    send(held, letter)
    worked()

    assert outbox.outbox == []
    assert LetterMail.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("kind", "has_address", "server", "why"),
    [
        (S1L1, True, True, "The policy does not send this letter by e-mail."),
        (PLAN, False, True, "No e-mail address of this adult is held."),
        (PLAN, True, False, "No mail server is set up for this site."),
    ],
)
def test_where_it_can_not_be_sent_there_is_no_button_and_the_page_says_why(
    held, leaves, kind, has_address, server, why
):
    leaves.MESSAGES_LEAVE = server
    mother = a_parent(held)
    if not has_address:
        AdultContact.objects.filter(adult=mother, kind="email").delete()
    [made] = approved(held, kind=kind, **SUPPLIED)

    page = words_of(demo_client(held.officer).get(of_letter("letter", made)))

    assert why in page
    assert "Send it by e-mail" not in page
    assert send(held, made).status_code == 422
    assert not LetterMail.objects.exists()


def test_the_sample_site_sends_nothing(held, letter):
    assert "The sample site sends nothing." in words_of(
        demo_client(held.officer).get(of_letter("letter", letter))
    )
    assert send(held, letter).status_code == 422


def test_it_is_not_sent_where_a_mark_behind_it_was_changed_after_it_was_asked_for(held, letter, leaves):
    send(held, letter)
    amend(held, 0, original="N", new="I", half=0, at=AFTER)
    worked()

    assert not outbox.outbox
    assert LetterMail.objects.get().state == "failed"
    assert Task.objects.filter(kind="letter_back").count() == 1


@pytest.mark.requirement("HAL-90")
def test_the_plan_letter_tells_each_parent_the_day_of_the_review(held):
    a_parent(held)
    a_parent(held, title="Mr", legal_forename="Rufus")

    letters = approved(held, kind=PLAN, **SUPPLIED)

    told = [words_of(demo_client(held.officer).get(of_letter("letter", each))) for each in letters]
    assert len(told) == 2
    assert all(SUPPLIED["review_day"] in each for each in told)


# --- the link --------------------------------------------------------------------------------


@pytest.fixture
def link(held, letter, leaves):
    send(held, letter)
    worked()
    return link_in(outbox.outbox[0].body)


def at(moment, monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: moment)


def test_the_family_fetches_the_letter_by_its_link_without_signing_in(held, letter, link, monkeypatch):
    at(AFTER, monkeypatch)
    family = Client()

    page = family.get(link, follow=True)
    looked = LetterMail.objects.get().opened_at
    got = family.post(reverse("emailed-letter"))

    assert page.redirect_chain == [("/letter-by-email", 302)]
    assert held.school.name in words_of(page)
    assert "Ada" not in words_of(page)
    assert looked is None
    assert got.content.startswith(b"%PDF")
    assert AuditEvent.objects.get(verb="fetch_letter").pupil == held.pupils[0].pupil


@pytest.mark.parametrize(("later", "opens"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)])
def test_the_link_works_once_and_for_the_hour_after(link, monkeypatch, later, opens):
    at(AFTER, monkeypatch)
    first = Client()
    first.get(link)
    first.post(reverse("emailed-letter"))
    at(AFTER + later, monkeypatch)
    second = Client()

    page = second.get(link, follow=True)

    assert page.status_code == (200 if opens else 410)


def test_a_link_that_is_made_up_or_too_old_opens_nothing(link, monkeypatch):
    at(AFTER, monkeypatch)
    whole = Client().get(link, follow=True)
    made_up = Client().get(link[:-1] + ("A" if link[-1] != "A" else "B"), follow=True)
    at(AFTER + timedelta(days=15), monkeypatch)
    old = Client().get(link, follow=True)

    assert [each.status_code for each in (whole, made_up, old)] == [200, 410, 410]


# --- GOV.UK Notify ---------------------------------------------------------------------------


@pytest.fixture
def notify(leaves):
    leaves.NOTIFY_KEY, leaves.NOTIFY_TEMPLATE, leaves.NOTIFY_CALLBACK_TOKEN = KEY, TEMPLATE, WORD
    with notify_server() as server:
        leaves.NOTIFY_ADDRESS = server.address
        yield server


def tells(status, mail, word=WORD):
    """The receipt that Notify sends us."""
    said = {"id": str(uuid.uuid4()), "reference": str(mail.pk), "to": ADDRESS, "status": status}
    return Client(enforce_csrf_checks=True).post(
        reverse("notify-callback"),
        json.dumps(said),
        content_type="application/json",
        headers={"Authorization": f"Bearer {word}"},
    )


@pytest.mark.enable_socket
def test_by_notify_it_leaves_through_the_same_door_with_our_reference(held, letter, notify):
    send(held, letter)
    worked()

    [taken] = notify.taken
    mail = LetterMail.objects.get()
    assert (taken["email_address"], taken["reference"]) == (ADDRESS, str(mail.pk))
    assert taken["personalisation"]["school"] == held.school.name
    assert mail.state == "sent"
    assert not outbox.outbox


@pytest.mark.enable_socket
def test_what_notify_took_before_the_line_broke_is_not_sent_a_second_time(held, letter, notify):
    notify.how = BREAK_AFTER
    send(held, letter)
    worked()
    between = LetterMail.objects.get().state
    worked(AFTER + timedelta(hours=1))

    assert between == "waiting"
    assert len(notify.taken) == 1
    assert LetterMail.objects.get().state == "sent"


@pytest.mark.enable_socket
def test_it_is_tried_again_while_notify_is_down_and_then_a_person_is_asked(held, letter, notify):
    notify.how = DOWN
    send(held, letter)
    for hours in range(8):
        worked(AFTER + timedelta(hours=hours))

    assert LetterMail.objects.get().state == "failed"
    assert Task.objects.filter(kind="letter_back").count() == 1


@pytest.mark.enable_socket
def test_an_address_that_notify_refuses_stands_in_no_log(held, letter, notify, caplog):
    caplog.set_level(logging.DEBUG)
    notify.how = REFUSE
    send(held, letter)
    worked()

    assert LetterMail.objects.get().state == "failed"
    assert ADDRESS not in caplog.text


@pytest.mark.enable_socket
def test_receipts_in_any_order_and_twice_end_in_the_same_and_only_move_forward(held, letter, notify):
    mother = letter.adult
    told = []
    for order in itertools.permutations(["sending", "delivered", "permanent-failure"]):
        mail = LetterMail.objects.create(
            submission=uuid.uuid4(), letter=letter, address=ADDRESS, asked_by=held.officer, asked_at=AFTER
        )
        for status in (*order, *order):
            assert tells(status, mail).status_code == 204
        mail.refresh_from_db()
        told.append(mail.state)

    assert set(told) == {"bounced"}
    assert LetterDelivery.objects.filter(what="bounced").count() == len(told)
    assert Task.objects.filter(kind="letter_back").count() == len(told)
    assert mother.name in Task.objects.filter(kind="letter_back").first().why


@pytest.mark.enable_socket
def test_what_came_back_shows_on_the_letter_and_on_the_list(held, letter, notify):
    send(held, letter)
    worked()
    tells("permanent-failure", LetterMail.objects.get())
    client = demo_client(held.officer)

    page = words_of(client.get(of_letter("letter", letter)))
    listed = words_of(client.get(reverse("letters", args=[held.school.pk]) + "?state=sent"))

    assert "The e-mail came back on 20 November 2026" in page
    assert "Came back" in listed


@pytest.mark.enable_socket
def test_a_receipt_without_the_secret_changes_nothing(held, letter, notify, settings):
    send(held, letter)
    worked()
    mail = LetterMail.objects.get()

    wrong = tells("permanent-failure", mail, word="guessed")
    settings.NOTIFY_CALLBACK_TOKEN = ""
    blank = tells("permanent-failure", mail, word="")

    assert [wrong.status_code, blank.status_code] == [401, 401]
    mail.refresh_from_db()
    assert mail.state == "sent"
