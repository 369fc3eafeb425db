"""Reading why a child stands on the worklist; the audit trail keeps who read it."""

from __future__ import annotations

import uuid

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.read_record import read_record
from supportfirst.casework.queries.worklist_row import ExplainedRow, assessed_pupil, worklist_row


@transaction.atomic
def read_worklist_row(actor: Actor, pupil_id: uuid.UUID) -> ExplainedRow:
    """Raises NotThere."""
    stored = assessed_pupil(actor, pupil_id)
    read_record(actor, stored.enrolment.pupil, "worklist", right=Right.SEE_WORKLIST)
    return worklist_row(actor, stored)
