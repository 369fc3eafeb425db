"""What relied on this child's marks and waits since one of them changed; the banner of the child's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.queries.alarms_waiting import moved_words
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.reliance_kinds import KINDS
from supportfirst.casework.store.models import Retest


@dataclass(frozen=True, slots=True)
class AlarmOfChild:
    id: UUID
    kind: str
    title: str
    moved: Sequence[str]
    changes: int


@dataclass(frozen=True, slots=True)
class ChildAlarms:
    waiting: Sequence[AlarmOfChild]


def child_alarms(actor: Actor, seen: AsSeen) -> ChildAlarms | None:
    """Those that waited at the moment of the page. None: none did, or not for this reader. One query."""
    if not may(actor, Right.SEE_WORKLIST, seen.school):
        return None
    held = Retest.objects.filter(reliance__school=seen.school, reliance__pupil=seen.enrolment.pupil_id)
    found = []
    for alarm in held.select_related("reliance").order_by("raised_at", "pk"):
        decided = alarm.decided_at is not None and alarm.decided_at <= seen.moment
        if alarm.raised_at > seen.moment or decided:
            continue
        reliance = alarm.reliance
        told = moved_words(alarm) if not seen.past else []
        known = sum(datetime.fromisoformat(each["at"]) <= seen.moment for each in alarm.changes)
        found.append(AlarmOfChild(alarm.pk, KINDS[reliance.kind], reliance.title, told, known or 1))
    return ChildAlarms(found) if found else None
