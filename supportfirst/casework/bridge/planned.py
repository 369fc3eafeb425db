"""What is planned for a session: whose plan covers it, which code it comes to, and what it is warned of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.day_values import asks_evidence, needs_permission, whole_day_words
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, show_day, show_time
from supportfirst.casework.store.models import PlannedAbsence, PlannedKind, School

NO_EVIDENCE = "no evidence of the appointment is recorded"
NOT_GRANTED = "asked for, and not authorised"


def plans_of_day(
    school: School, day: date, enrolments: Collection[int] | None = None
) -> Sequence[PlannedAbsence]:
    """The plans that stand and touch a day, of a school or of some pupils, the latest recorded last."""
    held = PlannedAbsence.objects.filter(
        school=school, first_day__lte=day, last_day__gte=day, withdrawn_at__isnull=True
    )
    if enrolments is not None:
        held = held.filter(enrolment__in=enrolments)
    return list(held.select_related("recorded_by", "authorised_by").order_by("recorded_at", "pk"))


def plans_on(
    school: School, day: date, half: int, enrolments: Collection[int]
) -> Mapping[int, PlannedAbsence]:
    """The plan of each pupil who has one for the session."""
    held = plans_of_day(school, day, enrolments)
    return {plan.enrolment_id: plan for plan in held if covers(plan, day, half)}


def covers(plan: PlannedAbsence, day: date, half: int) -> bool:
    first, last = (plan.first_day, plan.first_half), (plan.last_day, plan.last_half)
    return first <= (day, half) <= last


def covers_whole_day(plan: PlannedAbsence) -> bool:
    """Whether it takes both sessions of any one day."""
    return plan.last_day > plan.first_day or plan.first_half != plan.last_half


def is_granted(plan: PlannedAbsence, pack: Pack, day: date) -> bool:
    """Whether its code may be written: it needs no permission, or somebody has given it."""
    return plan.authorised_at is not None or not needs_permission(pack, plan.code, day)


def expected_code(plan: PlannedAbsence, pack: Pack, day: date) -> str:
    """The mark that the register offers; "" where a permission is still missing."""
    return plan.code if is_granted(plan, pack, day) else ""


def span_words(plan: PlannedAbsence) -> str:
    """When, in words: “20 November 2026, morning”, “20 November 2026, whole day”, “… to …”."""
    first, last = show_day(plan.first_day), show_day(plan.last_day)
    if plan.first_day == plan.last_day:
        whole = plan.first_half != plan.last_half
        return f"{first}, {'whole day' if whole else SESSION_WORDS[plan.first_half]}"
    begins = first if plan.first_half == HALVES[0] else f"{first}, {SESSION_WORDS[plan.first_half]}"
    ends = last if plan.last_half == HALVES[-1] else f"{last}, {SESSION_WORDS[plan.last_half]}"
    return f"{begins} to {ends}"


def warnings_of(plan: PlannedAbsence, pack: Pack, day: date) -> Sequence[str]:
    """What somebody should look at: it stops nothing."""
    told = []
    if not is_granted(plan, pack, day):
        told.append(NOT_GRANTED)
    if asks_evidence(pack, plan.code, day) and not plan.evidence:
        told.append(NO_EVIDENCE)
    against = whole_day_words(pack, plan.code, day)
    if against and covers_whole_day(plan):
        told.append(f"{against}{f' (given: {plan.reason})' if plan.reason else ''}")
    return told


def mark_warnings(
    pack: Pack, day: date, symbol: str, *, plan: PlannedAbsence | None, other: str
) -> Sequence[str]:
    """What is to be looked at about a mark that stands. `other` is the mark of the day's other session."""
    told = []
    ours = plan if plan is not None and plan.code == symbol else None
    if asks_evidence(pack, symbol, day) and not (ours and ours.evidence):
        told.append(NO_EVIDENCE)
    against = whole_day_words(pack, symbol, day)
    if against and (other == symbol or (ours and all(covers(ours, day, half) for half in HALVES))):
        reason = ours.reason if ours else ""
        told.append(f"{against}{f' (given: {reason})' if reason else ''}")
    return told


def told_at_the_register(plan: PlannedAbsence, pack: Pack, day: date) -> str:
    """A plan in a line for whoever takes the register: the mark, what for, the times, by whose word."""
    granted = is_granted(plan, pack, day)
    times = [
        f"{word} {show_time(at)}" for word, at in (("leaves", plan.leaves_at), ("back", plan.back_at)) if at
    ]
    parts = [PlannedKind(plan.kind).label.lower(), plan.place, *times]
    told = f"Planned: {plan.code}, {', '.join(part for part in parts if part)}"
    if plan.reason and plan.kind != PlannedKind.EXCLUSION:
        told += f"; {plan.reason}"
    return f"{told}. Recorded by {plan.recorded_by}." + (
        "" if granted else " Not authorised: choose the mark."
    )
