"""The ledger file on disk: opened, locked, mended at its tail, and added to batch by batch.

A batch is written, flushed and synced as one; when it cannot be (a full disk), the file is
cut back to the batch before, so what stands in it is always whole records. Nothing that
has once been synced is ever written over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.ledger.file.index import Index
from supportfirst.attendance.ledger.lock import lock
from supportfirst.attendance.ledger.record import Record, seal
from supportfirst.attendance.ledger.scan import Scan, put_aside
from supportfirst.attendance.vocabulary.errors import AttendanceError

BATCH_BYTES = 4 << 20


class LedgerUnreadable(AttendanceError):
    """The file is missing, a folder, or not ours to open."""


class LedgerNotWritten(AttendanceError):
    """The disk is full, or refuses to be written to."""


@dataclass(slots=True)
class Store:
    """An open ledger file. `torn` says what a mended tail held; "" where nothing was amiss."""

    path: Path
    writer: int | None  # file descriptor, which holds the lock; None when open for reading
    index: Index = field(default_factory=Index)
    count: int = 0
    prev: str = ""
    end: int = 0  # where the next record will stand, pending ones counted
    written: int = 0  # bytes safe on disk
    torn: str = ""
    batch_bytes: int = BATCH_BYTES
    _pending: list[bytes] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, *, writing: bool, create: bool = True) -> Self:
        """Raises LedgerUnreadable, LedgerBusy, NotALedger, LedgerCorrupt."""
        writer = _open_to_write(path, create=create) if writing else None
        try:
            if writer is not None:
                lock(writer, path)
            store = cls(path, writer)
            store._load()
        except BaseException:
            if writer is not None:
                os.close(writer)
            raise
        return store

    def add(self, record: Mapping[str, object]) -> int:
        """Put one record in the batch, and the batch on disk when it is full; the record's seq."""
        line, self.prev = seal(record, seq=self.count + 1, prev=self.prev)
        self.count += 1
        self.index.take({**record, "seq": self.count}, offset=self.end, length=len(line))
        self.end += len(line)
        self._pending.append(line)
        if self.end - self.written >= self.batch_bytes:
            self.flush()
        return self.count

    def flush(self) -> None:
        """Raises LedgerNotWritten, with the file cut back to the last whole batch and closed."""
        if not self._pending:
            return
        assert self.writer is not None, "the ledger is open for reading"
        try:
            self._write(b"".join(self._pending))
        except OSError as error:
            with suppress(OSError):  # what cannot be cut off now is a torn tail for the next to open it
                os.ftruncate(self.writer, self.written)
            self.abandon()
            raise LedgerNotWritten(
                what=f"{error.strerror or error} after byte {self.written}; all up to there is kept",
                where=str(self.path),
                remedy="make room or choose another disk, then run the same command again",
            ) from error
        self._pending.clear()
        self.written = self.end

    def each_document(self, session: int, pupils: NDArray[np.bool_] | None = None) -> Iterator[Record]:
        """The register documents of a session (its number), in order; of those pupils, by number."""
        places = self.index.places(session, pupils)
        if not places:
            return
        if sum(places[-1]) > self.written:
            self.flush()
        with _open_to_read(self.path) as stream:
            for offset, length in places:
                stream.seek(offset)
                yield json.loads(stream.read(length))

    def records(self) -> Iterator[Record]:
        """Every record of the file as it stands, in order; register documents and amendments are enough."""
        self.flush()
        with _open_to_read(self.path) as stream:
            remaining = self.written
            for line in stream:
                remaining -= len(line)
                if remaining < 0:
                    return
                yield json.loads(line)

    def close(self) -> None:
        """Write what is pending, and give up the file and its lock."""
        try:
            self.flush()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Give up the file and its lock; what is pending is not written."""
        self._pending.clear()
        if self.writer is not None:
            os.close(self.writer)
            self.writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()  # the batch that was under way is not to be half kept

    def _write(self, data: bytes) -> None:
        assert self.writer is not None, "the ledger is open for reading"
        os.lseek(self.writer, self.written, os.SEEK_SET)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.writer, rest) :]
        os.fsync(self.writer)

    def _load(self) -> None:
        scan = Scan(self.path)
        with _open_to_read(self.path) as stream:
            for place in scan.records(stream):
                try:
                    self.index.take(place.record, offset=place.offset, length=place.length)
                except (KeyError, ValueError, TypeError, AttributeError) as error:
                    scan.count, scan.end = scan.count - 1, place.offset
                    # a KeyError would quote its key, which may be a UPN
                    said = f" ({error})" if isinstance(error, ValueError) else ""
                    raise scan.fault(f"its content does not make sense{said}") from error
        self.count, self.prev, self.end = scan.count, scan.prev, scan.end
        self.written = scan.end
        if scan.torn:
            self._mend(scan.torn)
        if scan.unended and self.writer is not None:
            self.written -= 1
            self._write(b"\n")
            self.written = scan.end

    def _mend(self, torn: bytes) -> None:
        said = f"{len(torn)} bytes of an unfinished record stood after record {self.count}"
        if self.writer is None:
            self.torn = f"{said}; they are left out"
            return
        aside = put_aside(self.path, torn)
        os.ftruncate(self.writer, self.end)
        os.fsync(self.writer)
        self.torn = f"{said}; they were cut off and are kept in {aside.name}"


def _open_to_read(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error, "that you may read it") from error


def _open_to_write(path: Path, *, create: bool) -> int:
    try:
        is_new = create and not path.exists()
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | (os.O_CREAT if create else 0)
        descriptor = os.open(path, flags, 0o666)
        if is_new and hasattr(os, "O_DIRECTORY"):
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            os.fsync(folder)  # else a power cut could lose the name of a file that is safe itself
            os.close(folder)
    except OSError as error:
        raise _unreadable(path, error, "that you may write to it") from error
    return descriptor


def _unreadable(path: Path, error: OSError, check: str) -> LedgerUnreadable:
    return LedgerUnreadable(
        what=f"the ledger cannot be opened ({error.strerror})",
        where=str(path),
        remedy=f"check the name, and {check}",
    )
