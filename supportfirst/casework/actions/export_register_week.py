"""The registers of a class and week, to look at or for a spreadsheet; the trail keeps who took them."""

from __future__ import annotations

import csv
import io
from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.export_worklist import inert
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.queries.register_week import RegisterWeek, register_week


@transaction.atomic
def show_register_week(
    actor: Actor, school_id: UUID, group_id: UUID | None, day: date, *, form: str = "page"
) -> RegisterWeek:
    """Raises NotThere."""
    found = register_week(actor, school_id, group_id, day)
    if found.group is not None:
        audit(
            actor,
            "export_register_week",
            school=found.school,
            thing=str(found.group.pk),
            monday=found.days[0].isoformat(),
            form=form,
            **naming(each.id for each in found.pupils),
        )
    return found


def export_register_week(actor: Actor, school_id: UUID, group_id: UUID, day: date) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet reads names as they are. Raises NotThere."""
    found = show_register_week(actor, school_id, group_id, day, form="csv")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    halves = [f"{each.isoformat()} {half}" for each in found.days for half in ("AM", "PM")]
    writer.writerow(["UPN", "Name", *halves])
    writer.writerows([inert(cell) for cell in (each.upn, each.name, *each.marks)] for each in found.pupils)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
