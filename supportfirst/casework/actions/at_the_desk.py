"""What every act at the office's desk begins with: may they, is it their turn, was it done already?"""

from __future__ import annotations

import uuid

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.models import CaseEvent, Enrolment


def check_reach(actor: Actor, enrolment: Enrolment) -> None:
    """Raises NotThere for a child whom somebody may not sign in or out."""
    if not enrolments_for(actor, Right.RECORD_LATE).filter(pk=enrolment.pk).exists():
        raise NotThere


def done_already(enrolment: Enrolment, kind: str, submission: uuid.UUID) -> CaseEvent | None:
    """The event of the same submission; of two clicks one waits here until the other is kept."""
    take_turn(enrolment.school_id)
    return CaseEvent.objects.filter(submission=submission, pupil=enrolment.pupil_id, kind=kind).first()
