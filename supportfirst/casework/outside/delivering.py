"""Handing a message to the world: to a mail server, or to nobody where the site keeps its messages.

Nothing leaves the sample site, and nothing leaves a site of which nobody has said by what server: the
message is kept, and its page says so. A text leaves as an e-mail to a gateway that makes texts of e-mails;
without one it is kept too. The same message handed over twice bears the same Message-ID.

Once the server has begun to be given the message, a line that breaks says nothing of what it did with it:
that is told apart from a server that was never reached, and from one that said no.
"""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

NUMBER = "{number}"  # in the gateway's address
BROKEN = "The line to the mail server broke while it was given the message. Ring the family."
NOT_TAKEN = "The mail server did not take the message. Ring the family meanwhile."


class NotDelivered(Exception):
    """The message did not leave; in words for its page, without any address."""

    def __init__(self, what: str, *, for_good: bool = False) -> None:
        super().__init__(what)
        self.for_good = for_good  # trying again by itself would change nothing


class NobodyKnows(Exception):
    """The line broke while the server had the message: it may have left; in words for its page."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    id: UUID
    is_email: bool
    address: str
    subject: str
    body: str


def leaves(message: Outgoing) -> bool:
    """Whether it is for a mail server; the site keeps the others."""
    return _address_outside(message) is not None


def deliver(message: Outgoing) -> bool:
    """Whether it left; False where the site keeps it. Raises NotDelivered, NobodyKnows."""
    to = _address_outside(message)
    if to is None:
        return False
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    server = get_connection()
    mail = EmailMessage(
        message.subject or "Message",
        message.body,
        to=[to],
        reply_to=[settings.REPLIES_TO] if settings.REPLIES_TO else None,
        headers={"Message-ID": f"<{message.id}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=server,
    )
    _reach(server)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise NotDelivered(
            "The mail server knows no such address. Ask the family for the right one.", for_good=True
        ) from error
    except ConnectionRefusedError as error:
        raise NotDelivered(NOT_TAKEN) from error
    except smtplib.SMTPServerDisconnected as error:
        raise NobodyKnows(BROKEN) from error
    except smtplib.SMTPException as error:  # the server said no; it is an OSError too
        raise NotDelivered(NOT_TAKEN) from error
    except OSError as error:
        raise NobodyKnows(BROKEN) from error
    except Exception as error:  # a message that can't leave must say so, whatever hinders it
        raise NotDelivered(
            "The message could not be made ready for the mail server. Check the address, and ring the family."
        ) from error
    finally:
        with suppress(
            smtplib.SMTPException, OSError
        ):  # the server has answered: how it says goodbye is all one
            server.close()
    return True


def _reach(server: Any) -> None:
    """Open the line. Until it is open, nothing was given to anybody."""
    try:
        server.open()
    except smtplib.SMTPAuthenticationError as error:
        raise NotDelivered(
            "The mail server refused the site’s own sign-in. Ask whoever runs the site to set it right."
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(NOT_TAKEN) from error


def _address_outside(message: Outgoing) -> str | None:
    """Where the message goes; None where it stays."""
    if settings.DEMO or not settings.MESSAGES_LEAVE:
        return None
    if message.is_email:
        return message.address
    if NUMBER not in settings.TEXT_GATEWAY:
        return None
    return str(settings.TEXT_GATEWAY).replace(NUMBER, re.sub(r"\D", "", message.address))
