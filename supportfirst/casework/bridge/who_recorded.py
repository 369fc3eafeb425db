"""Who recorded each of one child's marks, when, and whether it was changed since; a year in a few queries.

As in the folded years: the first document that marks the child counts, then amendments in their order. What
was recorded after the moment asked about is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from supportfirst.casework.bridge.register_rows import enrolments_of
from supportfirst.casework.store.models import Amendment, Enrolment, RegisterDocument, School

Session = tuple[date, int]  # day and half
MOST_AT_ONCE = 400  # keys in one query


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """The entry that stands, and how many changes led to it."""

    at: datetime
    by: str
    changes: int  # 0: as the register was taken


def who_recorded(
    school: School, stays: Sequence[Enrolment], sessions: Collection[Session], moment: datetime
) -> Mapping[Session, RecordedMark]:
    """Sessions that nobody has marked are not among them."""
    if not sessions:
        return {}
    first, last = min(sessions)[0], max(sessions)[0]
    asked = set(sessions)
    found = _first_of(school, stays, asked, (first, last), moment)
    changes = Amendment.objects.filter(
        school=school, enrolment__in=stays, day__gte=first, day__lte=last, recorded_at__lte=moment
    ).order_by("serial")
    for day, half, at, name, title in changes.values_list("day", "half", "recorded_at", "name", "title"):
        if (day, half) in asked:
            before = found.get((day, half))
            found[day, half] = RecordedMark(at, _named(name, title), 1 + (before.changes if before else 0))
    return found


def _first_of(
    school: School,
    stays: Sequence[Enrolment],
    asked: Collection[Session],
    span: tuple[date, date],
    moment: datetime,
) -> dict[Session, RecordedMark]:
    """By session, the document that gave the child's mark.

    The documents' own columns of pupils are looked through first, and only those that hold the child are
    read with who recorded them: of a large school's year, a few in a hundred.
    """
    wanted = {each.pk for each in stays}
    held = RegisterDocument.objects.filter(
        school=school, day__gte=span[0], day__lte=span[1], recorded_at__lte=moment
    ).order_by("serial")
    first: dict[Session, UUID] = {}
    for key, day, half, pupils in held.values_list("pk", "day", "half", "pupils").iterator():
        session = (day, half)
        if session in first or session not in asked:
            continue
        if not wanted.isdisjoint(enrolments_of(pupils)):
            first[session] = key
    told: dict[UUID, RecordedMark] = {}
    keys = list(first.values())
    for start in range(0, len(keys), MOST_AT_ONCE):
        rows = RegisterDocument.objects.filter(pk__in=keys[start : start + MOST_AT_ONCE])
        for key, at, name, title in rows.values_list(
            "pk", "recorded_at", "recorded_by__name", "recorded_by__title"
        ):
            told[key] = RecordedMark(at, _named(name, title), 0)
    return {session: told[key] for session, key in first.items()}


def _named(name: str | None, title: str | None) -> str:
    return ", ".join(part for part in (name, title) if part) or "nobody named"
