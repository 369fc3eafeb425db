"""The worker's part of a file of registers: read it, and work out what it would change. It stores no mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.register_preview import as_outcome
from supportfirst.casework.outside.upload_files import kept_bytes
from supportfirst.casework.store.models import School, Upload, UploadKind

EVERY = 5_000  # rows read between two words of progress


def read_register_file(asked: Asked, watch: Watch) -> Write:
    """The job READ_REGISTERS: `about.upload` is read, and its preview kept in its row."""
    from supportfirst.casework.bridge.register_files import (
        compare,
        read_file,
        what_waits,
    )  # the reader is the worker's

    school, row, data = found_upload(asked)
    at = watch.now()
    today = at.astimezone(LONDON).date()
    read, codes = read_file(school, data, row.name, today, telling(watch))
    both_ways = row.kind == UploadKind.RECONCILE
    found = compare(school, read, codes, at, both_ways=both_ways)
    earlier = row.outcome.get("earlier", [])  # taken in already, but for marks that need a permission
    if earlier:
        found = what_waits(found)
    outcome = as_outcome(found, both_ways=both_ways)

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        held = Upload.objects.select_for_update().get(pk=row.pk)
        if held.stored_at is None and held.removed_at is None:
            held.outcome = {**outcome, "read_at": at.isoformat()}
            if earlier:
                held.outcome["earlier"] = earlier
            held.save(update_fields=["outcome"])
        return {"counts": outcome["counts"]}

    return write


def found_upload(asked: Asked) -> tuple[School, Upload, bytes]:
    """The school, the row and the bytes of a job. Raises JobRefused where one of them is gone."""
    row = Upload.objects.filter(pk=UUID(str(asked.about.get("upload"))), school=asked.school).first()
    data = None if row is None else kept_bytes(row.school_id, row.pk)
    if asked.school is None or row is None or data is None:
        raise JobRefused("The file is no longer kept. Send it again.")
    return asked.school, row, data


def telling(watch: Watch) -> Callable[[int], None]:
    """Progress by rows, told now and then: how many there are is known when all are read."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done - told >= EVERY:
            told = done
            watch.progress(done, None)

    return tell
