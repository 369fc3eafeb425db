"""A worker for `test_killed_sending.py`, run as a program: it sends a message and kills itself on the way."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402  after the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from supportfirst.casework.access.actor import actor_of  # noqa: E402
from supportfirst.casework.actions import send_message as sending  # noqa: E402
from supportfirst.casework.actions.run_jobs import Worker, put_back_expired  # noqa: E402
from supportfirst.casework.actions.send_message_again import send_message_again  # noqa: E402
from supportfirst.casework.store.models import Message, Role  # noqa: E402
from tests.factories.killed import Counted  # noqa: E402
from tests.factories.site import a_school, a_user  # noqa: E402

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
AFTER_ITS_YES = "after"


def prepare() -> None:
    """An e-mail to a member of staff waits to be sent; it is about no child, and needed all day."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        school = a_school()
        officer = a_user(Role.ATTENDANCE_OFFICER, school)
        message = Message.objects.create(
            school=school,
            direction="out",
            channel="email",
            address="office@example.org",
            subject="A register is missing",
            body="Please take it.",
            state="waiting",
            asked_by=officer,
            asked_at=START,
        )
        sending.ask_to_send(message, START, asked_by=officer)


def work(at: datetime, die: str) -> None:
    """Put back what expired and send what is due; die before a statement, or right after the server's yes."""
    settings.DEMO, settings.MESSAGES_LEAVE = False, True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["LOOPBACK"])
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    if die == AFTER_ITS_YES:
        deliver = sending.deliver

        def dies(outgoing: Any) -> None:
            deliver(outgoing)
            os.kill(os.getpid(), signal.SIGKILL)

        sending.deliver = dies
    counted = Counted(int(die) if die.isdigit() else 0)
    with connection.execute_wrapper(counted):
        put_back_expired(at)
        worker = Worker(now=lambda: at)
        while worker.run_next() is not None:
            pass
    sys.stdout.write(f"{counted.count}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["work", die]:
            work(START, die)
        case ["again"]:
            work(LATER, "0")
        case ["ask again"]:
            message = Message.objects.get()
            assert message.asked_by is not None
            send_message_again(actor_of(message.asked_by, LATER), message.school_id, message.pk)
        case ["tell"]:
            sys.stdout.write(Message.objects.get().state)
