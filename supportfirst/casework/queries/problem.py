"""A problem that a parent told of in confidence, for those who may read it: what was done, and how soon."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import may_read
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.queries.child_records import PROBLEM, RecordLine, line_of_event
from supportfirst.casework.store.models import CaseEvent, Confided

ACTED_ON = "problem_acted_on"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ProblemPage:
    event: CaseEvent
    line: RecordLine
    named: Sequence[str]  # who may read it, beside its writer
    acts: Sequence[RecordLine]  # oldest first
    kind: KindAsked  # of what is done about it
    first_act: datetime | None
    waited: str  # from the telling to the first act, or until now


def problem_page(actor: Actor, school_id: uuid.UUID, event_id: uuid.UUID) -> ProblemPage:
    """Raises NotThere for whoever may not read it: that it is there, the child's record says."""
    school = schools_for(actor, Right.SEE_PUPIL).filter(pk=school_id).select_related("authority").first()
    held = CaseEvent.objects.filter(pk=event_id, school=school, kind=PROBLEM)
    event = held.select_related("school", "pupil", "recorded_by").first()
    if school is None or event is None or not may_read(actor, event):
        raise NotThere
    kinds = record_kinds(school, actor.today)
    acts = list(
        CaseEvent.objects.filter(school=school, kind=ACTED_ON, data__about=str(event.event))
        .select_related("recorded_by")
        .order_by("serial")
    )
    first = acts[0].recorded_at if acts else None
    named = Confided.objects.filter(event=event).select_related("user").order_by("user__name")
    return ProblemPage(
        event,
        line_of_event(event, kinds[PROBLEM], may_be_read=True),
        [each.user.name for each in named],
        [_without_about(each, kinds[ACTED_ON]) for each in acts],
        kinds[ACTED_ON],
        first,
        as_long((first or actor.at) - event.recorded_at),
    )


def _without_about(event: CaseEvent, kind: KindAsked) -> RecordLine:
    line = line_of_event(event, kind, may_be_read=True)
    told = [(words, value) for words, value in line.told if words != "About"]
    return RecordLine(line.event, line.on, line.at, line.by, told, "")


def as_long(time: timedelta) -> str:
    """A length of time in days, hours and minutes, as much of it as there is."""
    minutes = max(0, time // MINUTE)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    told = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in parts if number]
    return " ".join(told) or "less than a minute"
