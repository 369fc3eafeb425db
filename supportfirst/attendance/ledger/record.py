"""One record of a ledger file: a line of canonical JSON, sealed with a hash.

A line can be checked with no program of ours: take `,"hash":"…"` off its end, put the
brace back, and the SHA-256 of what remains is the hash; `prev` repeats the hash of the
line before. Canonical means keys in order, no spaces, UTF-8, so equal records are equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date
from functools import lru_cache
from typing import Any

from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, as_datetime, read_moment
from supportfirst.attendance.vocabulary.sessions import Half, Session

SCHEMA = "ledger/1"
FIRST_PREV = "0" * 64
HEADER, ALPHABET, ROSTER = "header", "alphabet", "roster"
SUBMISSION, COMPLETED = "submission", "completed"
REGISTER, AMENDMENT = "register", "amendment"

_BEFORE_HASH = b',"hash":"'
_AFTER_HASH = b'"}\n'
_SEAL = len(_BEFORE_HASH) + 64 + len(_AFTER_HASH)

Record = dict[str, Any]  # JSON, whose values have many types


class Broken(ValueError):
    """A line that is not a sealed record; the message says why. Never leaves this room."""


def canonical(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # A half of a surrogate pair has no UTF-8; \udc80 is how JSON itself writes one.
    return text.encode("utf-8", "backslashreplace")


def seal(record: Mapping[str, object], *, seq: int, prev: str) -> tuple[bytes, str]:
    """The record's line, newline included, and its hash."""
    body = canonical({**record, "seq": seq, "prev": prev})
    digest = hashlib.sha256(body).hexdigest()
    return body[:-1] + _BEFORE_HASH + digest.encode() + _AFTER_HASH, digest


def unseal(line: bytes) -> Record:
    """The record in a whole line. Raises Broken when it is not one, or its hash does not fit."""
    mark = len(line) - _SEAL
    if mark <= 0 or line[mark : mark + len(_BEFORE_HASH)] != _BEFORE_HASH or not line.endswith(_AFTER_HASH):
        raise Broken("it does not end with a hash")
    sealed = hashlib.sha256(memoryview(line)[:mark])
    sealed.update(b"}")
    stated = line[mark + len(_BEFORE_HASH) : -len(_AFTER_HASH)]
    if sealed.hexdigest().encode() != stated:
        raise Broken("its content does not fit its hash")
    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Broken("it is not JSON") from error
    if not isinstance(record, dict):
        raise Broken("it is not a JSON object")
    return record


def follows(record: Record, *, seq: int, prev: str) -> None:
    """Raises Broken unless the record is the `seq`th and takes up the hash before."""
    if record.get("seq") != seq:
        raise Broken(f"it says it is record {record.get('seq')}")
    if record.get("prev") != prev:
        raise Broken("it does not follow the record before it")


@lru_cache(maxsize=65536)
def moment_text(moment: int) -> str | None:
    """ISO 8601 in UTC, as the file keeps it; None for a moment that was not recorded."""
    if moment == NOT_RECORDED:
        return None
    return as_datetime(moment).astimezone(UTC).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=65536)
def moment_of(text: str | None) -> int:
    return NOT_RECORDED if text is None else read_moment(text)


@lru_cache(maxsize=8192)
def session_of(text: str) -> Session:
    """The session that `str(Session)` wrote. Raises ValueError, KeyError."""
    day, half = text.split(" ")
    return Session(date.fromisoformat(day), Half[half])


def recorder_json(recorder: Recorder) -> dict[str, str] | None:
    """Name and title, or None where nobody is named."""
    return {"name": recorder.name, "title": recorder.title} if recorder != Recorder() else None


def recorder_of(value: Mapping[str, str] | None) -> Recorder:
    return Recorder() if value is None else Recorder(value["name"], value["title"])
