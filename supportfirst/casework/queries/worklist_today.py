"""What was recorded today of each child of the worklist: told on its row, so that nobody does it twice."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Exists, OuterRef

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.store.models import CaseEvent, School


@dataclass(frozen=True, slots=True)
class DoneToday:
    by: str
    words: str  # “Contact with home (text), 8:52am, by Kim Sorrel”


NOTHING = DoneToday("", "")


def done_today(actor: Actor, children: Mapping[uuid.UUID, School]) -> dict[uuid.UUID, DoneToday]:
    """The latest that was recorded for each child today and still stands; what is restricted is not named."""
    midnight = datetime.combine(actor.today, time.min, tzinfo=LONDON)
    struck_out = CaseEvent.objects.filter(strikes_out=OuterRef("event"))
    events = CaseEvent.objects.filter(
        ~Exists(struck_out),
        places_of(actor, Right.SEE_WORKLIST).as_query("school__"),
        pupil__in=children,
        recorded_at__gte=midnight,
        recorded_at__lte=actor.at,
        strikes_out=None,
    )
    rows = events.order_by("recorded_at", "serial").values_list(
        "pupil", "kind", "data", "restricted", "recorded_at", "recorded_by__name"
    )
    latest = {pupil: told for pupil, *told in rows}
    schools = {children[pupil].pk: children[pupil] for pupil in latest}
    kinds = {key: record_kinds(school, actor.today) for key, school in schools.items()}
    found = {}
    for pupil, (kind, data, restricted, at, by) in latest.items():
        known = kinds[children[pupil].pk].get(kind)
        what = known.title if known is not None else kind.replace("_", " ").capitalize()
        channel = data.get("channel")
        if restricted:
            what = "A restricted record"
        elif channel:
            what = f"{what} ({str(channel).replace('_', ' ')})"
        found[pupil] = DoneToday(by, f"{what}, {show_time(at.astimezone(LONDON))}, by {by}")
    return found
