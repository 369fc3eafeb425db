"""A worker that dies while it sends a letter by e-mail: none goes twice by itself, and none is lost unseen.

It dies as one that is killed: nothing of its own comes after, and its lease runs out. What a process
that gets SIGKILL leaves in a database is shown by `messages/test_killed_sending.py`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions import mail_letter
from supportfirst.casework.actions.cancel_job import cancel_job
from supportfirst.casework.actions.run_jobs import ATTEMPTS, put_back_expired
from supportfirst.casework.store.models import AdultContact, Job, LetterMail, Task
from tests.factories.notify_server import KEY, TEMPLATE, notify_server
from tests.factories.site_accounts import demo_client
from tests.factories.site_letters import AFTER, a_parent, approved, of_letter, worked
from tests.factories.site_registers import words_of
from tests.unit.casework.letters.test_letter_by_email import ADDRESS, PLAN, SUPPLIED, happened, leaves, send

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(hours=1)
UNSURE, SENT = "unsure", "sent"
BEFORE, ASKED, TAKEN, RECORDING = "before it", "as it asks", "after the yes", "as it writes that down"
PLACES = {  # which step it dies in, and whether that step is done first
    BEFORE: ("_why_not_now", False),
    ASKED: ("_handed_over", False),
    TAKEN: ("_handed_over", True),
    RECORDING: ("_once", True),
}
__all__ = ["leaves"]


class Killed(BaseException):
    """Nothing that the worker does answers it."""


@pytest.fixture
def letter(held, leaves):
    AdultContact.objects.create(adult=a_parent(held), kind="email", value=ADDRESS)
    [made] = approved(held, kind=PLAN, **SUPPLIED)
    return made


def dies(monkeypatch, where, at=AFTER):
    """The worker, up to there."""
    step, done_first = PLACES[where]
    does = getattr(mail_letter, step)

    def dying(*given):
        if done_first:
            does(*given)
        raise Killed

    with monkeypatch.context() as dead:
        dead.setattr(mail_letter, step, dying)
        with pytest.raises(Killed):
            worked(at)


def another_works(at=LATER):
    put_back_expired(at)
    worked(at)


def stands(letter, taken):
    letter.refresh_from_db()
    return LetterMail.objects.get().state, len(taken), happened(letter), letter.state


@pytest.mark.parametrize(
    ("where", "left"),
    [
        (BEFORE, (SENT, 1, ["emailed"], "sent")),
        (ASKED, (UNSURE, 0, [], "approved")),
        (TAKEN, (UNSURE, 1, [], "approved")),
        (RECORDING, (UNSURE, 1, [], "approved")),
    ],
)
def test_a_mail_server_is_never_asked_twice_and_a_person_is_told(held, letter, monkeypatch, where, left):
    """A mail server can't be asked what it has: where it may have it, a person decides."""
    send(held, letter)
    dies(monkeypatch, where)
    for hours in (1, 2, 3):
        another_works(AFTER + timedelta(hours=hours))

    assert stands(letter, outbox.outbox) == left
    page = words_of(demo_client(held.officer).get(of_letter("letter", letter)))
    unsure = left[0] == UNSURE
    assert ("nobody can tell whether it left" in page) is unsure
    assert [each.why.split(" a letter")[0] for each in Task.objects.filter(kind="letter_back")] == (
        ["Nobody can tell whether"] if unsure else []
    )
    if unsure:
        assert "Send it by e-mail" in page
        assert send(held, letter).status_code == 302
        worked(LATER)
        assert happened(letter) == ["emailed"]


@pytest.mark.enable_socket
@pytest.mark.parametrize("where", PLACES)
def test_notify_is_asked_what_it_has_so_that_it_goes_exactly_once(held, letter, leaves, monkeypatch, where):
    leaves.NOTIFY_KEY, leaves.NOTIFY_TEMPLATE = KEY, TEMPLATE
    with notify_server() as server:
        leaves.NOTIFY_ADDRESS = server.address
        send(held, letter)
        dies(monkeypatch, where)
        for hours in (1, 2):
            another_works(AFTER + timedelta(hours=hours))

        assert stands(letter, server.taken) == (SENT, 1, ["emailed"], "sent")


@pytest.mark.parametrize("where", [BEFORE, None])
def test_one_that_no_worker_will_send_any_more_is_said_to_have_stopped(held, letter, monkeypatch, where):
    """Its worker died too often, or somebody called the job off; it may be sent anew."""
    send(held, letter)
    client = demo_client(held.officer)
    assert "is on its way" in words_of(client.get(of_letter("letter", letter)))
    if where is None:
        cancel_job(actor_of(held.officer, AFTER), Job.objects.get(kind="mail_letter").pk)
    for turn in range(ATTEMPTS if where else 0):
        at = AFTER + timedelta(hours=turn)
        put_back_expired(at)
        dies(monkeypatch, where, at)
    another_works(AFTER + timedelta(hours=ATTEMPTS))

    page = words_of(client.get(of_letter("letter", letter)))

    assert "The sending stopped before it left" in page
    assert "is on its way" not in page
    assert send(held, letter).status_code == 302
    worked(AFTER + timedelta(hours=ATTEMPTS))
    assert [len(outbox.outbox), *happened(letter)] == [1, "emailed"]
