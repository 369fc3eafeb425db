"""What becomes of a message in the worker's hands: sent, kept, tried again or given up, and never lost."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from supportfirst.casework.actions.send_message import ask_to_send
from supportfirst.casework.store.models import AuditEvent, Job, JobState, Message
from tests.factories.site import a_school, a_user
from tests.factories.site_cases import a_message
from tests.factories.site_registers import words_of
from tests.unit.casework.messages.conftest import TWENTY_TO_TEN
from tests.unit.casework.messages.loopback import BREAK, REFUSE, TAKE, mail_server

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Refusing(EmailBackend):
    """A mail server that says no, in the way that `WHY` says."""

    WHY: Exception = ConnectionRefusedError("no")

    def send_messages(self, messages):
        raise self.WHY


@pytest.fixture
def outside(settings):
    """A site whose e-mails leave, to a server that keeps them in a list."""
    settings.DEMO, settings.MESSAGES_LEAVE = False, True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Office <office@school.example>"
    settings.REPLIES_TO = "replies@school.example"
    return settings


def of_ada(held, *, channel, **over):
    """A message to Ada's mother about this morning, as the page asks for it."""
    ada = held.pupils[0]
    once = f"absence:2026-11-20:0:{ada.pupil_id}:{channel}"
    mother = ada.pupil.links.get().adult
    return a_message(ada, adult=mother, once=once, channel=channel, asked_at=TWENTY_TO_TEN, **over)


@pytest.fixture
def waiting(held):
    message = of_ada(
        held,
        channel="email",
        address="m@example.org",
        subject="Your child",
        state="waiting",
    )
    ask_to_send(message, TWENTY_TO_TEN)
    return message


def refuse(settings, monkeypatch, why):
    settings.EMAIL_BACKEND = "tests.unit.casework.messages.test_delivering.Refusing"
    monkeypatch.setattr(Refusing, "WHY", why)


def seen(browser, held, at=TWENTY_TO_TEN) -> str:
    return words_of(browser(held.officer, at).get(reverse("messages", args=[held.school.pk])))


def test_an_email_leaves_with_a_message_id_of_its_row_and_where_to_reply(waiting, outside, work):
    work()

    [sent] = mail.outbox
    assert sent.to == ["m@example.org"]
    assert sent.extra_headers["Message-ID"] == f"<{waiting.pk}@school.example>"
    assert sent.reply_to == ["replies@school.example"]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_at) == ("sent", TWENTY_TO_TEN)


def test_nothing_leaves_the_sample_site_whatever_is_set(waiting, outside, work, browser, held):
    outside.DEMO = True

    work()

    waiting.refresh_from_db()
    assert waiting.state == "kept"
    assert mail.outbox == []
    assert "nothing leaves this computer" in seen(browser, held)


def test_a_site_of_which_no_server_is_known_keeps_its_messages(waiting, outside, work):
    outside.MESSAGES_LEAVE = False

    work()

    waiting.refresh_from_db()
    assert (waiting.state, mail.outbox) == ("kept", [])


@pytest.mark.parametrize(
    ("gateway", "state", "to"),
    [("", "kept", []), ("{number}@texts.example.org", "sent", [["07700900123@texts.example.org"]])],
)
def test_a_text_leaves_by_a_gateway_or_not_at_all(held, outside, work, gateway, state, to):
    outside.TEXT_GATEWAY = gateway
    text = of_ada(held, channel="text", state="waiting")
    ask_to_send(text, TWENTY_TO_TEN)

    work()

    text.refresh_from_db()
    assert text.state == state
    assert [each.to for each in mail.outbox] == to


