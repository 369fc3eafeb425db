"""Look into the watched folder once: take over complete files, and put aside those that were read.

A file is read like one that was sent, and waits for a person to confirm it: nothing of it is stored by
itself. It stays where it lies until it was read, so that whoever stops this at any point loses nothing;
the same content of a school is one file, however often it comes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid5

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_day, show_time
from supportfirst.casework.actions.keep_register_file import (
    MOST_BYTES,
    RegisterFileRefused,
    check_register_file,
    new_row,
)
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.outside.watched_folder import DONE, REFUSED, Waiting, waiting_files
from supportfirst.casework.queries.register_files import is_busy
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import AuditEvent, School, Upload, UploadKind

TAKEN, BEING_READ, MOVED = "taken over", "being read", "changed meanwhile"


def watch_registers(root: Path, at: datetime) -> Mapping[str, int]:
    """How many files came to what: taken over, being read, done, refused."""
    found: Counter[str] = Counter()
    for file in waiting_files(root, at):
        found[_look_at(file, at)] += 1
    return found


def _look_at(file: Waiting, at: datetime) -> str:
    school = School.objects.filter(urn=file.urn).first()
    if school is None:
        return _put(
            file, REFUSED, f"No school here has the URN {file.urn}. Name the folder by the school’s URN."
        )
    try:
        data = file.read() if file.size <= MOST_BYTES else b"x" * (MOST_BYTES + 1)
        check_register_file(school, file.name, data)
    except RegisterFileRefused as refused:
        return _put(file, REFUSED, str(refused))
    if not file.is_as_it_was():
        return MOVED
    row = _row_of(school, file, data, at)
    if row is None:
        return TAKEN
    if is_busy(row):
        return BEING_READ
    return _put(file, *_what_became(row))


@transaction.atomic
def _row_of(school: School, file: Waiting, data: bytes, at: datetime) -> Upload | None:
    """The row of this content; None where it was made now."""
    take_turn(school.pk)
    number = uuid5(school.pk, f"watched {hashlib.sha256(data).hexdigest()}")
    held = Upload.objects.select_related("job").filter(pk=number).first()
    if held is not None:
        return held
    row = new_row(school, number, UploadKind.REGISTER, file.name, data, sent_by=None, at=at, watched=True)
    told = AuditEvent(
        recorded_at=at,
        verb="keep_watched_file",
        school=school,
        thing=str(row.pk),
        detail={"bytes": len(data)},
    )
    append(told, school.pk)
    return None


def _what_became(row: Upload) -> tuple[str, str]:
    """Where a file that was read belongs, and why."""
    when = f"{show_day(clock(row.sent_at).date())} at {show_time(clock(row.sent_at))}"
    if row.stored_at is not None:
        return DONE, f"Taken over on {when}; its marks were taken in."
    if row.outcome.get("usable") or row.removed_at is not None:
        waits = row.outcome.get("counts", {}).get("permission", 0)
        told = f"Taken over on {when}. Somebody has to confirm it on the site, under Registers from a file."
        if waits:
            told += f" {waits} of its marks need the permission of whoever may authorise absences."
        return DONE, told
    faults = [f"{told[3]}. What to do: {told[4]}." for told in row.outcome.get("faults", [])]
    error = row.job.error if row.job is not None else ""
    return REFUSED, "\n".join(faults) or f"It could not be read: {error or 'the reading was cancelled.'}"


def _put(file: Waiting, into: str, why: str) -> str:
    return into if file.move_aside(into, why) else MOVED
