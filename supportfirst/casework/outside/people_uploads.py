"""Files of people as they were sent: kept in the data folder, under no address that any server gives out.

Each lies in its school's folder under a random number, with what was said of it beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "people"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and what the person said of it: the first day of pupils who are new."""

    name: str
    data: bytes
    starts_on: date | None


def keep(school: UUID, upload_id: UUID, upload: Upload) -> None:
    remove(school, upload_id)  # half of a file, from a process that was stopped
    starts_on = upload.starts_on.isoformat() if upload.starts_on else None
    told = json.dumps({"name": upload.name, "starts_on": starts_on})
    default_storage.save(_path(school, upload_id, "data"), ContentFile(upload.data))
    default_storage.save(_path(school, upload_id, "json"), ContentFile(told.encode()))


def kept(school: UUID, upload_id: UUID) -> Upload | None:
    """The file of that number of this school; None where there is none."""
    if not default_storage.exists(_path(school, upload_id, "json")):
        return None
    told = json.loads(_read(_path(school, upload_id, "json")))
    starts_on = date.fromisoformat(told["starts_on"]) if told["starts_on"] else None
    return Upload(told["name"], _read(_path(school, upload_id, "data")), starts_on)


def remove(school: UUID, upload_id: UUID) -> None:
    """Delete the file and what was said of it; nothing where they are gone already."""
    for ending in ("data", "json"):
        default_storage.delete(_path(school, upload_id, ending))


def _path(school: UUID, upload_id: UUID, ending: str) -> str:
    return f"{FOLDER}/{school}/{upload_id}.{ending}"


def _read(path: str) -> bytes:
    with default_storage.open(path) as file:
        held: bytes = file.read()
        return held