def test_a_server_that_is_down_is_tried_again_after_longer_and_longer_and_then_given_up(
    waiting, outside, work, monkeypatch, browser, held
):
    refuse(outside, monkeypatch, ConnectionRefusedError("no"))
    at, waits = TWENTY_TO_TEN, []
    for _ in range(5):
        work(at)
        job = Job.objects.filter(kind="send_message", state=JobState.WAITING).first()
        if job is not None:
            waits.append((job.run_after - at) // MINUTE)
            assert "It is tried again by itself" in seen(browser, held, at)
            assert work(job.run_after - MINUTE / 2) == 0
            at = job.run_after

    assert waits == [2, 4, 8, 16]
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    told = seen(browser, held, at)
    assert "The mail server did not take the message. Ring the family meanwhile. Then try again" in told
    assert "m@example.org" not in waiting.error


def test_an_address_that_the_server_does_not_know_is_given_up_at_once(waiting, outside, work, monkeypatch):
    refuse(outside, monkeypatch, smtplib.SMTPRecipientsRefused({"m@example.org": (550, b"unknown")}))

    work()

    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert "Ask the family for the right one" in waiting.error
    assert not Job.objects.filter(kind="send_message", state=JobState.WAITING).exists()


def test_somebody_has_a_failed_message_tried_again(waiting, outside, work, monkeypatch, browser, held):
    refuse(outside, monkeypatch, smtplib.SMTPRecipientsRefused({}))
    work()
    outside.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("message-again", args=[held.school.pk, waiting.pk])

    answers = [words_of(client.post(address, follow=True)) for _ in range(2)]
    work()

    assert "The message is tried again." in answers[0]
    assert "is on its way, or has gone, already" in answers[1]
    assert len(mail.outbox) == 1
    waiting.refresh_from_db()
    assert waiting.state == "sent"


def test_a_message_written_down_as_sent_never_goes_again(waiting, outside, work):
    work()
    ask_to_send(waiting, TWENTY_TO_TEN)

    work()

    assert len(mail.outbox) == 1


def test_a_message_that_never_left_keeps_the_child_on_the_list_to_call(
    held, outside, work, monkeypatch, browser
):
    client = browser(held.officer, TWENTY_TO_TEN)
    client.post(
        reverse("message-send", args=[held.school.pk]),
        {"channel": "email", "pupils": [str(held.pupils[0].pupil_id)], "submission": str(uuid4())},
    )
    listed = reverse("morning", args=[held.school.pk])
    refuse(outside, monkeypatch, smtplib.SMTPRecipientsRefused({}))

    work()

    told = words_of(client.get(listed))
    assert "To call (3)" in told
    assert "The message did not leave." in told


def emailed(browser, held):
    """Ada's mother is sent an e-mail from the page; the list as it is read afterwards."""
    client = browser(held.officer, TWENTY_TO_TEN)
    client.post(
        reverse("message-send", args=[held.school.pk]),
        {"channel": "email", "pupils": [str(held.pupils[0].pupil_id)], "submission": str(uuid4())},
    )
    return lambda: words_of(client.get(reverse("morning", args=[held.school.pk])))


@pytest.mark.parametrize("why", [UnicodeError("no"), ValueError("no"), ConnectionRefusedError("no")])
def test_a_message_that_is_tried_again_is_no_contact_whatever_hindered_it(
    held, outside, work, monkeypatch, browser, why
):
    listed = emailed(browser, held)
    refuse(outside, monkeypatch, why)

    work()

    told = listed()
    assert "To call (3)" in told
    assert "The message did not leave." in told
    assert "ring the family" in told.lower()


def test_an_address_that_no_mail_can_be_written_to_ends_as_failed(held, outside, work, monkeypatch, browser):
    listed = emailed(browser, held)
    refuse(outside, monkeypatch, UnicodeError("no"))
    for hours in range(5):
        work(TWENTY_TO_TEN + timedelta(hours=hours))

    message = Message.objects.get()
    assert message.state == "failed"
    assert "Check the address, and ring the family." in listed()
    assert not Job.objects.filter(kind="send_message", state=JobState.FAILED).exists()


@pytest.mark.parametrize("ended", [JobState.FAILED, JobState.CANCELLED])
def test_a_message_whose_job_ended_without_sending_it_is_no_contact(held, outside, browser, ended):
    listed = emailed(browser, held)
    Job.objects.filter(kind="send_message").update(state=ended, once=None)

    told = listed()
    assert "To call (3)" in told
    assert "The sending stopped. Ring the family." in told


@pytest.mark.parametrize(("leaves", "to_call"), [(True, 2), (False, 3)])
def test_a_message_that_a_site_without_a_server_keeps_is_no_contact(
    held, outside, work, browser, leaves, to_call
):
    outside.MESSAGES_LEAVE = leaves
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("message-send", args=[held.school.pk])
    page = words_of(client.get(address, {"channel": "email"}))
    assert ("no family gets them" in page) is not leaves

    sent = {"channel": "email", "pupils": [str(held.pupils[0].pupil_id)], "submission": str(uuid4())}
    client.post(address, sent)
    work()

    told = words_of(client.get(reverse("morning", args=[held.school.pk])))
    assert f"To call ({to_call})" in told
    assert ("It was kept on this computer" in told) is not leaves


def test_the_page_of_messages_shows_no_address(waiting, browser, held):
    assert "m@example.org" not in seen(browser, held)


def test_a_message_of_another_school_is_not_there(waiting, browser, held):
    other = a_school()
    client = browser(a_user("attendance_officer", other), TWENTY_TO_TEN)

    assert client.get(reverse("messages", args=[held.school.pk])).status_code == 404
    assert client.post(reverse("message-again", args=[other.pk, waiting.pk])).status_code == 404
    assert Message.objects.get().state == "waiting"


@pytest.fixture
def by_smtp(outside):
    """A real line to a mail server on this machine."""
    with mail_server() as server:
        outside.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        outside.EMAIL_HOST, outside.EMAIL_PORT = "127.0.0.1", server.port
        outside.EMAIL_USE_TLS = outside.EMAIL_USE_SSL = False
        outside.EMAIL_HOST_USER = outside.EMAIL_HOST_PASSWORD = ""
        yield server


@pytest.mark.enable_socket
def test_a_line_that_breaks_while_the_server_has_the_message_leaves_it_unknown(
    waiting, by_smtp, work, browser, held
):
    by_smtp.how = BREAK

    work()
    work(TWENTY_TO_TEN + timedelta(hours=1))

    waiting.refresh_from_db()
    assert (waiting.state, len(by_smtp.taken)) == ("unsure", 1)
    told = seen(browser, held)
    assert "May have been sent: we cannot tell" in told
    assert "The line to the mail server broke while it was given the message. Ring the family." in told
    assert "If you send it again, it may arrive twice." in told


@pytest.mark.enable_socket
def test_a_server_that_says_no_is_tried_again(waiting, by_smtp, work):
    by_smtp.how = REFUSE
    work()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.handed_at) == ("waiting", None)

    by_smtp.how = TAKE
    work(TWENTY_TO_TEN + 2 * MINUTE)

    waiting.refresh_from_db()
    assert (waiting.state, len(by_smtp.taken)) == ("sent", 1)


