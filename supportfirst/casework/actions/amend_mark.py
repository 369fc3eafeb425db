"""Correct one mark, or strike it out. What was written first is kept, with who changed it, when and why."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.permitting import check_permission
from supportfirst.casework.actions.retest_reliances import ask_to_count
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.begun import check_begun, time_so_far
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.codes_in_force import RegisterRefused, checked_code, pack_of
from supportfirst.casework.bridge.late_minutes import against_the_close, check_minutes_passed
from supportfirst.casework.bridge.pupil_years import locked, place_of
from supportfirst.casework.bridge.register_rows import MOST_MINUTES
from supportfirst.casework.bridge.relied_on import Hand
from supportfirst.casework.bridge.school_age import check_ages
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, check_school_day, show_day
from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.bridge.written_marks import record_marks
from supportfirst.casework.queries.register_page import may_correct_mark
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import Amendment, Enrolment, Source

LONGEST_REASON = 300


@transaction.atomic
def amend_mark(
    actor: Actor,
    enrolment: Enrolment,
    day: date,
    half: int,
    original: str,
    new: str,
    minutes: int | None,
    reason: str,
    submission: uuid.UUID,
    source: str = Source.TYPED,
) -> Amendment:
    """Add the change to the ledger; `new` "" strikes the mark out. Raises RegisterRefused.

    `original` is what the person saw; where something else stands by now, the change is refused. The
    same submission twice is kept once. An authorised absence takes permission, or a reason that is accepted.
    """
    school = enrolment.school
    take_turn(school.pk)
    original, new = ("/" if symbol == "\\" else symbol for symbol in (original, new))
    where = f"mark of {show_day(day)}, {SESSION_WORDS[half] if half in HALVES else half}"
    _check(actor, enrolment, day, half, reason, where)
    school_year, offset = place_of(day, half)
    rows = locked([enrolment.pk], school_year)
    before = Amendment.objects.filter(pk=submission).first()
    if before is not None:
        return _same(before, (enrolment.pk, day, half, original, new, minutes or None), where)
    _check_change(enrolment, day, half, original, new, minutes, where)
    if new:  # a mark that was set too early can still be struck out
        check_begun(school, day, half, actor.at, where=where)
        check_minutes_passed(school, half, [minutes or 0], time_so_far(day, actor.at), where=where)
        check_ages(pack_of(school, day), day, {enrolment.pk: new}, where=where)
    if source != Source.FILE:  # a file tells what was decided elsewhere
        check_permission(actor, school, pack_of(school, day), day, half, {enrolment.pk: new}, where=where)
    amendment = Amendment(
        submission=submission,
        recorded_at=actor.at,
        school=school,
        enrolment=enrolment,
        day=day,
        half=half,
        original=original,
        new=new,
        minutes=minutes or None,
        reason=reason.strip(),
        recorded_by=actor.user,
        name=actor.user.name,
        title=actor.user.title,
        source=source,
    )
    append(amendment, school.pk)
    hand = Hand(school, amendment.recorded_at, actor.user, source, why=amendment.reason)
    ask_to_count(school, record_marks(hand, rows, offset, {enrolment.pk: number_of(new)}), actor.at)
    ask_reassessment(school, [enrolment], actor.at, asked_by=actor.user)
    told = {"day": day.isoformat(), "half": half, "original": original, "new": new}
    audit(actor, "amend_mark", school=school, pupil=enrolment.pupil, thing=str(submission), **told)
    return amendment


def _check(actor: Actor, enrolment: Enrolment, day: date, half: int, reason: str, where: str) -> None:
    if half not in HALVES:
        raise RegisterRefused(
            what="a day has two sessions", where=where, remedy="choose the morning or the afternoon"
        )
    if not may_correct_mark(actor, enrolment):
        raise RegisterRefused(
            what="it is not yours to correct",
            where=where,
            remedy="ask whoever keeps the school's registers to correct the mark",
        )
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise RegisterRefused(
            what="no reason is given" if not reason.strip() else "the reason is too long",
            where=where,
            remedy=f"say in at most {LONGEST_REASON} letters why the mark is changed",
        )
    if day > actor.today:
        raise RegisterRefused(
            what="the day has not come yet", where=where, remedy="choose a day that has begun"
        )
    on_roll = enrolment.first_day <= day and (enrolment.last_day is None or day <= enrolment.last_day)
    if not on_roll:
        raise RegisterRefused(
            what="the pupil was not on roll that day",
            where=where,
            remedy="put the enrolment's days right first",
        )


def _check_change(
    enrolment: Enrolment, day: date, half: int, original: str, new: str, minutes: int | None, where: str
) -> None:
    """Raises RegisterRefused unless `original` stands, `new` may stand, and the two differ."""
    stands = standing(enrolment.school, day, half, [enrolment.pk]).get(enrolment.pk)
    current, current_minutes = (stands.new, stands.minutes) if stands else ("", 0)
    if current != original:
        raise RegisterRefused(
            what=f"“{original or 'no mark'}” is not what stands now; what stands is "
            + (stands.told if stands else "no mark"),
            where=where,
            remedy="look at the mark as it stands, and change it again if it is still wrong",
        )
    if (current, current_minutes) == (new, minutes or 0):
        raise RegisterRefused(
            what="the mark would stay as it is", where=where, remedy="choose another code, or leave it"
        )
    if not new:
        return
    check_school_day(enrolment.school, day, where=where)
    pack = pack_of(enrolment.school, day)
    code = checked_code(pack.codes, new, day, where=where)
    in_time = code.statistical_class.is_attendance and not code.late
    if minutes is not None and (in_time or not 0 <= minutes <= MOST_MINUTES):
        raise RegisterRefused(
            what=f"{minutes} minutes late do not go with “{new}”",
            where=where,
            remedy="choose the code for late, or leave the minutes empty",
        )
    refused = against_the_close(enrolment.school, pack, day, half, new, minutes or 0)
    if refused is not None:
        raise RegisterRefused(what=refused.what, where=where, remedy=refused.remedy)


def _same(before: Amendment, asked: tuple[object, ...], where: str) -> Amendment:
    """The amendment of this submission. Raises RegisterRefused where it was another change."""
    kept = (before.enrolment_id, before.day, before.half, before.original, before.new, before.minutes)
    if kept == asked:
        return before
    raise RegisterRefused(
        what="this form was sent before with another change", where=where, remedy="open the mark again"
    )


__all__ = ["RegisterRefused", "amend_mark"]
