"""The mark of who comes after the close: what the pack says, what the school has set, and every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.day_values import AFTER_CLOSE, after_close, after_close_default
from supportfirst.casework.bridge.school_days import SessionTimes, times_of
from supportfirst.casework.store.models import AuditEvent, School

CHANGED = "set_after_close_mark"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the school's setting."""

    at: datetime
    by: str
    title: str
    original: str
    new: str
    by_pack: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AfterClosePage:
    school: School
    times: SessionTimes  # of the morning
    default: str
    source: str
    stands: str
    choices: Sequence[Choice]
    changes: Sequence[Changed]  # the latest first
    may_set: bool
    keeps_door: bool  # whether the late desk opens to the reader

    @property
    def meaning(self) -> str:
        return next((each.meaning for each in self.choices if each.symbol == self.stands), "")


def after_close_page(actor: Actor, school_id: UUID) -> AfterClosePage | None:
    """For whoever keeps the school's door or manages the school; None for anybody else."""
    doors = schools_for(actor, Right.RECORD_LATE) | schools_for(actor, Right.MANAGE_SCHOOL)
    school = doors.filter(pk=school_id).select_related("authority").first()
    if school is None:
        return None
    day = actor.today
    pack = pack_of(school, day)
    told = pack.values[AFTER_CLOSE].on_or_none(day)
    events = AuditEvent.objects.filter(school=school, verb=CHANGED).select_related("actor")
    return AfterClosePage(
        school=school,
        times=times_of(school, 0),
        default=after_close_default(pack, day),
        source=f"{told.source.title}, {told.source.passage}" if told else "",
        stands=after_close(school, pack, day),
        choices=choices_of(pack.codes, day),
        changes=[_changed(each) for each in events.order_by("-serial")],
        may_set=may(actor, Right.MANAGE_SCHOOL, school),
        keeps_door=may(actor, Right.RECORD_LATE, school),
    )


def _changed(event: AuditEvent) -> Changed:
    detail, by = event.detail, event.actor
    return Changed(
        at=event.recorded_at,
        by=by.name if by else "",
        title=by.title if by else "",
        original=str(detail.get("original", "")),
        new=str(detail.get("new", "")),
        by_pack=bool(detail.get("by_pack")),
        reason=str(detail.get("reason", "")),
    )
