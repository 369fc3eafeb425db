"""Counting again what relied on marks: asked for by a change, done by the worker right after it.

An alarm about a mark is raised in the transaction of the change, and counted there while there are few. The
worker counts the rest, judges again the rule that stands behind one, and looks whether a changed calendar,
roll or policy pack moved a figure that was told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.judged_again import JudgedAgain, judged_again
from supportfirst.casework.bridge.relied_on import (
    CAN_WAIT,
    Raised,
    count_alarms,
    counts_known,
    counts_now,
    is_judged,
    raise_alarms,
)
from supportfirst.casework.store.models import Reliance, Retest, School, User

RETEST_RELIANCES = "retest_reliances"  # the kind of job
ALL = "all"
MOST_AT_ONCE = 60  # alarms, or reliances, of one transaction: less than a tenth of a second
MOVED = "The calendar, the days on roll or the policy pack changed."


def ask_to_count(school: School, raised: Raised, at: datetime) -> None:
    """Have the worker do what the change itself left, if it left something."""
    if raised.for_worker:
        _ask(school, {}, at, None)


def ask_retest(
    school: School, pupils: Collection[UUID] | None, at: datetime, *, asked_by: User | None = None
) -> None:
    """Have looked whether what some children's (None: all) figures rest on moved one that was told.

    To be called in the transaction of the change; asks for nothing where nobody relied on any.
    """
    held = Reliance.objects.filter(school=school, standing__in=CAN_WAIT)
    if pupils is not None:
        held = held.filter(pupil__in=pupils)
    if held.exists():
        _ask(school, {"pupils": ALL if pupils is None else sorted(map(str, pupils))}, at, asked_by)


def _ask(school: School, about: Mapping[str, Any], at: datetime, asked_by: User | None) -> None:
    """One job a school waits at a time; those of whom it hears meanwhile are added to it."""
    once = f"{RETEST_RELIANCES}:{school.pk}"
    job = ask_job(RETEST_RELIANCES, about, at=at, school=school, asked_by=asked_by, once=once)
    if job.about == about or "pupils" not in about:
        return
    waiting = job.about.get("pupils", [])
    whole = ALL in (waiting, about["pupils"])
    job.about = {"pupils": ALL if whole else sorted({*waiting, *about["pupils"]})}
    job.save(update_fields=["about"])


def retest_reliances(asked: Asked, watch: Watch) -> Write:
    """Count a school's alarms that wait for it, and look at the reliances whose rows may have moved."""
    school = asked.school
    if school is None:
        raise JobRefused("No school was named of which something was to be tested again.")
    moved = _moved(school, asked.about.get("pupils", []), watch)
    judged = {
        (each.pk, each.version): judged_again(each.reliance, watch.now())
        for each in _to_test(school)
        if is_judged(each.reliance)
    }

    def write() -> Mapping[str, Any]:
        take_turn(school.pk)
        raised = _raise(moved, asked, watch.now())
        counted = _count(school, judged, watch.now())
        if raised or len(counted) == MOST_AT_ONCE:
            _ask(school, {}, watch.now(), None)
        return {"raised": raised, "counted": len(counted)}

    return write


def _moved(school: School, pupils: Any, watch: Watch) -> dict[UUID, dict[str, int]]:
    """Which of them count something else of the very marks that they told, and what.

    What counts the same now has not moved; only of the others the ledger is read as it was known.
    """
    held = Reliance.objects.filter(school=school, standing__in=CAN_WAIT).select_related("school__authority")
    if pupils != ALL:
        held = held.filter(pupil__in=pupils)
    reliances = list(held.order_by("made_at", "pk")) if pupils else []
    found = {}
    for start in range(0, len(reliances), MOST_AT_ONCE):
        part = reliances[start : start + MOST_AT_ONCE]
        for reliance, now in zip(part, counts_now(part), strict=True):
            known = reliance.counted if now == reliance.counted else counts_known(reliance)
            if known != reliance.counted:
                found[reliance.pk] = known
        watch.progress(start + len(part), len(reliances))
    return found


def _raise(moved: Mapping[UUID, Mapping[str, int]], asked: Asked, at: datetime) -> int:
    held = Reliance.objects.filter(pk__in=moved, standing__in=CAN_WAIT).select_related("school__authority")
    by = asked.asked_by
    change = {
        "reason": MOVED,
        "at": asked.asked_at.isoformat(),
        "by": by.name if by else "",
        "title": by.title if by else "",
    }
    reliances = list(held.order_by("made_at", "pk"))
    raised = raise_alarms({each: [change] for each in reliances}, at, by)
    for each in reliances:
        Reliance.objects.filter(pk=each.pk).update(counted=moved[each.pk])
    return raised.alarms


def _to_test(school: School) -> list[Retest]:
    held = Retest.objects.filter(reliance__school=school, decision="", retested_at=None)
    of = held.select_related("reliance__school__authority")
    return list(of.order_by("raised_at", "pk")[:MOST_AT_ONCE])


def _count(school: School, judged: Mapping[tuple[UUID, int], JudgedAgain], at: datetime) -> list[Retest]:
    """Those that were judged with the very changes that they have now, and those that nobody judges.

    What was judged counts as another version: who had the page open before has not seen how it came out.
    """
    alarms = [
        each for each in _to_test(school) if not is_judged(each.reliance) or (each.pk, each.version) in judged
    ]
    count_alarms(alarms, at)
    for each in alarms:
        found = judged.get((each.pk, each.version))
        if found is not None:
            each.outcome_after, each.came_out = found
            each.version += 1
        each.retested_at = at
        each.save(update_fields=["counts_after", "outcome_after", "came_out", "retested_at", "version"])
    return alarms
