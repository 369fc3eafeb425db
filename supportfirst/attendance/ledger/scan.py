"""Reading a ledger file from its first byte to its last, and checking the chain on the way.

A writer that was killed leaves an unfinished last line and nothing else: only that is a
'torn tail', and only that may be cut off. Anything wrong before it, or in a last line that
is finished, was done to the file afterwards, and is named and never mended.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from supportfirst.attendance.ledger.record import (
    FIRST_PREV,
    HEADER,
    SCHEMA,
    Broken,
    Record,
    follows,
    unseal,
)
from supportfirst.attendance.vocabulary.errors import AttendanceError

HEADER_BEGINS = b'{"alphabet":{'


class NotALedger(AttendanceError):
    """The file does not begin with the header of a ledger."""


class LedgerCorrupt(AttendanceError):
    """A record was changed, lost or put in after it was written."""


class Place(NamedTuple):
    """A record and the bytes where its line stands."""

    offset: int
    length: int
    record: Record


@dataclass(slots=True)
class Scan:
    """A pass over the file; after `records()` ends, the chain's state stands here."""

    path: Path
    count: int = 0
    prev: str = FIRST_PREV
    end: int = 0  # the byte after the last whole record
    torn: bytes = b""  # what stands after it
    unended: bool = False  # the last record is whole and lacks only the end of its line

    def records(self, stream: BinaryIO) -> Iterator[Place]:
        """Each whole record. Raises NotALedger, LedgerCorrupt with record and byte offset."""
        for line in stream:
            if not line.endswith(b"\n"):
                if not self._is_whole(line + b"\n"):
                    self._take_tail(line)
                    return
                line, self.unended = line + b"\n", True
            try:
                record = unseal(line)
                follows(record, seq=self.count + 1, prev=self.prev)
            except Broken as error:
                raise self.fault(str(error), line) from error
            if self.count == 0:
                self._check_header(record)
            place = Place(self.end, len(line), record)
            self.count, self.prev, self.end = self.count + 1, record["hash"], self.end + len(line)
            yield place

    def fault(self, what: str, line: bytes = HEADER_BEGINS) -> AttendanceError:
        """The error for the record that is being read."""
        if self.count == 0 and not line.startswith(HEADER_BEGINS):
            return not_a_ledger(self.path)
        return LedgerCorrupt(
            what=f"record {self.count + 1}, at byte {self.end}, is damaged: {what}",
            where=str(self.path),
            remedy="restore the file from a copy; `supportfirst ledger verify` lists every fault",
        )

    def _is_whole(self, line: bytes) -> bool:
        try:
            follows(unseal(line), seq=self.count + 1, prev=self.prev)
        except Broken:
            return False
        return True

    def _take_tail(self, line: bytes) -> None:
        if self.count == 0 and not line.startswith(HEADER_BEGINS[: len(line)]):
            raise not_a_ledger(self.path)
        self.torn = line

    def _check_header(self, record: Record) -> None:
        if record.get("kind") != HEADER or record.get("schema") != SCHEMA:
            raise NotALedger(
                what=f"its first record is not the header of a “{SCHEMA}” file",
                where=str(self.path),
                remedy="use a version of Supportfirst that knows this kind of file",
            )


def not_a_ledger(path: Path) -> NotALedger:
    return NotALedger(
        what="this is not a ledger file",
        where=str(path),
        remedy="name a file made by `supportfirst ledger append`, or one that does not exist yet",
    )


def put_aside(path: Path, torn: bytes) -> Path:
    """Keep a torn tail beside the ledger, after any earlier ones; safe on disk before it is cut off."""
    aside = path.with_name(path.name + ".torn")
    with aside.open("ab") as stream:
        stream.write(torn + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    return aside
