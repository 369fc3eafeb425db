"""Reports of mail servers on a letter's e-mail, read from a mailbox as often as one likes."""

from __future__ import annotations

import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from supportfirst.casework.store.models import LetterMail, Task
from tests.factories.site_accounts import demo_client
from tests.factories.site_letters import AFTER, a_parent, approved, of_letter
from tests.factories.site_registers import words_of

pytestmark = pytest.mark.django_db
PLAN = "halton.plan_letter"
SUPPLIED = {"plan_agreed": ("Breakfast club each day",), "review_day": "Friday 18 December 2026"}
ADDRESS = "mina@example.org"
WHOLE, HEADERS = "message/rfc822", "text/rfc822-headers"


def report(mail, action="failed", kind=WHOLE):
    """As RFC 3464 has it, with the whole message that came back or with its headers."""
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: office@school.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to tell you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {ADDRESS}
Action: {action}
Status: 5.1.1

--b
Content-Type: {kind}

Message-ID: <{mail}@school.example>
Subject: A letter
To: {ADDRESS}

--b--
""".encode()


AWAY = b"From: mina@example.org\nSubject: Away\nAuto-Submitted: auto-replied\n\nI am away, failed or not.\n"
CUT = report(uuid.uuid4()).partition(b"Final-Recipient")[0]
OLD = b"""\
From: MAILER-DAEMON@mx.example.org
Subject: failure notice

Hi. This is the mail program at mx.example.org. I could not deliver your message.
"""


def read(folder, monkeypatch, *mails):
    for place, each in enumerate(mails):
        (folder / f"{place}.eml").write_bytes(each)
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    said = StringIO()
    call_command("read_bounces", str(folder), stdout=said)
    return said.getvalue()


@pytest.fixture
def letter(held):
    a_parent(held)
    [made] = approved(held, kind=PLAN, **SUPPLIED)
    return made


@pytest.fixture
def mailed(held, letter):
    return LetterMail.objects.create(
        submission=uuid.uuid4(),
        letter=letter,
        address=ADDRESS,
        state="sent",
        asked_by=held.officer,
        asked_at=AFTER,
    )


@pytest.mark.parametrize("kind", [WHOLE, HEADERS])
def test_a_failure_is_recorded_once_and_asks_for_another_way(
    held, letter, mailed, kind, tmp_path, monkeypatch
):
    first = read(tmp_path, monkeypatch, report(mailed.pk, kind=kind), report(mailed.pk, kind=kind))
    again = read(tmp_path, monkeypatch)

    assert first == "1 came back, 1 known already, 0 that report no failure.\n"
    assert again == "0 came back, 2 known already, 0 that report no failure.\n"
    assert letter.deliveries.filter(what="bounced").count() == 1
    assert Task.objects.filter(kind="letter_back").count() == 1
    page = words_of(demo_client(held.officer).get(of_letter("letter", letter)))
    assert "The e-mail came back on 20 November 2026" in page


@pytest.mark.parametrize("other", [None, AWAY])
def test_a_delay_and_a_note_of_absence_say_nothing_of_a_failure(letter, mailed, other, tmp_path, monkeypatch):
    said = read(tmp_path, monkeypatch, other or report(mailed.pk, action="delayed"))

    assert said == "0 came back, 0 known already, 1 that report no failure.\n"
    mailed.refresh_from_db()
    assert mailed.state == "sent"


@pytest.mark.parametrize("other", [CUT, OLD])
def test_a_report_cut_short_or_in_words_alone_is_left_to_a_person(
    letter, mailed, other, tmp_path, monkeypatch
):
    said = read(tmp_path, monkeypatch, other)

    assert said.startswith("0 came back, 0 known already, 0 that report no failure.\n")
    assert "1 of a mail server that can’t be read here. Look at them in the mailbox" in said


@pytest.mark.parametrize("written", ["<", "<>", "<@>", "<[>", "<a@", "<a@["])
def test_a_message_that_nobody_can_parse_stops_no_other(held, mailed, written, tmp_path, monkeypatch):
    strange = (
        f"From: a@example.org\nMessage-ID: {written}\nDate: {written}\nSubject: {written}\n\nYes.\n".encode()
    )

    said = read(tmp_path, monkeypatch, strange, report(written), report(mailed.pk))

    assert said.startswith("1 came back, 0 known already, 1 that report no failure.\n1 about no letter")
    told = StringIO()
    here = {"school": held.school.urn, "email": held.officer.email, "stdout": told}
    call_command("read_replies", str(tmp_path), **here)
    assert told.getvalue() == "1 new: 0 matched, 1 for a person to match. 0 known already, 2 automatic.\n"


def test_what_a_server_says_beside_the_word_failed_changes_nothing(mailed, tmp_path, monkeypatch):
    said = read(tmp_path, monkeypatch, report(mailed.pk, action="Failed (mailbox unknown)"))

    assert said == "1 came back, 0 known already, 0 that report no failure.\n"


@pytest.mark.parametrize("about", [uuid.UUID(int=7), "CAF=someone.else"])
def test_a_failure_of_a_message_that_is_not_ours_is_left_to_a_person(mailed, about, tmp_path, monkeypatch):
    said = read(tmp_path, monkeypatch, report(about))

    assert "1 about no letter that this site sent by e-mail. Look at them in the mailbox" in said
    mailed.refresh_from_db()
    assert mailed.state == "sent"


def test_where_there_is_no_mail_the_command_says_what_to_name(tmp_path):
    with pytest.raises(CommandError, match=r"Name an mbox file, a Maildir, or a folder of \.eml files"):
        call_command("read_bounces", str(tmp_path / "nowhere"))
