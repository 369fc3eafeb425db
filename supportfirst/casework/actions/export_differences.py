"""What a file of registers says otherwise than the registers here, and what of it can't be used, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.export_worklist import inert
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.bridge.register_preview import MOST_LISTED
from supportfirst.casework.queries.register_file_children import children_in_file
from supportfirst.casework.queries.register_files import Correction, RegisterFile, register_file

COLUMNS = ("What", "Line", "Pupil", "Class", "Day", "Session", "Here", "In the file", "Why", "What to do")


@transaction.atomic
def export_differences(actor: Actor, school_id: UUID, upload_id: UUID) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads names as they are. Raises NotThere."""
    found = register_file(actor, school_id, upload_id, most=MOST_LISTED)
    if not found.is_read:
        raise NotThere
    rows = list(_rows(found))
    named = naming(children_in_file(found, MOST_LISTED))
    audit(actor, "export_differences", school=found.school, thing=str(found.id), rows=len(rows), **named)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows(found: RegisterFile) -> Iterator[Sequence[object]]:
    for what, lines in (
        ("Different", found.corrections),
        ("Needs a permission", () if found.reconcile else found.permission),
        ("Only in the file", found.only_file),
        ("Only here", found.only_here),
    ):
        for each in lines:
            yield _row(what, each)
    for aside in found.asides:
        days = f"{aside.first} to {aside.last}" if aside.first != aside.last else str(aside.first)
        marks = f"{aside.marks} marks"
        yield (aside.what, aside.line, aside.who, "", days, "", "", marks, aside.why, aside.remedy)
    for told in (*found.faults, *found.problems("refused", MOST_LISTED)):
        where = f"{told.column}: {told.value}" if told.column else told.value
        yield ("Can’t be read", told.line, "", "", "", "", "", where, told.problem, told.remedy)


def _row(what: str, each: Correction) -> Sequence[object]:
    line = "" if each.line is None else each.line
    words = each.session.capitalize()
    return (what, line, each.pupil, each.class_name, each.day, words, each.here, each.file, each.told, "")
