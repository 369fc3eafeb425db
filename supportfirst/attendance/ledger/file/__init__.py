"""The ledger file `ledger/1`: the only part of this room that touches the disk, and that uses arrays.

Open one with `open_ledger`, and check one with `verify`. Nothing else here is for other rooms.
"""

from __future__ import annotations

from supportfirst.attendance.ledger.correcting import Correction
from supportfirst.attendance.ledger.file.appending import Appended
from supportfirst.attendance.ledger.file.bulk import Dense, Document, NewDocument
from supportfirst.attendance.ledger.file.changes import Changes
from supportfirst.attendance.ledger.file.index import Submission
from supportfirst.attendance.ledger.file.ledger import Ledger, Summary, open_ledger
from supportfirst.attendance.ledger.file.verifying import verify

__all__ = [
    "Appended",
    "Changes",
    "Correction",
    "Dense",
    "Document",
    "Ledger",
    "NewDocument",
    "Submission",
    "Summary",
    "open_ledger",
    "verify",
]
