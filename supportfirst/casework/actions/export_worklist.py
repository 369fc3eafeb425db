"""The worklist as a file for a spreadsheet; the trail of each school keeps whom of its children it named."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.queries.worklist import Row, all_rows
from supportfirst.casework.queries.worklist_filters import Filters

COLUMNS = (
    "Name",
    "School",
    "Year",
    "Class",
    "Sessions attended",
    "Sessions possible",
    "Attendance %",
    "Why",
    "Due",
    "Next due on",
    "Overdue",
    "On hold",
    "Holds",
    "New",
    "Acted on today by",
    "Known at",
)
EXPORTED = "worklist.export"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@transaction.atomic
def export_worklist(actor: Actor, filters: Filters) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads names as they are. Raises Refused."""
    schools = {school.pk: school for school in schools_for(actor, Right.EXPORT)}
    rows = [row for row in all_rows(actor, filters) if row.school_id in schools]
    if not schools:
        raise Refused("You may see the worklist but not export it.")
    named: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        named[row.school_id].append(row.pupil)
    asked = {
        name: str(value) for name, value in asdict(filters).items() if value and not name.endswith("called")
    }
    for school_id, pupils in sorted(named.items()):
        audit(actor, EXPORTED, school=schools[school_id], asked=asked, **naming(pupils))
    if not rows:
        audit(actor, EXPORTED, asked=asked, **naming(()))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([inert(cell) for cell in _cells(row)] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def inert(cell: object) -> object:
    """A text that a spreadsheet would run as a formula is told apart by a leading quotation mark."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _cells(row: Row) -> Sequence[object]:
    due = (f"{line['title']}{_by(line.get('by'))}" for line in row.due)
    return (
        row.name,
        row.school,
        row.year_group,
        row.class_name,
        row.attended,
        row.possible,
        row.percentage.removesuffix("%"),
        "; ".join(str(line["title"]) for line in row.lines),
        "; ".join(due),
        row.due_on.isoformat() if row.due_on else "",
        "yes" if row.overdue else "no",
        "yes" if row.on_hold else "no",
        "; ".join(str(line["title"]) for line in row.holds),
        "yes" if row.is_new else "no",
        row.acted_on_by,
        row.known_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M"),
    )


def _by(day: date | None) -> str:
    return f" by {day.isoformat()}" if day else ""
