"""Set the times of a school's day: what a register, an arrival and a morning's calls are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import changed, school_to_set_up
from supportfirst.casework.queries.school_setup import ORDER, TIMES
from supportfirst.casework.store.models import AuditEvent


@transaction.atomic
@keeps_what_stood
def set_times(actor: Actor, school_id: UUID, times: Mapping[str, time | None], *, shown: str) -> list[str]:
    """The names of the times that changed. A register that is open for long is warned of, not refused.

    shown: the fingerprint of what the form showed. Raises NotThere, and ChangedMeanwhile.
    """
    school = school_to_set_up(actor, school_id)
    before = {name: getattr(school, name) for name in TIMES}
    trail = AuditEvent.objects.filter(verb="set_times", school=school)
    found = only_touched(times, before, shown, actor.at, school_id, trail=trail, order=ORDER)
    fields = changed(school, found)
    if not fields:
        return []
    school.save(update_fields=fields)
    told = {name: [_clock(before[name]), _clock(times[name])] for name in sorted(fields)}
    audit(actor, "set_times", school=school, times=told)
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
    return fields


def _clock(at: time | None) -> str:
    return "" if at is None else at.strftime("%H:%M")