@pytest.mark.enable_socket
def test_a_server_that_is_not_there_is_tried_again(waiting, by_smtp, work):
    by_smtp.shutdown()
    by_smtp.server_close()

    work()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.handed_at) == ("waiting", None)
    assert "did not take the message" in waiting.error


@pytest.mark.enable_socket
def test_a_message_of_which_nobody_can_tell_is_sent_again_by_a_person_alone(
    waiting, by_smtp, work, browser, held
):
    by_smtp.how = BREAK
    work()
    by_smtp.how = TAKE
    client = browser(held.officer, TWENTY_TO_TEN)
    address = reverse("message-again", args=[held.school.pk, waiting.pk])
    assert "Send again" in seen(browser, held)

    client.post(address)
    client.post(address)
    work()

    waiting.refresh_from_db()
    assert (waiting.state, len(by_smtp.taken), len(set(by_smtp.taken))) == ("sent", 2, 1)
    [line] = AuditEvent.objects.filter(verb="send_message_again")
    assert line.detail["may_be_the_second"] is True
    assert "May have been sent" not in seen(browser, held)


@pytest.mark.enable_socket
def test_who_may_not_have_got_a_message_stays_on_the_lists_of_the_day(held, by_smtp, work, browser):
    listed = emailed(browser, held)
    left_undone = reverse("exceptions-of-day", args=[held.school.pk, "2026-11-20"])
    by_smtp.how = BREAK

    work()

    assert "To call (3)" in listed()
    assert "The message may have been sent: we cannot tell." in listed()
    officer = browser(held.officer, TWENTY_TO_TEN)
    assert held.pupils[0].pupil.name in words_of(officer.get(left_undone))

    Message.objects.update(state="sent")
    assert "To call (2)" in listed()
    assert held.pupils[0].pupil.name not in words_of(officer.get(left_undone))


@pytest.mark.parametrize("ended", [JobState.FAILED, JobState.CANCELLED])
def test_a_message_whose_job_ended_when_it_was_handed_over_is_said_to_be_unknown(
    waiting, browser, held, ended
):
    Message.objects.update(handed_at=TWENTY_TO_TEN)
    Job.objects.filter(kind="send_message").update(state=ended, once=None)

    told = seen(browser, held)

    assert "May have been sent: we cannot tell" in told
    assert "Send again" in told
