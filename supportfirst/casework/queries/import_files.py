"""Files of pupils and parents that were sent: those of a school, and how one of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.queries.register_files import RECENT, is_busy
from supportfirst.casework.store.models import Job, JobState, School, Upload, UploadKind

IMPORT_PEOPLE = "import_people"  # the job that takes a file in


@dataclass(frozen=True, slots=True)
class ImportFile:
    """One file. `busy`: it was confirmed and waits for the worker, or is being taken in."""

    school: School
    id: UUID
    name: str
    stored_at: datetime | None
    removed_at: datetime | None
    job: Job | None
    busy: bool
    outcome: Mapping[str, Any]

    @property
    def changed(self) -> bool:
        """Whether it was confirmed, and was not taken in because something had changed."""
        return bool(self.outcome.get("changed")) and not self.busy

    @property
    def failure(self) -> str:
        """Why a file that was confirmed was not taken in; "" where there is no such thing to say."""
        if self.busy or self.stored_at is not None or self.job is None:
            return ""
        if self.job.state == JobState.CANCELLED:
            return "somebody cancelled it."
        return self.job.error if self.job.state == JobState.FAILED else ""


@dataclass(frozen=True, slots=True)
class ImportFileLine:
    """A file in the list of a school's. `opens`: there is something to look at."""

    id: UUID
    name: str
    sent_at: datetime
    sent_by: str
    state: str
    opens: bool


def import_row(school: School, upload_id: UUID) -> Upload:
    """Raises NotThere."""
    held = Upload.objects.select_related("job").filter(school=school, kind=UploadKind.PEOPLE)
    row = held.filter(pk=upload_id).first()
    if row is None:
        raise NotThere
    return row


def import_file(school: School, upload_id: UUID) -> ImportFile:
    """How a file stands, for whoever may import there. Raises NotThere."""
    row = import_row(school, upload_id)
    return ImportFile(
        school, row.pk, row.name, row.stored_at, row.removed_at, row.job, is_busy(row), row.outcome
    )


def import_files(school: School) -> Sequence[ImportFileLine]:
    """The latest files of a school, newest first."""
    held = Upload.objects.filter(school=school, kind=UploadKind.PEOPLE).order_by("-sent_at", "pk")
    rows = held.values_list("pk", "name", "sent_at", "sent_by__name", "stored_at", "removed_at", "job__state")
    return [
        ImportFileLine(
            pk,
            name,
            sent_at,
            by or "nobody named",
            _state(stored_at, removed_at, job),
            stored_at is not None or removed_at is None,
        )
        for pk, name, sent_at, by, stored_at, removed_at, job in rows[:RECENT]
    ]


def _state(stored_at: datetime | None, removed_at: datetime | None, job: str | None) -> str:
    if stored_at is not None:
        return "Taken in"
    if removed_at is not None:
        return "Deleted without being taken in"
    if job in (JobState.WAITING, JobState.RUNNING):
        return "Being taken in"
    return "Not taken in" if job in (JobState.FAILED, JobState.CANCELLED) else "Waits for you to confirm"


__all__ = ["IMPORT_PEOPLE", "ImportFile", "import_file", "import_files", "import_row", "is_busy"]
