"""Replies: typed in or read from a mailbox, matched or left for a person, and settled by a person alone."""

from __future__ import annotations

import mailbox
import re
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from supportfirst.casework.outside.message_words import reference_of
from supportfirst.casework.store.models import Amendment, AuditEvent, CaseEvent, Marker, MarkerKind, Message
from tests.factories.site import a_school, a_user
from tests.factories.site_cases import a_message
from tests.factories.site_registers import form_of, words_of

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
AFTER_NOON = datetime(2026, 11, 20, 12, 1, tzinfo=UTC)


@pytest.fixture
def sent(held):
    """The text that went to Ada's mother at twenty to ten."""
    mother = held.pupils[0].pupil.links.get().adult
    return a_message(
        held.pupils[0], adult=mother, reference="K7Q3M", asked_at=TEN - timedelta(minutes=20), state="kept"
    )


def came(browser, held, text="She has a cold. K7Q3M", sender="07700 900123", now=TEN, **typed):
    client = browser(held.officer, now)
    address = reverse("reply", args=[held.school.pk])
    sent = {**form_of(client.get(address)), "channel": "text", "text": text, "sender": sender, "at": "9.52"}
    return client, client.post(address, {**sent, **typed}, follow=True)


def listed(client, held) -> str:
    return words_of(client.get(reverse("morning", args=[held.school.pk])))


def reply() -> Message:
    return Message.objects.get(direction="in")


def test_a_reply_with_the_reference_stands_beside_the_child_and_changes_no_mark(browser, held, sent):
    client, answer = came(browser, held, sender="07700 900777", text="k7q3m she has a cold")

    assert "The reply is matched to Ada Byron. Settle the mark from it." in words_of(answer)
    assert (reply().state, reply().answers_id, reply().pupil_id) == (
        "matched",
        sent.pk,
        held.pupils[0].pupil_id,
    )
    told = listed(client, held)
    assert "Reply by text message at 9:52am: “k7q3m she has a cold”" in told
    assert "(from an address that was not asked)" in told
    assert "To call (3)" in told
    assert not Amendment.objects.exists()
    assert not CaseEvent.objects.exists()


@pytest.mark.parametrize("sender", ["07700 900123", "+447700900123"])
def test_a_reply_without_the_reference_is_matched_by_who_sent_it(browser, held, sent, sender):
    client, _ = came(browser, held, text="She has a cold", sender=sender)

    assert reply().answers_id == sent.pk
    assert "not asked" not in listed(client, held)
    assert "To call (2)" in listed(client, held)


def test_a_sender_who_was_asked_about_two_children_is_not_guessed_at(browser, held, sent):
    a_message(held.pupils[1], asked_at=sent.asked_at, address=sent.address)

    client, answer = came(browser, held, text="They have colds")

    assert reply().state == "unmatched"
    assert "Say now of which child it speaks" in words_of(answer)
    assert "1 reply nobody has matched to a child" in listed(client, held)


@pytest.mark.parametrize("days", [7, 8])
def test_a_sender_is_matched_with_messages_of_the_last_week_alone(browser, held, sent, days):
    Message.objects.update(asked_at=TEN - timedelta(days=days, minutes=8) + timedelta(seconds=1))

    came(browser, held, text="She has a cold")

    assert (reply().state == "matched") is (days == 7)


def test_a_reference_of_another_school_matches_nothing_here(browser, held, sent):
    other = a_message(held.pupils[0], school=a_school(), reference="ZZZZZ")

    came(browser, held, text=f"ill {other.reference}", sender="07700 900000")

    assert reply().state == "unmatched"


def test_a_person_matches_what_nobody_could(browser, held, sent):
    client, _ = came(browser, held, text="She has a cold", sender="07700 900888")
    address = reverse("reply-match", args=[held.school.pk, reply().pk])
    page = client.get(address)
    assert "She has a cold" in words_of(page)
    assert "Ada Byron" in words_of(page)

    answers = [client.post(address, {"pupil": str(held.pupils[0].pupil_id)}, follow=True) for _ in range(2)]

    assert all("The reply is matched to Ada Byron." in words_of(each) for each in answers)
    assert reply().state == "matched"
    assert AuditEvent.objects.filter(verb="match_reply").count() == 1
    assert "Settle from this reply" in listed(client, held)
    assert "To call (3)" in listed(client, held)


