"""One door by which the e-mail of a letter leaves: the site's mail server, or GOV.UK Notify.

The e-mail names the school and bears a link. It names no child, no adult and no kind of letter, so that
whoever reads a shared mailbox learns nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from supportfirst.casework.outside.delivering import NobodyKnows, NotDelivered, Outgoing, deliver

SUBJECT = "A letter from {school}"
BODY = (
    "There is a letter for you from {school}.\n\nOpen it here: {link}\n\n"
    "For your privacy this message does not say what the letter is about. "
    "The link works once, for {days} days. If it does not open, ask the school for the letter."
)
DAYS = 14  # how long a link is good for
SECONDS = 30  # well within a worker's lease
# What Notify says of a notification, in our words; whatever else it says is on its way still.
CAME = {
    "delivered": "delivered",
    "permanent-failure": "bounced",
    "temporary-failure": "bounced",
    "technical-failure": "bounced",
}


@dataclass(frozen=True, slots=True)
class MailOut:
    id: UUID
    address: str
    school: str
    link: str


class LetterSender(Protocol):
    """Whoever takes such an e-mail. `send` raises NotDelivered and NobodyKnows."""

    def send(self, mail: MailOut) -> None: ...

    def has(self, mail: UUID) -> bool | None:
        """Whether it was given this one before; None where it can't tell."""


class SmtpSender:
    """The mail server of the site."""

    def send(self, mail: MailOut) -> None:
        body = BODY.format(school=mail.school, link=mail.link, days=DAYS)
        subject = SUBJECT.format(school=mail.school)
        deliver(Outgoing(mail.id, is_email=True, address=mail.address, subject=subject, body=body))

    def has(self, mail: UUID) -> bool | None:
        return None


class NotifySender:
    """GOV.UK Notify by its own client; our id is the reference by which it is asked about it."""

    def __init__(self, key: str, template: str, address: str) -> None:
        from notifications_python_client.notifications import NotificationsAPIClient  # slow to import

        logging.getLogger("notifications_python_client").setLevel(logging.ERROR)  # its warnings quote answers
        self._client: Any = NotificationsAPIClient(key, base_url=address, timeout=SECONDS)
        self._template = template

    def send(self, mail: MailOut) -> None:
        from notifications_python_client.errors import APIError

        told = {"school": mail.school, "link": mail.link}
        try:
            self._client.send_email_notification(mail.address, self._template, told, reference=str(mail.id))
        except APIError as error:
            raise _failure(error) from None  # its own words may quote the address

    def has(self, mail: UUID) -> bool | None:
        from notifications_python_client.errors import APIError

        try:
            found = self._client.get_all_notifications(reference=str(mail))
        except APIError:
            return None
        return bool(found["notifications"])


def _failure(error: Any) -> Exception:
    """An answer that said no, or a line that broke without one."""
    if error.response is None:
        return NobodyKnows("GOV.UK Notify did not answer. It is asked again.")
    if error.status_code == 400:
        return NotDelivered(
            "GOV.UK Notify did not take the message: the address or the template is not right. "
            "Check the address, and send the letter by post meanwhile.",
            for_good=True,
        )
    if error.status_code in (401, 403):
        return NotDelivered(
            "GOV.UK Notify refused the site’s own key. Ask whoever runs the site to set it right.",
            for_good=True,
        )
    return NotDelivered("GOV.UK Notify could not take the message now. It is tried again.")


def sender_in_force() -> LetterSender | None:
    """The one that the settings name; None where they name none, and on the sample site."""
    if settings.DEMO:
        return None
    if settings.NOTIFY_KEY and settings.NOTIFY_TEMPLATE:
        return NotifySender(settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE, settings.NOTIFY_ADDRESS)
    return SmtpSender() if settings.MESSAGES_LEAVE else None


def why_no_sender() -> str:
    """What hinders, in words for a page; "" where nothing does."""
    if settings.DEMO:
        return "The sample site sends nothing."
    if settings.NOTIFY_KEY and not settings.NOTIFY_TEMPLATE:
        return "GOV.UK Notify has a key here, but no template is named. Ask whoever runs the site to name it."
    if not settings.NOTIFY_KEY and not settings.MESSAGES_LEAVE:
        return "No mail server is set up for this site. Ask whoever runs the site to set one up."
    return ""
