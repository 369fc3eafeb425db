"""The text form of a folder's files, kept between runs because reading YAML is slow.

An entry is used only when its key (program version, and every file's name and bytes) and
its own checksum agree; otherwise the files are read again. A cache that can't be written
costs time and nothing else. Entries are JSON, so a tampered one can't run anything.

What a process has read it holds too, by the same key: one command asks for the layers of a pack several
times, and a pack that was copied and changed in one file has the others read already.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from supportfirst import __version__
from supportfirst.attendance.packs.text_form import Node, from_json, to_json
from supportfirst.attendance.vocabulary.problems import Problem

FORM = "pack-text/1"
MOST_ENTRIES = 60  # the oldest go first; a folder has three at most
MOST_HELD = 40  # folders; a shipped pack takes about a megabyte
MOST_FILES_HELD = 400

_HELD: dict[tuple[str, str], Mapping[str, Node]] = {}


@dataclass(frozen=True, slots=True)
class FolderText:
    """The readable files of a folder, by path inside it, and what is wrong with the others."""

    name: str
    documents: Mapping[str, Node]
    problems: list[Problem] = field(default_factory=list)


def cache_folder() -> Path:
    """$SUPPORTFIRST_CACHE, else $XDG_CACHE_HOME/supportfirst, else ~/.cache/supportfirst."""
    own = os.environ.get("SUPPORTFIRST_CACHE")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return Path(shared or os.path.expanduser("~/.cache")) / "supportfirst"


def read_folder(folder: Path, patterns: Iterable[str]) -> FolderText:
    """Every file of `folder` that fits one of the patterns, from the cache where it is current."""
    patterns = tuple(patterns)
    files, problems = _bytes_of(folder, patterns)
    key = _key(files)
    held = _HELD.get((folder.name, key))
    if held is None or problems:
        held = _read(folder, patterns, files, key, problems)
    return FolderText(folder.name, dict(held), problems)


def forget_read() -> None:
    """What this process holds is read again when it is next asked for."""
    _HELD.clear()
    _read_file.cache_clear()


def _read(
    folder: Path, patterns: Iterable[str], files: Mapping[str, bytes], key: str, problems: list[Problem]
) -> Mapping[str, Node]:
    """From the entry on the disk, else from the files; adds what is wrong with them to `problems`."""
    entry = cache_folder() / "packs" / _entry_name(folder, patterns)
    documents = _kept(entry, key, folder.name)
    if documents is None:
        documents = {}
        for path, data in files.items():
            node, found = _read_file(data, f"{folder.name}/{path}")
            problems += found
            if node is not None:
                documents[path] = node
        if not problems:
            _keep(entry, key, documents)
    if not problems:
        if len(_HELD) >= MOST_HELD:
            _HELD.clear()
        _HELD[folder.name, key] = documents
    return documents


@lru_cache(maxsize=MOST_FILES_HELD)
def _read_file(data: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    from supportfirst.attendance.packs.read import read_yaml  # slow to import, and seldom needed

    node, problems = read_yaml(data, file=file)
    return node, tuple(problems)


def _bytes_of(folder: Path, patterns: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted({found for pattern in patterns for found in folder.glob(pattern)}):
        inside = path.relative_to(folder).as_posix()
        try:
            files[inside] = path.read_bytes()
        except OSError as error:
            name = f"{folder.name}/{inside}"
            told = f"cannot be read: {error.strerror}"
            problems.append(
                Problem("unreadable-file", name, 0, "", "", told, "check that it is a file you may read")
            )
    return files, problems


def _entry_name(folder: Path, patterns: Iterable[str]) -> str:
    """One entry for each folder and each way of reading it."""
    asked = f"{folder.resolve()} {' '.join(patterns)}"
    return f"{folder.name}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.json"


def _key(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(f"{FORM} {__version__}".encode())
    for name, data in files.items():
        digest.update(f"\n{name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _kept(entry: Path, key: str, folder: str) -> dict[str, Node] | None:
    try:
        checksum, _, body = entry.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != checksum:
            return None
        held = json.loads(body)
        if held["key"] != key:
            return None
        return {path: from_json(form, f"{folder}/{path}") for path, form in held["documents"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _keep(entry: Path, key: str, documents: Mapping[str, Node]) -> None:
    held = {"key": key, "documents": {path: to_json(node) for path, node in documents.items()}}
    body = json.dumps(held, separators=(",", ":"), ensure_ascii=False).encode()
    try:
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=entry.parent, prefix=".writing-")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(scratch, entry)
        _forget_oldest(entry.parent)
    except OSError:
        Path(scratch).unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    by_age = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in by_age[:-MOST_ENTRIES]:
        path.unlink(missing_ok=True)
