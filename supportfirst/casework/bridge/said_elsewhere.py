"""What another place of education told of a child's sessions there, from records and from plans.

A mark that says a child was educated elsewhere (codes B and D) rests on the word of the place that had the
child. The word may be of one session, of a day or of a span of days; of two, the later one holds. A word that
the child was not there confirms nothing, whatever a plan shows: the mark is to be amended.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, clock
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import AuditEvent, CaseEvent, PlannedAbsence, School

KIND = "provider_confirmation"
FROM_SESSION, TO_DAY, THERE = "session", "to", "there"  # fields of the kind
SHOWN = "record_evidence"  # a verb of the audit trail
Said = Mapping[tuple[UUID, date, int], bool]  # by child, day and half: whether the child was there


def said_elsewhere(school: School, pupils: Collection[UUID], days: Collection[date]) -> Said:
    """Of these days alone. Two queries; none where nobody is asked about."""
    if not pupils or not days:
        return {}
    held = CaseEvent.objects.filter(
        school=school, kind=KIND, pupil__in=pupils, happened_on__lte=max(days)
    ).exclude(event__in=struck_out(school))
    found: dict[tuple[UUID, date, int], bool] = {}
    for pupil, first, data in held.order_by("serial").values_list("pupil", "happened_on", "data"):
        last = last_day(first, data)
        halves = [half for half in HALVES if SESSION_WORDS[half] == data[FROM_SESSION]] or HALVES
        for day in days:
            if first <= day <= last:
                found.update({(pupil, day, half): data[THERE] is True for half in halves})
    return found


def last_day(first: date, data: Mapping[str, object]) -> date:
    told = data.get(TO_DAY)
    return date.fromisoformat(str(told)) if told else first


def why_not(first: date, last: date | None, today: date) -> str:
    """What is wrong with the days of a record of the kind; "" where nothing is."""
    if last is None:
        return ""
    if last < first:
        return "The last day comes before the first. Put the two the other way round."
    if last > today:
        return "Nobody can have confirmed a day to come. Give the last day that is over."
    if last - first > timedelta(days=31):
        return "One record confirms a month at most. Record the later days by themselves."
    return ""


def shown_on(plans: Sequence[PlannedAbsence], pupils: Mapping[int, UUID]) -> Mapping[UUID, date]:
    """The day to which what was shown with a plan speaks: that on which it was last written."""
    if not plans:
        return {}
    shown = {plan.pk: plan.recorded_at for plan in plans}
    written = AuditEvent.objects.filter(
        pupil__in={pupils[plan.enrolment_id] for plan in plans},
        verb=SHOWN,
        thing__in=[str(pk) for pk in shown],
    )
    for thing, at in written.values_list("thing").annotate(Max("recorded_at")):
        shown[UUID(thing)] = at
    return {pk: clock(at).date() for pk, at in shown.items()}
