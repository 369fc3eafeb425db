"""Decide what becomes of a thing whose marks were changed since: a named person does, with a reason.

Confirmed, it stands as it was made. Corrected, another takes its place. Withdrawn, it is issued no more.
Nothing is deleted, and a change after the decision opens another alarm.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_day, show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.relied_on import count_alarms
from supportfirst.casework.queries.alarm_page import alarm_at, replacements_of
from supportfirst.casework.queries.reliance_kinds import KINDS
from supportfirst.casework.store.models import Decision, Reliance, Retest, Standing

LONGEST_REASON = 500
BECOMES = {
    Decision.CONFIRMED: Standing.STANDS,
    Decision.CORRECTED: Standing.CORRECTED,
    Decision.WITHDRAWN: Standing.WITHDRAWN,
}


class MoreChanged(Refused):
    """Something else changed, or came out, while the form was open; nothing was decided."""


@transaction.atomic
def decide_alarm(
    actor: Actor,
    school_id: UUID,
    alarm_id: UUID,
    decision: Decision,
    because: str,
    *,
    shown: int,
    submission: UUID,
    replaced_by: UUID | None = None,
) -> Retest:
    """The same submission again changes nothing. Raises NotThere, Refused, MoreChanged.

    shown: the version of the alarm that the person looked at. replaced_by: the reliance that takes the
    place of a corrected one.
    """
    alarm = alarm_at(actor, school_id, alarm_id)
    school = alarm.reliance.school
    if not may(actor, Right.ACT_ON_CASE, school):
        raise NotThere
    take_turn(school.pk)
    alarm = alarm_at(actor, school_id, alarm_id)
    if alarm.submission == submission:
        return alarm
    reliance = alarm.reliance
    new = _checked(alarm, decision, because, shown, replaced_by)
    if not alarm.counts_after:  # the worker has not come to it yet
        count_alarms([alarm], actor.at)
    alarm.decision, alarm.because, alarm.submission = decision, because.strip(), submission
    alarm.decided_by, alarm.decided_at = actor.user, actor.at
    alarm.save()
    reliance.standing, reliance.replaced_by = BECOMES[decision], new
    reliance.save(update_fields=["standing", "replaced_by"])
    audit(
        actor,
        "decide_alarm",
        school=school,
        pupil=reliance.pupil,
        thing=str(alarm.pk),
        kind=reliance.kind,
        decision=str(decision),
        changes=len(alarm.changes),
        **({"replaced_by": str(new.pk)} if new is not None else {}),
    )
    return alarm


def _checked(
    alarm: Retest, decision: Decision, because: str, shown: int, replaced_by: UUID | None
) -> Reliance | None:
    """What takes its place, of one that is corrected. Raises Refused."""
    if alarm.decision:
        at = alarm.decided_at.astimezone(LONDON) if alarm.decided_at else None
        when = f" on {show_day(at.date())} at {show_time(at)}" if at else ""
        by = alarm.decided_by.name if alarm.decided_by else "Somebody"
        raise Refused(
            f"{by} decided about this{when}: {Decision(alarm.decision).label.lower()}. Nothing of yours was"
            " kept."
        )
    if alarm.version != shown:
        raise MoreChanged(
            "More was changed while you had this page open, or it was judged again meanwhile. Nothing is"
            " decided yet. Look below at what changed and how it came out, then decide again."
        )
    if not because.strip() or len(because.strip()) > LONGEST_REASON:
        raise Refused(f"Say in at most {LONGEST_REASON} letters why.")
    if decision != Decision.CORRECTED:
        return None
    new = replacements_of(alarm).filter(pk=replaced_by).first() if replaced_by else None
    if new is None:
        kind = KINDS[alarm.reliance.kind]
        raise Refused(f"Choose the {kind} that takes its place. If there is none yet, make it first.")
    return new


__all__ = ["LONGEST_REASON", "Decision", "MoreChanged", "decide_alarm"]
