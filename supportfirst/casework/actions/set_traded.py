"""Say from when to when a school buys the authority's traded service; rules ask for the day of the case."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.changed_meanwhile import still_as_shown
from supportfirst.casework.actions.keeping_stood import keeps_what_stood
from supportfirst.casework.actions.setting_up import school_to_set_up, sent_before
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.school_calendar import traded_page
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import AuditEvent, TradedSpan

SET, REMOVED = "set_traded", "remove_traded"


@transaction.atomic
@keeps_what_stood
def set_traded(
    actor: Actor,
    school_id: UUID,
    *,
    submission: UUID,
    buys: bool,
    first_day: date,
    last_day: date | None = None,
    shown: str,
) -> None:
    """Add a span; one that was open ends the day before. Raises Refused where spans would overlap.

    shown: the fingerprint of all that was said as the form was shown; raises ChangedMeanwhile where more, or
    less, is said now.
    """
    school = school_to_set_up(actor, school_id)
    if sent_before(school, SET, submission):
        return
    trail = AuditEvent.objects.filter(school=school, verb__in=(SET, REMOVED))
    still_as_shown({"buys": traded_page(actor, school_id).told}, shown, actor.at, school_id, trail=trail)
    if last_day is not None and last_day < first_day:
        raise Refused("The last day is before the first.")
    held = TradedSpan.objects.filter(school=school)
    begun_before = Q(first_day=None) | Q(first_day__lt=first_day)
    held.filter(begun_before, last_day=None).update(last_day=first_day - timedelta(days=1))
    reaching = held.filter(not_ended(first_day))
    if last_day is not None:
        reaching = reaching.filter(Q(first_day=None) | Q(first_day__lte=last_day))
    other = reaching.order_by("first_day").first()
    if other is not None:
        since = f"from {show_day(other.first_day)}" if other.first_day else "for these days"
        raise Refused(f"It is said already {since}. Take that line out first, or choose other days.")
    TradedSpan.objects.create(school=school, buys=buys, first_day=first_day, last_day=last_day)
    days = [first_day.isoformat(), last_day.isoformat() if last_day else ""]
    audit(actor, SET, school=school, thing=str(submission), buys=buys, days=days)
    ask_reassessment(school, None, actor.at, asked_by=actor.user)


@transaction.atomic
@keeps_what_stood
def remove_traded(actor: Actor, school_id: UUID, span_id: int) -> None:
    """Take a span out; one that is gone already changes nothing."""
    school = school_to_set_up(actor, school_id)
    span = TradedSpan.objects.filter(pk=span_id).first()
    if span is None:
        return
    if span.school_id != school.pk:
        raise NotThere
    days = [day.isoformat() if day else "" for day in (span.first_day, span.last_day)]
    audit(actor, REMOVED, school=school, thing=str(span.pk), buys=span.buys, days=days)
    span.delete()
    ask_reassessment(school, None, actor.at, asked_by=actor.user)
