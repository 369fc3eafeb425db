"""The bytes of files sent to the site: in the data folder, under no address that any server gives out.

Each lies in its school's folder under the random number of its `Upload` row, which says what it is.
"""

from __future__ import annotations

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "registers"


def keep_bytes(school: UUID, upload_id: UUID, data: bytes) -> None:
    """Kept once: bytes that lie there whole under this number stay as they are."""
    if kept_bytes(school, upload_id) == data:
        return
    remove_bytes(school, upload_id)  # half of a file, from a process that was stopped
    default_storage.save(_path(school, upload_id), ContentFile(data))


def kept_bytes(school: UUID, upload_id: UUID) -> bytes | None:
    """None where they were deleted, or never were."""
    if not default_storage.exists(_path(school, upload_id)):
        return None
    with default_storage.open(_path(school, upload_id)) as file:
        held: bytes = file.read()
        return held


def remove_bytes(school: UUID, upload_id: UUID) -> None:
    default_storage.delete(_path(school, upload_id))


def _path(school: UUID, upload_id: UUID) -> str:
    return f"{FOLDER}/{school}/{upload_id}.data"
