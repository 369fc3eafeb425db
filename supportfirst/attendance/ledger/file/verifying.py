"""Checking a ledger line by line, going on after a fault, so that all of them are named at once.

A record is checked as a stranger would: its hash, its link to the line before, its number,
its canonical form; then, when the chain is whole, what it says against the records before.
Nothing is mended here. No chain can show that whole records are missing from its end: for
that, compare the last hash with one noted elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.ledger.alphabet import NO_MARK
from supportfirst.attendance.ledger.file.history import amendments_of
from supportfirst.attendance.ledger.file.index import Amendment
from supportfirst.attendance.ledger.file.store import LedgerUnreadable, Store
from supportfirst.attendance.ledger.record import FIRST_PREV, Broken, Record, canonical, follows, unseal
from supportfirst.attendance.ledger.scan import HEADER_BEGINS, not_a_ledger
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem

_RESTORE = "compare with a copy made before; a ledger is never changed, only added to"


def verify(path: Path | str, *, known_hash: str = "") -> list[Problem]:
    """Every fault of a ledger file; [] for a sound one. `Problem.line` is the record's line.

    `known_hash`, noted at an earlier time, must be the hash of one of its records. Raises
    LedgerUnreadable, NotALedger.
    """
    path = Path(path)
    faults = list(_line_faults(path, known_hash))
    if not faults:
        faults = list(_content_faults(path))
    return faults


def _line_faults(path: Path, known_hash: str) -> Iterator[Problem]:
    offset, prev, seq, is_known = 0, FIRST_PREV, 0, not known_hash
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if number == 1 and not line.startswith(HEADER_BEGINS[: len(line)]):
                    raise not_a_ledger(path)
                what = _line_fault(line, seq=seq + 1, prev=prev)
                if what:
                    yield _fault(path, number, offset, what)
                prev, seq = _as_stated(line, prev, seq + 1)
                is_known = is_known or prev == known_hash
                offset += len(line)
    except OSError as error:
        raise LedgerUnreadable(
            what=f"the ledger cannot be read ({error.strerror})",
            where=str(path),
            remedy="check the name, and that you may read it",
        ) from error
    if offset == 0:
        raise not_a_ledger(path)
    if not is_known:
        yield _fault(path, 0, offset, "no record has the hash that was noted earlier: records are missing")


def _line_fault(line: bytes, *, seq: int, prev: str) -> str:
    if not line.endswith(b"\n"):
        return f"{len(line)} bytes of an unfinished record (a torn tail; the next writer cuts it off)"
    try:
        record = unseal(line)
        follows(record, seq=seq, prev=prev)
    except Broken as error:
        return f"the record is damaged: {error}"
    del record["hash"]
    if canonical(record)[:-1] != line[: len(canonical(record)) - 1]:
        return "the record is not in canonical form"
    return ""


def _as_stated(line: bytes, prev: str, seq: int) -> tuple[str, int]:
    """The hash and number by which the line itself goes, so that one fault is not told twice."""
    try:
        record = json.loads(line)
        return str(record["hash"]), int(record["seq"])
    except (ValueError, KeyError, TypeError):
        return prev, seq


def _content_faults(path: Path) -> Iterator[Problem]:
    """One fault at most: after a record that contradicts those before, the rest means nothing."""
    try:
        with Store.open(path, writing=False) as store:
            yield from _mark_faults(path, store)
    except AttendanceError as error:
        yield Problem("ledger-fault", str(path), 0, "", "", error.what, _RESTORE)


def _mark_faults(path: Path, store: Store) -> Iterator[Problem]:
    """Places marked twice, letters without a meaning, amendments of marks that did not stand."""
    for session in sorted({*store.index.documents, *store.index.amendments_of}):
        standing = np.zeros(len(store.index.upns), np.uint8)
        amendments = amendments_of(store, session)
        for record in store.each_document(session):
            while amendments and amendments[0].seq < record["seq"]:
                yield from _amend(path, store, standing, amendments.pop(0))
            yield from _mark(path, store, standing, record)
        for amendment in amendments:
            yield from _amend(path, store, standing, amendment)


def _mark(path: Path, store: Store, standing: NDArray[np.uint8], record: Record) -> Iterator[Problem]:
    strange = set(record["marks"]) - {*store.index.alphabet.symbols, NO_MARK}
    if strange:
        yield _fault(path, record["seq"], 0, f"the letter “{min(strange)}” has no meaning")
        return
    characters = np.frombuffer(record["marks"].encode("ascii"), np.uint8)
    kept = characters != ord(NO_MARK)
    pupils = store.index.rosters[record["roster"]][kept]
    if standing[pupils].any():
        yield _fault(path, record["seq"], 0, "it marks a place that was marked before")
    standing[pupils] = characters[kept]


def _amend(path: Path, store: Store, standing: NDArray[np.uint8], amendment: Amendment) -> Iterator[Problem]:
    letters = store.index.alphabet.characters
    stood = ord(letters[amendment.old]) if amendment.old else 0
    if standing[amendment.pupil] != stood:
        yield _fault(path, amendment.seq, 0, "it does not amend the mark that stood before it")
    standing[amendment.pupil] = ord(letters[amendment.new])


def _fault(path: Path, line: int, offset: int, what: str) -> Problem:
    return Problem("ledger-fault", str(path), line, "", f"byte {offset}" if offset else "", what, _RESTORE)