def test_a_reply_that_a_person_matched_counts_where_its_sender_was_asked(browser, held, sent):
    a_message(held.pupils[1], asked_at=sent.asked_at, address=sent.address)
    client, _ = came(browser, held, text="They have colds")
    assert "To call (3)" in listed(client, held)

    client.post(
        reverse("reply-match", args=[held.school.pk, reply().pk]), {"pupil": str(held.pupils[0].pupil_id)}
    )

    assert "To call (2)" in listed(client, held)
    assert "not asked" not in listed(client, held)


def test_an_answer_of_somebody_who_may_no_longer_be_asked_leaves_the_child_on_the_list(browser, held, sent):
    client, _ = came(browser, held)
    assert "To call (2)" in listed(client, held)

    told = {"pupil": held.pupils[0].pupil, "against": sent.adult, "first_day": date(2026, 11, 20)}
    Marker.objects.create(kind=MarkerKind.NO_CONTACT, **told)

    assert "To call (3)" in listed(client, held)


@pytest.mark.parametrize("text", ["ill K7Q3M", "ill"])
def test_a_strangers_mail_takes_no_child_off_the_list(browser, held, sent, tmp_path, monkeypatch, text):
    """Whoever knows a reference, or copies the headers of a message, is still a stranger."""
    headers = {} if "K7Q3M" in text else {"In_Reply_To": f"<{sent.pk}@school.example>"}
    read(kept_in(tmp_path, "eml", [mail_of(text, "stranger@example.org", **headers)]), held, monkeypatch)

    told = listed(browser(held.officer, TEN), held)

    assert reply().state == "matched"
    assert "(from an address that was not asked)" in told
    assert "To call (3)" in told


@pytest.mark.parametrize("days", [7, 8])
@pytest.mark.parametrize("by", ["reference", "headers"])
def test_a_reference_and_a_header_are_known_for_a_week(held, sent, tmp_path, monkeypatch, by, days):
    Message.objects.update(asked_at=TEN - timedelta(days=days, minutes=8) + timedelta(seconds=1))
    told = (
        {"text": "K7Q3M"} if by == "reference" else {"text": "ill", "In_Reply_To": f"<{sent.pk}@x.example>"}
    )

    read(kept_in(tmp_path, "eml", [mail_of(**told)]), held, monkeypatch)

    assert (reply().state == "matched") is (days == 7)


def test_a_reference_is_never_a_word_nor_a_number():
    for number in range(2000):
        reference = reference_of(f"absence {number}")
        assert re.fullmatch(r"[CDFHJKMNPQRTVWX34679]{5}", reference)
        assert re.search(r"\d", reference), reference
        assert re.search(r"\D", reference), reference


def test_a_reply_is_matched_to_nobody_who_was_not_asked_about(browser, held, sent):
    client, _ = came(browser, held, text="She has a cold", sender="07700 900888")

    answer = client.post(
        reverse("reply-match", args=[held.school.pk, reply().pk]), {"pupil": str(held.pupils[3].pupil_id)}
    )

    assert answer.status_code == 422
    assert reply().state == "unmatched"


def test_the_mark_is_settled_from_the_reply_in_the_step_that_settles_every_mark(browser, held, sent):
    client, _ = came(browser, held)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])

    page = client.get(address, {"reply": str(reply().pk)})
    typed = form_of(page)
    assert (typed["channel"], typed["made_at"], typed["outcome"]) == ("text", "9:52am", "reached")
    assert typed["reason_found"] == "She has a cold. K7Q3M"
    assert not Amendment.objects.exists()
    client.post(address, {**typed, "settles": "I"})

    [change] = Amendment.objects.all()
    assert (change.new, change.name) == ("I", "Otis Grant")
    assert change.reason == "illness: She has a cold. K7Q3M"  # the reason that its words name
    assert (reply().read_at, reply().read_by) == (TEN, held.officer)


def test_a_reply_that_is_logged_is_not_offered_again(browser, held, sent):
    client, _ = came(browser, held, text="Who is this? K7Q3M")
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])

    client.post(address, form_of(client.get(address, {"reply": str(reply().pk)})))

    told = listed(client, held)
    assert "Who is this?" in told
    assert "Settle from this reply" not in told


def test_a_reply_alone_does_not_say_that_the_child_was_seen(browser, held, sent):
    came(browser, held, text="Who is this? K7Q3M")

    told = listed(browser(held.officer, AFTER_NOON), held)

    assert "Not seen by midday: escalate (3)" in told


