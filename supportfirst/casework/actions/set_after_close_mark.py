"""Set, with a reason, which mark a school gives who arrives after the register has closed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import still_as_shown
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.codes_in_force import RegisterRefused, checked_code, pack_of
from supportfirst.casework.bridge.day_values import after_close
from supportfirst.casework.store.models import AuditEvent, School

VERB = "set_after_close_mark"
WHERE = "mark after the close"
LONGEST_REASON = 300


@transaction.atomic
def set_after_close_mark(
    actor: Actor, school_id: UUID, mark: str, reason: str, *, submission: UUID, shown: str
) -> School:
    """`mark` "" goes back to what the pack says. Raises RegisterRefused; NotThere for another's school.

    shown: the fingerprint of what the form showed; raises ChangedMeanwhile where another mark was set since.

    Each change is a line of the audit trail, with both marks and the reason, and the page's history is read
    from there. The same submission twice changes nothing.
    """
    if not schools_for(actor, Right.MANAGE_SCHOOL).filter(pk=school_id).exists():
        raise NotThere
    take_turn(school_id)
    school = School.objects.select_related("authority").get(pk=school_id)
    if AuditEvent.objects.filter(school=school, verb=VERB, thing=str(submission)).exists():
        return school
    pack = pack_of(school, actor.today)
    if mark:
        checked_code(pack.codes, mark, actor.today, where=WHERE)
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise RegisterRefused(
            what="no reason is given" if not reason.strip() else "the reason is too long",
            where=WHERE,
            remedy=f"say in at most {LONGEST_REASON} letters why the mark is changed",
        )
    if mark == school.after_close_mark:
        raise RegisterRefused(
            what="the mark would stay as it is", where=WHERE, remedy="choose another, or leave it"
        )
    trail = AuditEvent.objects.filter(school=school, verb=VERB)
    still_as_shown({"mark": school.after_close_mark}, shown, actor.at, school_id, trail=trail)
    before = after_close(school, pack, actor.today)
    school.after_close_mark = mark
    school.save(update_fields=["after_close_mark"])
    audit(
        actor,
        VERB,
        school=school,
        thing=str(submission),
        original=before,
        new=after_close(school, pack, actor.today),
        by_pack=not mark,
        reason=reason.strip(),
    )
    return school
