"""Replies as a mail program keeps them: an mbox file, a Maildir, a folder of .eml files, or one such file.

What a mail program adds by itself (the message that is answered, a note that somebody is away) is no reply.
"""

from __future__ import annotations

import html
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

LONGEST = 5000  # letters of a reply that are kept
ADDED = re.compile(r"^(>|On .{0,200}wrote:\s*$|-{2,} ?Original Message)", re.IGNORECASE)


class Unreadable(Exception):
    """What was named holds no mail that can be read; in words that say what to do."""


@dataclass(frozen=True, slots=True)
class Received:
    id: str  # its Message-ID; "" where it has none
    sender: str
    subject: str
    text: str
    at: datetime | None
    answers: str  # what it says of the message that it answers: two headers, and all of its text
    is_automatic: bool


def replies_in(path: Path) -> Iterator[Received]:
    """Every message, in the order of the folder. Raises Unreadable."""
    for data in raw_mail(path):
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        yield _received(message)


def own_words(text: str) -> str:
    """What the person wrote, without the message that they answer."""
    lines = []
    for line in text.splitlines():
        if ADDED.match(line.strip()):
            break
        lines.append(line.rstrip())
    return "\n".join(lines).strip()[:LONGEST]


def raw_mail(path: Path) -> Iterator[bytes]:
    """Each message as it came. Raises Unreadable."""
    if path.is_dir() and (path / "cur").is_dir():
        yield from _boxed(mailbox.Maildir(str(path), create=False))
    elif path.is_dir():
        yield from (each.read_bytes() for each in sorted(path.glob("*.eml")))
    elif path.suffix.lower() == ".eml" and path.is_file():
        yield path.read_bytes()
    elif path.is_file() and path.read_bytes()[:5] == b"From ":
        yield from _boxed(mailbox.mbox(str(path), create=False))
    else:
        raise Unreadable(
            "There is no mail here that can be read. Name an mbox file, a Maildir, or a folder of .eml files."
        )


def _boxed(box: mailbox.Mailbox[Any]) -> Iterator[bytes]:
    with closing(box):
        yield from (box.get_bytes(key) for key in sorted(box.keys()))


def _received(message: EmailMessage) -> Received:
    text = _text(message)
    automatic = str(message.get("Auto-Submitted", "no")).strip().lower() != "no"
    return Received(
        str(message.get("Message-ID", "")).strip(),
        parseaddr(str(message.get("From", "")))[1],
        str(message.get("Subject", ""))[:200],
        own_words(text),
        _moment(str(message.get("Date", ""))),
        f"{message.get('In-Reply-To', '')} {message.get('References', '')} {text}",
        automatic,
    )


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, ValueError):  # a character set that nobody knows
        content = (body.get_payload(decode=True) or b"").decode("utf-8", errors="replace")  # type: ignore[union-attr]
    if body.get_content_type() == "text/html":
        return html.unescape(re.sub(r"<[^>]+>", " ", content))
    return content


def _moment(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
