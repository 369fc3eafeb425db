"""The integrity watch as it is kept: what a night found, what was put right, who answers for a mark."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.ask_job import Asked as AskedJob
from supportfirst.casework.actions.ask_job import JobRefused, Watch, Write
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.read_list import naming
from supportfirst.casework.actions.setting_up import sent_before
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.integrity import Asked, asked_about, look
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.integrity import asked_of, justify_page, key_of
from supportfirst.casework.store.models import IntegrityFinding, School

WATCH_INTEGRITY = "watch_integrity"
JUSTIFIED = "justify_marks"


def watch_integrity(asked: AskedJob, watch: Watch) -> Write:
    """Keep what is asked about now, and on which night what was asked about before was put right."""
    school = asked.school
    if school is None:
        raise JobRefused("No school was named whose registers are to be looked at.")

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        return keep_findings(school, watch.now())

    return write


def keep_findings(school: School, at: datetime) -> Mapping[str, int]:
    """In the transaction of whoever asks; done again at once it changes nothing.

    What is no longer asked about without having been put right (the year is over, the calendar can't be used,
    the child died) stays open as it stood.
    """
    seen = look(school, pack_of(school, clock(at).date()), at)
    live = {key_of(each): each for each in seen.open}
    held = {asked_of(row): row.pk for row in IntegrityFinding.objects.filter(school=school, gone_at=None)}
    gone = [pk for was, pk in held.items() if seen.is_put_right(was)]
    IntegrityFinding.objects.filter(pk__in=gone).update(gone_at=at)
    kept = {key_of(was) for was in held}
    new = [_row(school, each, at) for key, each in live.items() if key not in kept]
    IntegrityFinding.objects.bulk_create(new)
    return {"found": len(new), "gone": len(gone)}


@transaction.atomic
def justify_marks(
    actor: Actor, school_id: UUID, check: str, pupil_id: UUID, because: str, *, submission: UUID
) -> int:
    """How many sessions of a child, of one check, somebody now answers for. Raises NotThere, and Refused."""
    page = justify_page(actor, school_id, check, pupil_id)
    if not page.may_justify:
        raise NotThere
    take_turn(school_id)
    if sent_before(page.school, JUSTIFIED, submission):
        return 0
    page = justify_page(actor, school_id, check, pupil_id)  # as it stands now that the turn is ours
    if not page.sessions:
        raise Refused("Nothing is open any more. Somebody put it right, or answered for it, meanwhile.")
    live = asked_about(page.school, pack_of(page.school, actor.today), actor.at)
    wanted = [each for each in live if each.check == check and each.enrolment in page.enrolments]
    told = {
        "justified_by": actor.user,
        "justified_at": actor.at,
        "justified_because": because,
    }
    number = 0
    for each in wanted:
        row = IntegrityFinding.objects.filter(
            school=page.school,
            gone_at=None,
            check_name=each.check,
            enrolment=each.enrolment,
            day=each.day,
            half=each.half,
            code=each.code,
        ).first() or _row(page.school, each, actor.at)
        if row.justified_at is None:
            for name, value in told.items():
                setattr(row, name, value)
            row.save()
            number += 1
    told_of = {"check": check, "sessions": number, **naming([pupil_id])}
    audit(actor, JUSTIFIED, school=page.school, thing=str(submission), **told_of)
    return number


def _row(school: School, asked: Asked, at: datetime) -> IntegrityFinding:
    return IntegrityFinding(
        school=school,
        enrolment_id=asked.enrolment,
        check_name=asked.check,
        day=asked.day,
        half=asked.half,
        code=asked.code,
        found_at=at,
    )
