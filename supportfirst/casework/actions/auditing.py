"""The line that every action, and every reading of a child's record, leaves in the audit trail."""

from __future__ import annotations

from typing import Any

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.queries.audit_trail import ALL_ROLES
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import AuditEvent, Pupil, School

WHOLE_SITE = "site"
ROLES_FIT = 30  # letters in the line's own column


def audit(
    actor: Actor,
    verb: str,
    *,
    school: School | None = None,
    pupil: Pupil | None = None,
    thing: str = "",
    **detail: Any,
) -> AuditEvent:
    """Add one line, in the transaction of what it tells of. `detail` holds counts and ids, never names.

    Of somebody with more roles than their column holds, all stand in the detail and none is cut in half.
    """
    roles = sorted(str(each) for each in actor.roles)
    if len(",".join(roles)) > ROLES_FIT:
        detail[ALL_ROLES] = ",".join(roles)
        roles = roles[:1]
    row = AuditEvent(
        recorded_at=actor.at,
        actor=actor.user,
        role=",".join(roles),
        verb=verb,
        school=school,
        pupil=pupil,
        thing=thing,
        detail=detail,
    )
    return append(row, school.pk if school is not None else WHOLE_SITE)
