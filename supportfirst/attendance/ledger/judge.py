"""What a mark in a newly appended file is to a place that the ledger already holds.

A later file corrects an earlier one, and a mark said to be recorded later corrects one
recorded earlier; but no file undoes a correction that a named person typed, unless it
says that it was recorded after it. What a file cannot decide is left to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.sessions import Session


class Entry(NamedTuple):
    """One step in the history of a place; `symbol` is a code's, `/` in both halves."""

    symbol: str
    recorded_at: int  # as the file says, or NOT_RECORDED
    at: int  # when the ledger counts it as known, or NOT_RECORDED: the end of its own day
    by: Recorder = Recorder()
    reason: str = ""
    typed: bool = False  # by a named person in a correction, not from a file
    sha256: str = ""  # of the file it came from
    old: str | None = None  # the symbol it amends, "" for an unmarked session; None in a register document
    appended_at: int = NOT_RECORDED
    file: str = ""


class Verdict(Enum):
    UNCHANGED = "unchanged"
    AMENDS = "amends"
    CORRECTED_SINCE = "corrected since"  # the file repeats what a person has corrected
    UNDECIDED = "undecided"


class Incoming(NamedTuple):
    symbol: str
    recorded_at: int
    sha256: str


def judge(history: Sequence[Entry], incoming: Incoming, session: Session) -> Verdict:
    """`history` is not empty, oldest first."""
    latest = history[-1]
    if latest.symbol == incoming.symbol or any(_is_same_entry(entry, incoming) for entry in history):
        return Verdict.UNCHANGED
    if latest.typed:
        return _against_a_person(history, incoming)
    return Verdict.AMENDS if _is_later(latest, incoming, session) else Verdict.UNDECIDED


def _is_same_entry(entry: Entry, incoming: Incoming) -> bool:
    """A mark with no moment of its own is the same entry only when it is from the same file."""
    return (
        entry.symbol == incoming.symbol
        and entry.recorded_at == incoming.recorded_at
        and (incoming.recorded_at != NOT_RECORDED or (entry.sha256 == incoming.sha256 and not entry.typed))
    )


def _against_a_person(history: Sequence[Entry], incoming: Incoming) -> Verdict:
    if incoming.recorded_at != NOT_RECORDED and incoming.recorded_at > history[-1].at:
        return Verdict.AMENDS
    if any(entry.symbol == incoming.symbol for entry in history):
        return Verdict.CORRECTED_SINCE
    return Verdict.UNDECIDED


def _is_later(latest: Entry, incoming: Incoming, session: Session) -> bool:
    if latest.recorded_at == NOT_RECORDED:
        return True  # neither file's word on time stands against the later file
    if incoming.recorded_at == NOT_RECORDED:
        return latest.recorded_at <= end_of_day(session.day)
    return incoming.recorded_at > latest.recorded_at
