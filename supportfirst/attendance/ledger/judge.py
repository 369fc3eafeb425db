"""What a mark in a newly appended file is to a place that the ledger already holds.

A later file corrects an earlier one, and a mark said to be recorded later corrects one
recorded earlier; but no file undoes a correction that a named person typed, unless it
says that it was recorded after it. What a file cannot decide is left to a person. A file
whose append was cut short is judged again as if nothing of it were there, so that the
second run comes to what the first would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.sessions import Session


class Incoming(NamedTuple):
    """A mark of the file that is being appended."""

    symbol: str
    recorded_at: int


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

    def is_said_by(self, incoming: Incoming) -> bool:
        return self.symbol == incoming.symbol and self.recorded_at == incoming.recorded_at


class Verdict(Enum):
    UNCHANGED = "unchanged"
    AMENDS = "amends"
    CORRECTED_SINCE = "corrected since"  # the file repeats what a person has corrected
    UNDECIDED = "undecided"


class Place:
    """The history of one place while a file's marks for it are taken, in order of their moments."""

    def __init__(self, history: list[Entry], *, sha256: str) -> None:
        self.history = history  # not empty, oldest first; what the file adds is added here
        # what an earlier, unfinished append of this very file has left, until its mark comes round
        self._left = [entry for entry in history if sha256 and entry.sha256 == sha256]

    def judge(self, incoming: Incoming, session: Session) -> Verdict:
        for entry in self._left:
            if entry.is_said_by(incoming):
                self._left.remove(entry)
                return Verdict.UNCHANGED
        before = [entry for entry in self.history if entry not in self._left]
        return judge(before or self.history, incoming, session)


def judge(history: Sequence[Entry], incoming: Incoming, session: Session) -> Verdict:
    """`history` is not empty, oldest first."""
    latest = history[-1]
    if latest.symbol == incoming.symbol:
        return Verdict.UNCHANGED
    if incoming.recorded_at != NOT_RECORDED and any(entry.is_said_by(incoming) for entry in history):
        return Verdict.UNCHANGED
    if latest.typed:
        return _against_a_person(history, incoming)
    return Verdict.AMENDS if _is_later(latest, incoming, session) else Verdict.UNDECIDED


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
