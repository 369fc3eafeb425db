"""Replies as a mail program keeps them: an mbox file, a Maildir, a folder of .eml files, or one such file.

What a mail program adds by itself (the message that is answered, a note that somebody is away) is no reply.
Anybody can write anything into a mailbox: a message that cannot be read stops no other.
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
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

FAULTS = (AttributeError, LookupError, MessageError, TypeError, ValueError)  # of a message nobody can parse
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


def replies_in(path: Path) -> Iterator[Received | None]:
    """Every message, in the order of the folder; None for one that cannot be read. Raises Unreadable."""
    for data in raw_mail(path):
        try:
            message = message_from_bytes(data, policy=policy.default)
            assert isinstance(message, EmailMessage)
            received = _received(message)
        except FAULTS:
            received = None
        yield received


def own_words(text: str) -> str:
    """What the person wrote, without the message that they answer."""
    lines = []
    for line in text.splitlines():
        if ADDED.match(line.strip()):
            break
        lines.append(line.rstrip())
    return "\n".join(lines).strip()[:LONGEST]


def raw_mail(path: Path) -> Iterator[bytes]:
    """Each message as it came, of every kind. Raises Unreadable."""
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
    return Received(
        _written(message, "Message-ID"),
        parseaddr(_header(message, "From"))[1],
        _header(message, "Subject")[:200],
        own_words(text),
        _moment(_written(message, "Date")),
        f"{_written(message, 'In-Reply-To')} {_written(message, 'References')} {text}",
        (_written(message, "Auto-Submitted").lower() or "no") != "no",
    )


def _header(message: EmailMessage, name: str) -> str:
    """In the words of the writer; as it was written, where those cannot be made out."""
    try:
        return str(message.get(name, ""))
    except FAULTS:
        return _written(message, name)


def _written(message: EmailMessage, name: str) -> str:
    """As it was written: what is only compared needs no parsing, and some of it cannot be parsed."""
    held = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return " ".join(next(held, "").encode("utf-8", errors="replace").decode().split())


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
