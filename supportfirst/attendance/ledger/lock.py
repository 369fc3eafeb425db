"""One writer at a time: a lock on the ledger file itself.

The system gives it up when the file is closed or the process dies, so no lock outlives a kill.
"""

from __future__ import annotations

import sys
from pathlib import Path

from supportfirst.attendance.vocabulary.errors import AttendanceError

if sys.platform == "win32":
    import msvcrt
    import os

    _FAR = 1 << 62  # Windows stops readers too inside a locked range, so lock beyond any content

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LedgerBusy(AttendanceError):
    """Another process has this ledger open for writing."""


def lock(descriptor: int, path: Path) -> None:
    """Raises LedgerBusy at once when another writer holds the file."""
    try:
        _take(descriptor)
    except OSError as error:
        raise LedgerBusy(
            what="another process is writing to this ledger",
            where=str(path),
            remedy="wait until it has finished, then run the command again",
        ) from error
