"""Keep a file of registers that somebody sent, and have it read. None of it becomes marks yet."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_job import ask_job
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.transfer_destination import registers_meant_for
from supportfirst.casework.outside.file_kinds import is_text, is_workbook, is_xml
from supportfirst.casework.outside.upload_files import keep_bytes
from supportfirst.casework.queries.register_files import (
    READ_REGISTERS,
    is_busy,
    register_file_of,
    registers_school,
)
from supportfirst.casework.store.models import School, Upload, UploadKind, User

MOST_BYTES = 25 * 1024 * 1024
TEXT, XML, WORKBOOKS = (".csv", ".txt", ".tsv"), (".xml", ".ctf"), (".xlsx", ".xls", ".ods")
ENDINGS = (*TEXT, *XML, *WORKBOOKS)
LONGEST_NAME = 100


class RegisterFileRefused(Refused):
    """A file that is not what it should be, or too large; the message says what to do."""


@transaction.atomic
def keep_register_file(
    actor: Actor, school_id: UUID, name: str, data: bytes, *, submission: UUID, reconcile: bool = False
) -> Upload:
    """The row of the file, being read; the same submission twice is one.

    Raises RegisterFileRefused, NotThere.
    """
    school = registers_school(actor, school_id)
    check_register_file(school, name, data)
    take_turn(school.pk)
    if Upload.objects.filter(pk=submission).exists():
        return register_file_of(school, submission)
    kind = UploadKind.RECONCILE if reconcile else UploadKind.REGISTER
    row = new_row(school, submission, kind, name, data, sent_by=actor.user, at=actor.at)
    audit(actor, "keep_register_file", school=school, thing=str(row.pk), bytes=len(data), kind=str(kind))
    return row


@transaction.atomic
def read_register_file_again(actor: Actor, school_id: UUID, upload_id: UUID) -> Upload:
    """Have a file that was not taken in yet read once more. Raises NotThere."""
    school = registers_school(actor, school_id)
    take_turn(school.pk)
    row = register_file_of(school, upload_id)
    if row.stored_at is None and row.removed_at is None and not is_busy(row):
        _ask_reading(row, actor.at, actor.user)
        audit(actor, "read_register_file_again", school=school, thing=str(row.pk))
    return row


def new_row(
    school: School,
    upload_id: UUID,
    kind: str,
    name: str,
    data: bytes,
    *,
    sent_by: User | None,
    at: datetime,
    watched: bool = False,
) -> Upload:
    """A file with its bytes kept and its reading asked for; call it in a transaction."""
    keep_bytes(school.pk, upload_id, data)
    row = Upload.objects.create(
        pk=upload_id,
        school=school,
        kind=kind,
        name=base_name(name),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        watched=watched,
        sent_by=sent_by,
        sent_at=at,
    )
    _ask_reading(row, at, sent_by)
    return row


def _ask_reading(row: Upload, at: datetime, by: User | None) -> None:
    row.job = ask_job(READ_REGISTERS, {"upload": str(row.pk)}, at=at, school=row.school, asked_by=by)
    row.outcome = {name: row.outcome[name] for name in ("earlier",) if name in row.outcome}
    row.save(update_fields=["job", "outcome"])


def base_name(name: str) -> str:
    """The file's name without its folders, and not too long."""
    return name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]


def check_register_file(school: School, name: str, data: bytes) -> None:
    """Raises RegisterFileRefused for what is not what its name says, and for a file for another school."""
    _check_kind(name, data)
    if is_xml(data):
        refusal = registers_meant_for(data, school).refusal
        if refusal:  # its children are not kept here
            raise RegisterFileRefused(refusal)


def _check_kind(name: str, data: bytes) -> None:
    """The name's ending is one that is read, and the bytes are such."""
    if not data.strip():
        raise RegisterFileRefused("The file is empty. Export it again, and choose the new one.")
    if len(data) > MOST_BYTES:
        raise RegisterFileRefused(
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. "
            "Export one term, or one year group, at a time."
        )
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise RegisterFileRefused(
            "The file must be a CSV (.csv), a workbook (.xlsx, .xls, .ods) or XML (.xml). "
            "Save it as one of them."
        )
    if ending in WORKBOOKS and not is_workbook(data):
        raise RegisterFileRefused(
            "The file is called a workbook and is none. "
            "Open it where it was made, and save it as .xlsx or .csv."
        )
    if ending in XML and not is_xml(data):
        raise RegisterFileRefused("The file is called XML and is not. Export it again.")
    if ending in TEXT and not is_text(data):
        raise RegisterFileRefused(
            "The file is called CSV and is something else. Open it where it was made, and save it as CSV."
        )
