"""Counting a pupil's own sessions of some kind over some days, less those that a notice has used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from supportfirst.attendance.assessment.pupil_facts import (
    ABSENT,
    AUTHORISED,
    LATE,
    TO_THRESHOLD,
    UNAUTHORISED,
    Chooser,
    SeenMark,
    being,
    showing,
)
from supportfirst.attendance.casebook.chronology import Record

NO_DAYS = (date.max, date.min)
KEPT = 256  # how many windows, and how many ways to count, stand ready
FIRST_COVERED, LAST_COVERED = "covers_from", "covers_to"
_KINDS: Mapping[str, Callable[[SeenMark], object]] = {
    "threshold": TO_THRESHOLD,
    "unauthorised": UNAUTHORISED,
    "authorised": AUTHORISED,
    "absence": ABSENT,
    "late": LATE,
}


def sessions_of(
    inside: Sequence[SeenMark],
    counts: str,
    covered: Sequence[Record],
    beside: str = "",
) -> list[SeenMark]:
    """Those of a kind among the marks inside some days, oldest first.

    counts: a kind, or symbols of codes separated by spaces. covered: records whose own days are left out;
    one that names no first day covers all before it, one that names no last day runs to its own day.
    beside: symbols of codes; only marks of days that hold one of them.
    """
    if beside and inside:
        days = {mark.day for mark in _shown(beside)(inside)}
        inside = [mark for mark in inside if mark.day in days] if days else ()
    if not inside:
        return []
    found = _chooser(counts)(inside)
    if covered and found:
        spans = [_covered(record) for record in covered]
        found = [mark for mark in found if not any(start <= mark.day <= end for start, end in spans)]
    return found


def _covered(record: Record) -> tuple[date, date]:
    """The days of a notice. What it does not name is taken to be covered: no session is used twice."""
    first, last = record.field(FIRST_COVERED), record.field(LAST_COVERED)
    return first if isinstance(first, date) else date.min, last if isinstance(last, date) else record.on


@lru_cache(maxsize=KEPT)
def _chooser(counts: str) -> Chooser:
    """Those of some marks that are of a kind, or show one of the symbols."""
    of_kind = _KINDS.get(counts)
    return _shown(counts) if of_kind is None else being(of_kind)


@lru_cache(maxsize=KEPT)
def _shown(symbols: str) -> Chooser:
    """Those of some marks that show one of the symbols, written with spaces between them."""
    return showing(symbols.split())


def window_days(window: Mapping[str, str] | None, on: date) -> tuple[date, date]:
    """First and last day of a counting window as the measures give it, not past the day; else no days."""
    if not window or not window.get("first_day"):
        return NO_DAYS
    return _span_of(window["first_day"], window["last_day"], on)


@lru_cache(maxsize=KEPT)
def _span_of(first_day: str, last_day: str, on: date) -> tuple[date, date]:
    """The days themselves; a school's pupils share few windows."""
    return date.fromisoformat(first_day), min(date.fromisoformat(last_day), on)
