"""What the actions of a school's set-up share: whose school it is, and whether a form was sent before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.models import AuditEvent, School


def school_to_set_up(actor: Actor, school_id: UUID) -> School:
    """The school as it stands, with its turn taken. NotThere where it is not the actor's to set up."""
    managed = schools_for(actor, Right.MANAGE_SCHOOL).filter(pk=school_id)
    if not managed.exists():
        raise NotThere
    take_turn(school_id)
    return managed.select_related("authority").get()


def sent_before(school: School, verb: str, submission: UUID) -> bool:
    """Whether this very form was acted on already; its line in the trail bears its submission."""
    return AuditEvent.objects.filter(school=school, verb=verb, thing=str(submission)).exists()


def changed(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Set some fields of a row and say which of them are other than before; the row is not saved."""
    found = [name for name, value in values.items() if getattr(row, name) != value]
    for name in found:
        setattr(row, name, values[name])
    return found
