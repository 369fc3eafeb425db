"""Keep a file of pupils or adults that somebody sent, for its preview. None of it becomes rows yet."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID, uuid4

import puremagic
from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.people_files import is_xml, read_people
from supportfirst.casework.bridge.transfer_destination import meant_for
from supportfirst.casework.outside.people_uploads import Upload, keep
from supportfirst.casework.queries.import_files import import_row
from supportfirst.casework.queries.import_preview import import_school
from supportfirst.casework.store.models import School, UploadKind
from supportfirst.casework.store.models import Upload as Row

MOST_BYTES = 5 * 1024 * 1024
TEXT, XML = (".csv", ".txt", ".tsv"), (".xml", ".ctf")
LONGEST_NAME = 100
# What a text may be taken for by its first letters.
HARMLESS = frozenset({"", ".csv", ".txt", ".tsv", ".json"})
SURE = 0.4  # of a type; below it two letters that begin a heading are enough
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how text of two bytes a letter begins


class FileRefused(Refused):
    """A file that is not what it should be, or too large; the message says what to do."""


@transaction.atomic
def keep_people_file(
    actor: Actor,
    school_id: UUID,
    name: str,
    data: bytes,
    starts_on: date | None,
    *,
    submission: UUID | None = None,
) -> UUID:
    """The number under which the file is kept; the same submission twice is one.

    Raises FileRefused; NotThere for whoever may not import.
    """
    school = import_school(actor, school_id)
    check_file(name, data)
    check_destination(school, name, data)
    take_turn(school.pk)
    upload_id = submission or uuid4()
    if Row.objects.filter(pk=upload_id).exists():
        return import_row(school, upload_id).pk
    short = name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    keep(school.pk, upload_id, Upload(short, data, starts_on))
    Row.objects.create(
        pk=upload_id,
        school=school,
        kind=UploadKind.PEOPLE,
        name=short,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sent_by=actor.user,
        sent_at=actor.at,
    )
    audit(actor, "keep_people_file", school=school, thing=str(upload_id), bytes=len(data))
    return upload_id


def check_file(name: str, data: bytes) -> None:
    """Raises FileRefused unless the name's ending is one that is read, and the bytes are what it says."""
    if not data.strip():
        raise FileRefused("The file is empty. Export it again, and choose the new one.")
    if len(data) > MOST_BYTES:
        raise FileRefused(
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Export one year group at a time."
        )
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in (*TEXT, *XML):
        raise FileRefused("The file must be a CSV (.csv) or a Common Transfer File (.xml). Save it as one.")
    found = _type_of(data)
    looks_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or found == ".xml"
    if ending in XML and not looks_xml:
        raise FileRefused("The file is called XML and is not. Export the Common Transfer File again.")
    if ending in TEXT and (looks_xml or found not in HARMLESS or _is_binary(data)):
        raise FileRefused(
            "The file is called CSV and is something else. Open it where it was made, and save it as CSV."
        )


def check_destination(school: School, name: str, data: bytes) -> None:
    """Raises FileRefused for a transfer file that names another school: its children are not kept here."""
    meant = meant_for(read_people(data, name=name), school) if is_xml(data) else None
    if meant is not None and meant.another:
        raise FileRefused(meant.refusal)


def _type_of(data: bytes) -> str:
    try:
        found = puremagic.magic_string(data)
    except puremagic.PureError:
        return ""
    best = max(found, key=lambda each: each.confidence, default=None)
    return "" if best is None or best.confidence < SURE else str(best.extension)


def _is_binary(data: bytes) -> bool:
    return b"\x00" in data and not data.startswith(WIDE)
