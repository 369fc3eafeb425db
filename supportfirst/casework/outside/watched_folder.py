"""A folder into which another system writes files of registers: in it a folder for each school, by its URN.

A file is taken when it is complete: not touched for some seconds, and not under a name that programs give
to what they still write. It is moved aside only when it is as it was when it was read; nothing is deleted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

SETTLED = timedelta(seconds=10)  # without a change before a file is held to be whole
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", "~")
DONE, REFUSED = "done", "refused"
BESIDE = ".txt"  # what is added to a file's name for the text that says why


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complete file of one school's folder, and what it looked like."""

    path: Path
    urn: str
    size: int
    changed_ns: int

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> bytes:
        return self.path.read_bytes()

    def is_as_it_was(self) -> bool:
        held = self.path.stat()
        return (held.st_size, held.st_mtime_ns) == (self.size, self.changed_ns)

    def move_aside(self, into: str, why: str) -> bool:
        """Into done or refused, with the reason in a text beside it. False where it was changed meanwhile."""
        folder = self.path.parent / into
        folder.mkdir(exist_ok=True)
        if not self.is_as_it_was():
            return False
        target = _moved(self.path, folder)
        target.with_name(target.name + BESIDE).write_text(why + "\n", encoding="utf-8")
        return True


def waiting_files(root: Path, at: datetime) -> Iterator[Waiting]:
    """The complete files at a moment, by school and name. Links are not followed."""
    for folder in sorted(root.iterdir()):
        if not folder.is_dir() or folder.is_symlink() or folder.name.startswith("."):
            continue
        for path in sorted(folder.iterdir()):
            found = _waiting(path, folder.name, at)
            if found is not None:
                yield found


def _waiting(path: Path, urn: str, at: datetime) -> Waiting | None:
    if path.is_symlink() or not path.is_file():
        return None
    if path.name.startswith(".") or path.name.lower().endswith(UNFINISHED):
        return None
    held = path.stat()
    if at.timestamp() - held.st_mtime < SETTLED.total_seconds():
        return None
    return Waiting(path, urn, held.st_size, held.st_mtime_ns)


def _moved(path: Path, folder: Path) -> Path:
    """Move a file under its own name, or the next that is free: what lies there already stays."""
    for number in count(1):
        name = path.name if number == 1 else f"{path.stem} ({number}){path.suffix}"
        target = folder / name
        if target.exists():
            continue
        try:
            os.link(path, target)  # unlike a renaming, it never replaces
        except FileExistsError:
            continue
        except OSError:  # a share that knows no links
            return path.rename(target)
        path.unlink()
        return target
    raise AssertionError("numbers do not end")
