"""Open the sheet of a decision, or take its file out; the trail keeps who did."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.actions.relying import refuse_if_waiting
from supportfirst.casework.bridge.decision_sheets import unpacked
from supportfirst.casework.queries.child import reaches
from supportfirst.casework.queries.decision_sheets import (
    SheetPage,
    decision_sheet,
    may_read_sheet,
    sheet_page,
)


def open_sheet(
    actor: Actor, school_id: UUID, pupil_id: UUID, sheet_id: UUID, *, today: bool, for_parent: bool = False
) -> SheetPage:
    """Raises NotThere, SheetUnreadable, CalendarUnusable."""
    row = decision_sheet(actor, school_id, pupil_id, sheet_id)
    page = sheet_page(actor, row, today=today, for_parent=for_parent)
    read_record(actor, page.enrolment.pupil, "decision sheet", right=Right.SEE_WORKLIST)
    return page


@transaction.atomic
def export_sheet(actor: Actor, school_id: UUID, pupil_id: UUID, sheet_id: UUID) -> bytes:
    """The file that `supportfirst rerun` judges again. Raises NotThere, Refused, IssueBlocked."""
    row = decision_sheet(actor, school_id, pupil_id, sheet_id)
    if not reaches(actor, row.enrolment, Right.EXPORT):
        raise NotThere
    sheet = unpacked(row)
    if not may_read_sheet(actor, sheet):
        raise Refused("It holds a restricted record: the safeguarding lead or the head can take it out.")
    refuse_if_waiting("sheet", str(row.pk))
    audit(
        actor,
        "export_sheet",
        school=row.school,
        pupil=row.pupil,
        thing=row.rule[:80] or "row",
        sheet=str(row.pk),
        seal=row.seal,
    )
    return sheet.data
