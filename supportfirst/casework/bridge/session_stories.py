"""The whole story of some sessions of one child: each entry of the ledger, in order, in two queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.bridge.standing_marks import SHOWN_OF_DOCUMENT, Recorded, as_changed, as_first
from supportfirst.casework.store.models import Amendment, RegisterDocument, School

Story = Mapping[tuple[date, int], Sequence[Recorded]]  # by day and half


def stories(school: School, enrolments: Collection[int], days: Collection[date]) -> Story:
    """Of a child's stays at a school, on these days: the first mark of each session, then its amendments."""
    wanted, found = set(enrolments), dict[tuple[date, int], list[Recorded]]()
    documents = RegisterDocument.objects.filter(school=school, day__in=set(days)).order_by("serial")
    for document in documents.select_related("recorded_by").only("day", "half", *SHOWN_OF_DOCUMENT):
        for entry in entries_of(document.pupils, document.marks, document.minutes):
            if entry.enrolment in wanted and (document.day, document.half) not in found:
                found[document.day, document.half] = [as_first(document, entry.number, entry.minutes)]
    amendments = Amendment.objects.filter(school=school, enrolment__in=wanted, day__in=set(days))
    for each in amendments.order_by("serial"):
        found.setdefault((each.day, each.half), []).append(as_changed(each))
    return found
