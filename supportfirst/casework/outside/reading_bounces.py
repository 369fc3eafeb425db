"""Reports of mail servers on messages that could not be delivered (RFC 3464), from a mailbox.

Only a report that says “failed” means that a message came back: “delayed” is no end, and the note of a person
who is away is no report at all. Which message it was is told by the Message-ID that the site gave it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage, Message
from pathlib import Path
from uuid import UUID

from supportfirst.casework.outside.reading_mail import raw_mail

OURS = re.compile(r"\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>\s*", re.IGNORECASE)
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """`about`: the message, by the id that the site gave it; None where the report names none of ours."""

    failed: bool
    about: UUID | None


def reports_in(path: Path) -> Iterator[Report | None]:
    """One for each message of the mailbox; None for what is no delivery report. Raises Unreadable."""
    for data in raw_mail(path):
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        yield _report(message)


def _report(message: EmailMessage) -> Report | None:
    if message.get_content_type() != "multipart/report":
        return None
    actions: set[str] = set()
    about: UUID | None = None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            actions |= _actions(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            about = about or _id_of(_original(part))
    return Report(FAILED in actions, about) if actions else None


def _actions(part: Message) -> set[str]:
    """What was done for each recipient: each has a block of headers of its own."""
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return set()
    said = (str(each.get("Action", "")) for each in blocks if isinstance(each, Message))
    return {each.strip().lower() for each in said} - {""}


def _original(part: Message) -> Message:
    """The message that came back: all of it, or its headers alone."""
    held = part.get_payload()
    if isinstance(held, list) and held and isinstance(held[0], Message):
        return held[0]
    data = part.get_payload(decode=True)
    text = data.decode("utf-8", errors="replace") if isinstance(data, bytes) else ""
    return message_from_string(text, policy=policy.default)


def _id_of(original: Message) -> UUID | None:
    found = OURS.fullmatch(str(original.get("Message-ID", "")))
    return UUID(found[1]) if found else None
