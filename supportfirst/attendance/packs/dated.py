"""Spans that must follow one another without a gap or an overlap.

A step without an end runs to the day before the next one, and the last runs on. A value
has no default before its first step: a date outside every step is an error when asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from supportfirst.attendance.packs.fields import Faults
from supportfirst.attendance.packs.text_form import Node
from supportfirst.attendance.vocabulary.spans import DateSpan

ONE_DAY = timedelta(days=1)


def contiguous_spans(
    written: Sequence[tuple[date, date | None, Node]], faults: Faults, *, what: str
) -> list[DateSpan]:
    """A span for each (start, end or None, where written), oldest first; gaps and overlaps are faults.

    Always gives as many spans as it was given, so that reading can go on after a fault.
    """
    spans: list[DateSpan] = []
    for place, (start, end, node) in enumerate(written):
        following = written[place + 1][0] if place + 1 < len(written) else None
        last = end if end is not None else following - ONE_DAY if following is not None else None
        if last is not None and last < start:
            told = f"{what}: the step from {start} ends before it begins, or does not come before the next"
            faults.add("overlap", node, told, "list the steps oldest first, one for each start")
            last = start
        elif following is not None and last is not None and following != last + ONE_DAY:
            _tell_apart(last, following, written[place + 1][2], faults, what)
        spans.append(DateSpan(start, last))
    return spans


def _tell_apart(last: date, following: date, node: Node, faults: Faults, what: str) -> None:
    if following > last:
        first, end = last + ONE_DAY, following - ONE_DAY
        told = f"{what}: nothing is said for {first} to {end}"
        faults.add("gap", node, told, "move the start or the end so that the steps meet")
    else:
        told = f"{what}: two steps cover {following} to {last}"
        faults.add("overlap", node, told, "end the earlier step on the day before the later one starts")
