"""Make a child's attendance profile as PDF; the trail keeps which, and of whom."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.giving_papers import DIED, as_pdf, audit_giving, keep_paper
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.attendance_profile import TAKEN_OUT, Profile, attendance_profile
from supportfirst.casework.store.models import Reliance


def export_profile(actor: Actor, school_id: UUID, pupil_id: UUID, *, link: str = "") -> bytes:
    """Raises NotThere; Refused for a child who died; IssueBlocked while an earlier one waits.

    `link`: the address of its page.
    """
    with transaction.atomic():
        take_turn(school_id)
        page = attendance_profile(actor, school_id, pupil_id)
        if page.died:
            raise Refused(DIED)
        waits = audit_giving(actor, TAKEN_OUT, page, rely_on_profile(actor, page, link))
    return as_pdf("profile", page, waits)


def rely_on_profile(actor: Actor, page: Profile, link: str) -> Reliance:
    """Keep that it told these marks, so that a change of one raises an alarm."""
    span = (page.first, page.last)
    return keep_paper(actor, "profile", "Attendance profile", page.enrolment, span, page.fingerprint, link)
