"""Make the one-page attendance summary for a front-door assessment; the trail keeps which, and of whom."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.giving_papers import as_pdf, audit_giving, keep_paper
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.front_door import front_door

VERB = "export_front_door"
TITLE = "Attendance summary for the front door"


def export_front_door(actor: Actor, school_id: UUID, pupil_id: UUID, *, link: str = "") -> bytes:
    """As PDF of one page. Raises NotThere; IssueBlocked while an earlier one waits.

    `link`: the address of its page.
    """
    with transaction.atomic():
        take_turn(school_id)
        page = front_door(actor, school_id, pupil_id)
        span = (page.first, page.last)
        kept = keep_paper(actor, "summary", TITLE, page.enrolment, span, page.fingerprint, link)
        waits = audit_giving(actor, VERB, page, kept)
    return as_pdf("front_door", page, waits)
