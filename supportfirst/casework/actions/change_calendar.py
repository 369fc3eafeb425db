"""Add, change or remove a term or a closed span of a school's calendar.

A day with a register stays a school day: what was taken there would otherwise be in no count.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import only_touched
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import changed, school_to_set_up, sent_before
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.store.models import AuditEvent, CalendarSpan, RegisterDocument, School, SpanKind

WRITTEN, REMOVED = "write_calendar_span", "remove_calendar_span"


@transaction.atomic
@keeps_what_stood
def write_span(
    actor: Actor,
    school_id: UUID,
    span_id: int | None,
    *,
    submission: UUID,
    kind: str,
    first_day: date,
    last_day: date,
    note: str = "",
    shown: str = "",
) -> None:
    """Add a span (`span_id` None), or change one. Raises Refused, and NotThere.

    shown: of one that is changed, the fingerprint of what the form showed; raises ChangedMeanwhile as well.
    """
    school = school_to_set_up(actor, school_id)
    if sent_before(school, WRITTEN, submission):
        return
    span = _span(school, span_id) if span_id is not None else CalendarSpan(school=school)
    before = _days(span) if span_id is not None else []
    open_before = _days_with_registers(school)
    values = {"kind": kind, "first_day": first_day, "last_day": last_day, "note": note}
    if span_id is not None:
        values = _touched(actor, span, values, shown)
    fields = changed(span, values)
    if not fields:
        return
    _check(school, span)
    span.save()
    _check_registers(school, open_before)
    _check_closed_days(school)
    audit(
        actor,
        WRITTEN,
        school=school,
        thing=str(submission),
        span=span.kind,
        row=span.pk,
        fields=sorted(fields),
        days=_days(span),
        before=before,
    )
    ask_reassessment(school, None, actor.at, asked_by=actor.user)


@transaction.atomic
@keeps_what_stood
def remove_span(actor: Actor, school_id: UUID, span_id: int) -> None:
    """Raises Refused where a register was taken on a day that would be no school day; NotThere."""
    school = school_to_set_up(actor, school_id)
    span = _span(school, span_id)
    open_before = _days_with_registers(school)
    kind, days = span.kind, _days(span)
    span.delete()
    _check_registers(school, open_before)
    _check_closed_days(school)
    audit(actor, REMOVED, school=school, thing=str(span_id), span=kind, days=days)
    ask_reassessment(school, None, actor.at, asked_by=actor.user)


def _touched(actor: Actor, span: CalendarSpan, values: dict[str, Any], shown: str) -> dict[str, Any]:
    stands = {name: getattr(span, name) for name in values}
    trail = AuditEvent.objects.filter(verb=WRITTEN, school=span.school_id, detail__row=span.pk)
    order = (("first_day", "last_day"),)
    return only_touched(values, stands, shown, actor.at, span.pk, trail=trail, order=order)


def _span(school: School, span_id: int) -> CalendarSpan:
    span = CalendarSpan.objects.filter(school=school, pk=span_id).first()
    if span is None:
        raise NotThere
    return span


def _days(span: CalendarSpan) -> list[str]:
    return [span.first_day.isoformat(), span.last_day.isoformat()]


def _check(school: School, span: CalendarSpan) -> None:
    if span.last_day < span.first_day:
        raise Refused("The last day is before the first.")
    others = CalendarSpan.objects.filter(school=school, kind=span.kind).exclude(pk=span.pk)
    other = others.filter(first_day__lte=span.last_day, last_day__gte=span.first_day).first()
    if other is not None:
        what = "A term" if span.kind == SpanKind.TERM else "A closed span"
        raise Refused(
            f"{what} from {show_day(other.first_day)} to {show_day(other.last_day)} is there already. "
            "Change that one, or choose days that do not overlap."
        )


def _check_closed_days(school: School) -> None:
    """Every closed span lies within a term; outside the terms a school is closed as it is."""
    terms = list(CalendarSpan.objects.filter(school=school, kind=SpanKind.TERM))
    for span in CalendarSpan.objects.filter(school=school, kind=SpanKind.CLOSED):
        if not any(term.first_day <= span.first_day and span.last_day <= term.last_day for term in terms):
            raise Refused(
                f"The closed days from {show_day(span.first_day)} to {show_day(span.last_day)} would not lie "
                "within one term. Between terms the school is closed anyway: take them out, or choose days "
                "of a term."
            )


def _days_with_registers(school: School) -> list[date]:
    """Days on which a register was taken and the school meets, by the calendar as it stands."""
    days = RegisterDocument.objects.filter(school=school).order_by("day").values_list("day", flat=True)
    meets = _meeting(school)
    return [day for day in days.distinct() if meets(day)]


def _meeting(school: School) -> Callable[[date], bool]:
    """Whether the calendar as it stands has the school meet on a day; read once for many days."""
    spans = list(CalendarSpan.objects.filter(school=school))

    def meets(day: date) -> bool:
        kinds = {span.kind for span in spans if span.first_day <= day <= span.last_day}
        return kinds == {SpanKind.TERM}

    return meets


def _check_registers(school: School, open_before: list[date]) -> None:
    meets = _meeting(school)
    closed = next((day for day in open_before if not meets(day)), None)
    if closed is not None:
        raise Refused(
            f"Registers were taken on {show_day(closed)}, which would be no school day. Leave that day in a "
            "term, and correct its marks on their own pages if they are wrong."
        )
