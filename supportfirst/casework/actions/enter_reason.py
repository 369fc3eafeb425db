"""Enter the reason for an absence beside its mark. It changes no mark, and is kept in the mark's history."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.bridge.codes_in_force import RegisterRefused, pack_of
from supportfirst.casework.bridge.day_values import present_code
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, show_day
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.queries.register_page import may_correct_mark, may_take_register
from supportfirst.casework.store.models import CaseEvent, Enrolment

REASON = "absence_reason"
LONGEST = 300


@transaction.atomic
def enter_reason(
    actor: Actor,
    enrolment: Enrolment,
    day: date,
    half: int,
    reason: str,
    *,
    category: str = "",
    submission: UUID,
) -> CaseEvent:
    """For whoever takes the class's register or corrects its marks; NotThere for anybody else.

    Raises RegisterRefused where there is no such mark, or the child was there. The same submission twice
    is one reason.
    """
    may = may_correct_mark(actor, enrolment) or (
        enrolment.group is not None and may_take_register(actor, enrolment.group)
    )
    if not may or half not in HALVES:
        raise NotThere
    where = f"mark of {show_day(day)}, {SESSION_WORDS[half]}"
    words = reason.strip()
    if not words or len(words) > LONGEST:
        raise RegisterRefused(
            what="no reason is given" if not words else "the reason is too long",
            where=where,
            remedy=f"say in at most {LONGEST} letters why the child was away",
        )
    stands = standing(enrolment.school, day, half, [enrolment.pk]).get(enrolment.pk)
    symbol = stands.new if stands else ""
    if symbol in ("", present_code(pack_of(enrolment.school, day), day)):
        raise RegisterRefused(
            what=f"the register says {f'“{symbol}”' if symbol else 'nothing'} of the child",
            where=where,
            remedy="put the mark right first; then give the reason",
        )
    return record_event(
        actor,
        enrolment.school,
        enrolment.pupil,
        REASON,
        submission=submission,
        on=day,
        data={"session": SESSION_WORDS[half], "code": symbol, "category": category, "reason": words},
    )
