"""Counting a pupil's own sessions of some kind over some days, less those that a notice has used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from supportfirst.attendance.assessment.pupil_facts import SeenMark
from supportfirst.attendance.casebook.chronology import Record
from supportfirst.attendance.codes.meaning import StatisticalClass

NO_DAYS = (date.max, date.min)
FIRST_COVERED, LAST_COVERED = "covers_from", "covers_to"
_KINDS: Mapping[str, Callable[[SeenMark], bool]] = {
    "threshold": lambda mark: mark.code.counts_to_threshold,
    "unauthorised": lambda mark: mark.code.statistical_class is StatisticalClass.UNAUTHORISED,
    "authorised": lambda mark: mark.code.statistical_class is StatisticalClass.AUTHORISED,
    "absence": lambda mark: mark.code.statistical_class.is_absence,
    "late": lambda mark: mark.code.late,
}


def sessions_of(
    marks: Sequence[SeenMark],
    counts: str,
    span: tuple[date, date],
    covered: Sequence[Record],
    beside: str = "",
) -> list[SeenMark]:
    """The marks of a kind from the first to the last day of `span`, both included, oldest first.

    counts: a kind, or symbols of codes separated by spaces. covered: records whose own days are left out;
    one that names no days covers none. beside: symbols of codes; only marks of days that hold one of them.
    """
    spans = [
        (first, last)
        for record in covered
        if isinstance(first := record.field(FIRST_COVERED), date)
        and isinstance(last := record.field(LAST_COVERED), date)
    ]
    wanted = _KINDS.get(counts) or _of_symbols(frozenset(counts.split()))
    symbols = frozenset(beside.split())
    days = {mark.session.day for mark in marks if mark.symbol in symbols}
    return [
        mark
        for mark in marks
        if span[0] <= mark.session.day <= span[1]
        and wanted(mark)
        and (not beside or mark.session.day in days)
        and not any(first <= mark.session.day <= last for first, last in spans)
    ]


def _of_symbols(symbols: frozenset[str]) -> Callable[[SeenMark], bool]:
    return lambda mark: mark.symbol in symbols


def window_days(window: Mapping[str, str] | None, on: date) -> tuple[date, date]:
    """First and last day of a counting window as the measures give it, not past the day; else no days."""
    if not window or not window.get("first_day"):
        return NO_DAYS
    return date.fromisoformat(window["first_day"]), min(date.fromisoformat(window["last_day"]), on)
