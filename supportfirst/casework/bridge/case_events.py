"""Events of the chronology, checked before they are kept as strictly as a history file is read.

What a kind of event may hold, the pack says; a form that sends anything else is told what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.attendance.casefiles.history_file import parse_history
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.store.models import CaseEvent

MOST_FOLLOWED = 20  # links from one event to the next; a circle can't be recorded, but must not hang a page


class EventRefused(AttendanceError):
    """An event that the pack does not know, or a field of it that can't be used."""


def day_that_came(on: date | None, today: date, kind: str) -> date:
    """The day on which it happened, today where none is told. Raises EventRefused for one to come."""
    day = on or today
    if day > today:
        raise EventRefused(
            what="this day has not come yet", where=kind, remedy="give the day on which it happened"
        )
    return day


def checked_data(
    pack: Pack, kind: str, upn: str, on: date, data: Mapping[str, Any], adults: Sequence[UUID]
) -> dict[str, Any]:
    """The event's data as it is stored; blank fields are left out. Raises EventRefused."""
    held = {name: _plain(value) for name, value in data.items() if value not in (None, "", [])}
    event = {
        "id": "event",
        "upn": upn,
        "kind": kind,
        "on": on.isoformat(),
        "parents": [str(adult) for adult in adults],
        "data": held,
    }
    events = [*_followed(held, upn), event]
    read = parse_history(json.dumps(events).encode(), name=kind, records=pack.records)
    if read.problems or not read.events:
        first = read.problems[0]
        place = first.column.rpartition(", ")[2].replace("_", " ")
        shown = f" “{first.value}”" if first.value else ""
        raise EventRefused(what=f"{place}{shown}: {first.problem}", where=kind, remedy=first.remedy)
    return held


def _followed(held: Mapping[str, Any], upn: str) -> list[dict[str, Any]]:
    """The events that one follows up, the first of them first: a follow-up is read with what it is about."""
    found: list[dict[str, Any]] = []
    about = held.get(ABOUT)
    while about and len(found) < MOST_FOLLOWED:
        row = CaseEvent.objects.filter(pk=about, pupil__upn=upn).first() if _is_id(about) else None
        if row is None:
            break
        data = row.data
        found.insert(
            0,
            {
                "id": str(row.event),
                "upn": upn,
                "kind": row.kind,
                "on": row.happened_on.isoformat(),
                "parents": [str(adult) for adult in row.adults],
                "data": data,
            },
        )
        about = data.get(ABOUT)
    return found


def _is_id(text: Any) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
