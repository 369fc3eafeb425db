"""Write a school's ledger into a folder, as the files that the command line reads; the trail keeps it.

Done on the server alone, by whoever runs the site and has the database in hand already.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.db import transaction

from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.as_they_stood import stood_of_school
from supportfirst.casework.bridge.ledger_files import (
    marks_struck_out,
    write_calendar,
    write_pupils,
    write_register,
)
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import AuditEvent, School

OWNER_ALONE = 0o600


@dataclass(frozen=True, slots=True)
class ExportedLedger:
    files: tuple[str, ...]
    rows: int  # of the register
    struck_out: int  # marks of which what stood before is not in the file


@transaction.atomic
def export_ledger(urn: str, folder: Path, at: datetime, known_at: datetime | None = None) -> ExportedLedger:
    """All that is recorded, or what was recorded by a moment. Raises Refused; overwrites nothing."""
    school = School.objects.filter(urn=urn).first()
    if school is None:
        raise Refused("No school here has this URN.")
    take_turn(school.pk)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(
            "There is something in this folder already. Give an empty one, or one that is not there."
        )
    with _new_file(folder / "register.csv") as out:
        rows = write_register(school, known_at, out)
    stood = None if known_at is None else stood_of_school(school, known_at)
    with _new_file(folder / "calendar.csv") as out:
        write_calendar(school, stood, out)
    with _new_file(folder / "pupils.csv") as out:
        write_pupils(school, stood, out)
    told = {} if known_at is None else {"known_at": known_at.isoformat()}
    detail = {"on_the_server": True, "rows": rows, **told}
    append(AuditEvent(recorded_at=at, verb="export_ledger", school=school, detail=detail), school.pk)
    names = ("register.csv", "calendar.csv", "pupils.csv")
    return ExportedLedger(names, rows, marks_struck_out(school, known_at))


def _new_file(path: Path) -> TextIO:
    """A file that its owner alone may read: it holds children's numbers."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    return os.fdopen(handle, "w", encoding="utf-8", newline="")
