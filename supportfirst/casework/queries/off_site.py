"""Who left during the day and is not back: the sign-outs and sign-ins of a day, in their order."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import QuerySet

from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import CaseEvent, Enrolment, School

OUT, BACK = "signed_out", "signed_in"


@dataclass(frozen=True, slots=True)
class Movement:
    """One sign-out or sign-in."""

    pupil: uuid.UUID
    name: str
    group: str
    is_out: bool
    at: time | None
    adult: str
    reason: str
    back_expected: str
    by: str


def events_of_day(school: School, day: date, kinds: Collection[str]) -> QuerySet[CaseEvent]:
    """The events of some kinds on a day but for those struck out, in the order of their recording."""
    held = CaseEvent.objects.filter(school=school, happened_on=day, kind__in=kinds)
    standing = held.exclude(event__in=struck_out(school))
    return standing.select_related("pupil", "recorded_by").order_by("serial")


def movements(school: School, day: date, pupil: uuid.UUID | None = None) -> Sequence[Movement]:
    """Everybody's movements of a day, or one child's."""
    events = events_of_day(school, day, (OUT, BACK))
    found = list(events if pupil is None else events.filter(pupil=pupil))
    groups = _groups(school, {each.pupil_id for each in found}, day)
    return [_movement(each, groups.get(each.pupil_id, "")) for each in found]


def off_site(told: Sequence[Movement]) -> Sequence[Movement]:
    """Of the movements of a day the sign-outs that no sign-in followed."""
    last = {each.pupil: each for each in told}
    return [each for each in last.values() if each.is_out]


def _groups(school: School, pupils: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, str]:
    held = Enrolment.objects.filter(school=school, pupil__in=pupils, group__isnull=False, first_day__lte=day)
    return dict(held.order_by("first_day").values_list("pupil_id", "group__name"))


def _movement(event: CaseEvent, group: str) -> Movement:
    data = event.data
    return Movement(
        pupil=event.pupil_id,
        name=event.pupil.name,
        group=group,
        is_out=event.kind == OUT,
        at=event.happened_at,
        adult=str(data.get("adult", "")),
        reason=str(data.get("reason", "")),
        back_expected=str(data.get("back_expected", "")),
        by=event.recorded_by.name,
    )
