"""Reports of mail servers on messages that could not be delivered (RFC 3464), from a mailbox.

Only a report that says “failed” means that a message came back: “delayed” is no end, and the note of a person
who is away is no report at all. Which message it was is told by the Message-ID that the site gave it. What a
mail server wrote in words alone, or was cut short, a person has to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parseaddr
from enum import Enum
from pathlib import Path
from uuid import UUID

from supportfirst.casework.outside.reading_mail import FAULTS, raw_mail

OURS = re.compile(r"\s*<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>\s*", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")  # RFC 822 lets one stand beside any word
FAILED = "failed"
SERVERS = ("mailer-daemon", "postmaster", "mail-daemon")


class Said(Enum):
    FAILED = "failed"
    NOTHING = "nothing"  # no report, or one of no failure
    UNREADABLE = "unreadable"  # of a mail server, and not in a form that can be read


@dataclass(frozen=True, slots=True)
class Report:
    """`about`: the message, by the id that the site gave it; None where the report names none of ours."""

    said: Said
    about: UUID | None = None


def reports_in(path: Path) -> Iterator[Report]:
    """One for each message of the mailbox. Raises Unreadable."""
    for data in raw_mail(path):
        try:
            report = _report(message_from_bytes(data))
        except FAULTS:
            report = Report(Said.UNREADABLE)
        yield report


def _report(message: Message) -> Report:
    if message.get_content_type() != "multipart/report":
        return Report(Said.UNREADABLE if _is_of_a_server(message) else Said.NOTHING)
    if str(message.get_param("report-type", "delivery-status")).lower() != "delivery-status":
        return Report(Said.NOTHING)  # that it was read, for one
    actions: set[str] = set()
    about: UUID | None = None
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            actions |= _actions(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            about = about or _id_of(_original(part))
    if not actions:
        return Report(Said.UNREADABLE)
    return Report(Said.FAILED if FAILED in actions else Said.NOTHING, about)


def _is_of_a_server(message: Message) -> bool:
    """A mail server writes as itself, or with no address to answer to."""
    local = parseaddr(str(message.get("From", "")))[1].partition("@")[0].lower()
    return local in SERVERS or str(message.get("Return-Path", "")).strip() == "<>"


def _actions(part: Message) -> set[str]:
    """What was done for each recipient: each has a block of headers of its own."""
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return set()
    said = (str(each.get("Action", "")) for each in blocks if isinstance(each, Message))
    return {COMMENT.sub("", each).strip().lower() for each in said} - {""}


def _original(part: Message) -> Message:
    """The message that came back: all of it, or its headers alone."""
    held = part.get_payload()
    if isinstance(held, list) and held and isinstance(held[0], Message):
        return held[0]
    data = part.get_payload(decode=True)
    text = data.decode("utf-8", errors="replace") if isinstance(data, bytes) else ""
    return message_from_string(text)


def _id_of(original: Message) -> UUID | None:
    found = OURS.fullmatch(str(original.get("Message-ID", "")))
    return UUID(found[1]) if found else None
