"""Make what a parent is shown of their child, to be read or printed; the trail keeps which, and for whom."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.giving_papers import DIED, as_pdf, audit_giving, keep_paper
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.parents_see import parents_see

VERB = "export_parent_page"
TITLE = "What a parent is told of attendance"
NOTHING = "There is nothing to tell yet: the school’s terms are not set. Set them in the school’s set-up."


def export_parent_page(
    actor: Actor, school_id: UUID, pupil_id: UUID, parent: UUID | None, *, link: str = ""
) -> bytes:
    """As PDF. Raises NotThere; Refused for a child who died, and where nothing can be told; IssueBlocked
    while an earlier one waits. `link`: the address of its page.
    """
    with transaction.atomic():
        take_turn(school_id)
        page = parents_see(actor, school_id, pupil_id, parent)
        if page.died:
            raise Refused(DIED)
        if page.letter is None:
            raise Refused(NOTHING)
        span = (first_day_of_year(actor.today), actor.today)
        kept = keep_paper(actor, "letter", TITLE, page.enrolment, span, page.fingerprint, link)
        told = {} if parent is None else {"adult": str(parent)}
        waits = audit_giving(actor, VERB, page, kept, **told)
    return as_pdf("parent", page, waits)
