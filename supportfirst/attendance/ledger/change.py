"""What changed in a register between two moments."""

from __future__ import annotations

from typing import NamedTuple

from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.sessions import Session


class Change(NamedTuple):
    """One step: `old` is "" where the session was unmarked. Symbols as the ledger keeps them."""

    upn: str
    session: Session
    old: str
    new: str
    at: int  # microseconds since 1970 UTC
    by: Recorder
    reason: str
    typed: bool  # by a person in a correction, not from a file