def test_the_same_form_twice_keeps_one_reply(browser, held, sent):
    submission = str(uuid4())

    for _ in range(2):
        came(browser, held, submission=submission)

    assert Message.objects.filter(direction="in").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Enter what the reply says"),
        ({"sender": ""}, "Enter the number or address that it came from"),
        ({"at": "soon"}, "The time must be a time of day, such as 9:52am"),
        ({"at": "10.01"}, "The time must not be later than now"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(browser, held, sent, typed, said):
    _, answer = came(browser, held, **typed)

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert Message.objects.count() == 1


def test_another_schools_reply_is_not_there(browser, held, sent):
    came(browser, held, text="x", sender="y")
    client = browser(a_user("attendance_officer", a_school()), TEN)

    assert client.get(reverse("reply-match", args=[held.school.pk, reply().pk])).status_code == 404


def mail_of(text, sender="m@example.org", subject="Re: today", **headers) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = f"Mina <{sender}>", subject
    mail["Date"], mail["Message-ID"] = "Fri, 20 Nov 2026 09:52:00 +0000", f"<{uuid4()}@mail.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def read(path, held, monkeypatch, email=None) -> str:
    monkeypatch.setattr(timezone, "now", lambda: TEN)
    said = StringIO()
    options = ["--school", held.school.urn, "--as", email or held.officer.email]
    call_command("read_replies", str(path), *options, stdout=said)
    return said.getvalue()


def kept_in(folder, kind, mails):
    """The mails as an mbox file, a Maildir or .eml files."""
    if kind == "eml":
        for place, each in enumerate(mails):
            (folder / f"{place}.eml").write_bytes(each.as_bytes())
        return folder
    path = folder / "box"
    box = mailbox.mbox(str(path)) if kind == "mbox" else mailbox.Maildir(str(path))
    for each in mails:
        box.add(each)
    box.close()
    return path


@pytest.mark.parametrize("kind", ["mbox", "maildir", "eml"])
def test_a_mailbox_is_read_once_however_often_it_is_read(held, sent, tmp_path, monkeypatch, kind):
    path = kept_in(
        tmp_path,
        kind,
        [
            mail_of("She is ill.\n\nOn Friday, Orchard School wrote:\n> Reply quoting K7Q3M."),
            mail_of("Thanks", sender="x@example.org"),
            mail_of("I am away", Auto_Submitted="auto-replied"),
        ],
    )

    told = [read(path, held, monkeypatch) for _ in range(2)]

    assert told[0].strip() == "2 new: 1 matched, 1 for a person to match. 0 known already, 1 automatic."
    assert told[1].strip() == "0 new: 0 matched, 0 for a person to match. 2 known already, 1 automatic."
    matched = Message.objects.get(state="matched")
    assert (matched.body, matched.pupil_id) == ("She is ill.", held.pupils[0].pupil_id)
    assert matched.asked_at == datetime(2026, 11, 20, 9, 52, tzinfo=UTC)


def test_a_mail_is_matched_by_the_message_that_it_answers(held, sent, tmp_path, monkeypatch):
    path = kept_in(tmp_path, "eml", [mail_of("ill", In_Reply_To=f"<{sent.pk}@school.example>")])

    assert "1 matched" in read(path, held, monkeypatch)


def test_a_mail_of_markup_alone_is_read_as_words(held, sent, tmp_path, monkeypatch):
    mail = mail_of("")
    mail.set_content("<p>She has a <b>cold</b> &amp; fever K7Q3M</p>", subtype="html")

    read(kept_in(tmp_path, "eml", [mail]), held, monkeypatch)

    assert "She has a  cold  & fever K7Q3M" in reply().body


def test_where_there_is_no_mail_the_command_says_what_to_name(held, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="Name an mbox file, a Maildir, or a folder"):
        read(tmp_path / "nothing", held, monkeypatch)


def test_who_may_not_send_messages_takes_no_replies(held, sent, tmp_path, monkeypatch):
    path = kept_in(tmp_path, "eml", [mail_of("ill K7Q3M")])

    for email in (held.teacher.email, "nobody@example.org"):
        with pytest.raises(CommandError, match="may take replies"):
            read(path, held, monkeypatch, email)
    assert not Message.objects.filter(direction="in").exists()
