"""Rows of registers, events and assessments for tests, beside those of `factories/site.py`.

put_marks(ada, {date(2026, 11, 2): "/O"})   # morning and afternoon; " " is no mark
put_weeks(ada, monday, "OO")                  # the same two marks on each day of some weeks
an_event(ada, "contact", by=user, channel="phone")
a_plan(ada, by=user, first_half=1)            # an appointment on the Friday afternoon
an_assessment(ada, overdue=True)              # a stored row, as the worker writes them
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction

from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.measures.oracle import measure_pupil
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar, first_day_of_year
from supportfirst.casework.bridge.code_numbers import number_of
from supportfirst.casework.bridge.urgency import Pressing, urgency
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import (
    Assessed,
    CaseEvent,
    Enrolment,
    Message,
    PlannedAbsence,
    PupilYear,
    User,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def put_marks(enrolment: Enrolment, days: Mapping[date, Sequence[str]]) -> None:
    """Write a pupil's marks as the ledger's projection holds them: two a day, one letter each or more."""
    for day, pair in days.items():
        first = first_day_of_year(day)
        length = (date(first.year + 1, 8, 1) - first).days * 2
        row, _ = PupilYear.objects.get_or_create(
            enrolment=enrolment, school_year=first.year, defaults={"marks": bytes(length)}
        )
        marks = bytearray(row.marks)
        for half, symbol in enumerate(pair):
            marks[(day - first).days * 2 + half] = number_of(symbol.strip())
        row.marks = bytes(marks)
        row.save()


def put_weeks(enrolment: Enrolment, monday: date, pair: str, weeks: int = 1) -> None:
    days = [monday + timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]
    put_marks(enrolment, dict.fromkeys(days, pair))


def an_event(
    of: Enrolment,
    kind: str,
    *,
    by: User,
    on: date = date(2026, 11, 16),
    at: datetime = NOON,
    adults: tuple[Any, ...] = (),
    strikes_out: uuid.UUID | None = None,
    restricted: bool = False,
    more: Mapping[str, Any] | None = None,
    **data: Any,
) -> CaseEvent:
    """One line of the chronology; `data`, and `more` by any name, are the fields of its kind."""
    row = CaseEvent(
        recorded_at=at,
        school=of.school,
        pupil=of.pupil,
        kind=kind,
        happened_on=on,
        adults=[str(each.pk) for each in adults],
        data={**data, **(more or {})},
        strikes_out=strikes_out,
        restricted=restricted,
        recorded_by=by,
        submission=uuid.uuid4(),
    )
    with transaction.atomic():
        return append(row, of.school_id)


def a_plan(
    of: Enrolment, kind: str = "appointment", code: str = "M", *, by: User, **over: Any
) -> PlannedAbsence:
    """The whole of Friday 20 November 2026 unless told otherwise; other fields by their own names."""
    day = over.pop("day", date(2026, 11, 20))
    return PlannedAbsence.objects.create(
        **{
            "submission": uuid.uuid4(),
            "school": of.school,
            "enrolment": of,
            "kind": kind,
            "code": code,
            "first_day": day,
            "last_day": day,
            "recorded_by": by,
            "recorded_at": NOON - timedelta(hours=4),
            **over,
        }
    )


def a_reason(kind: str = "line", **over: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "rule": "england.persistent_absence",
        "title": "Persistent absence",
        "text": "Has missed a tenth of sessions.",
        "on": "2026-11-20",
        "since": "2026-11-20",
        "source": {"title": "Working together", "passage": "10", "address": "https://example.org/"},
        **over,
    }


def an_assessment(of: Enrolment, *, missed: int = 10, **over: Any) -> Assessed:
    """A stored row that is on the worklist; other fields by their own names."""
    pressing = Pressing(
        overdue=over.get("overdue", False),
        due_on=over.get("due_on"),
        missed=missed,
        stage=over.pop("stage", 0),
    )
    reasons = over.get("reasons", [])
    due = pressing.overdue or pressing.due_on is not None or any(each["kind"] == "due" for each in reasons)
    return Assessed.objects.create(
        **{
            "due": due,
            "enrolment": of,
            "school": of.school,
            "on": date(2026, 11, 20),
            "known_at": NOON,
            "pack": "coventry",
            "fingerprint": "0" * 64,
            "listed": True,
            "urgency": urgency(pressing),
            "sessions_possible": 100,
            "sessions_attended": 100 - missed,
            "reasons": [a_reason()],
            "document": _document(reasons, missed),
            **over,
        }
    )


@cache
def _no_figures() -> Mapping[str, Any]:
    """The measures of a child of whom no session is known."""
    pack, nothing, on = load_pack("coventry"), SchoolCalendar(()), date(2026, 11, 20)
    numbers = bind(pack, on, nothing).settings
    return measure_pupil(
        marks=(), spells=(), calendar=nothing, codes=pack.codes, settings=numbers, on=on, known_at=None
    )


def _line(reason: Mapping[str, Any]) -> dict[str, Any]:
    """A reason of a worklist row as the line of the document that it was drawn from."""
    told = {name: reason[name] for name in ("rule", "title", "text", "on")}
    source = {**reason["source"], "stated": True}
    return {"id": reason["rule"], **told, "outcome": "met", "source": source, "notes": []}


def _document(reasons: Sequence[Mapping[str, Any]], missed: int) -> dict[str, Any]:
    """As much of the pupil's part of an assessment as says what the row says."""
    stages = [_line(each) for each in reasons if each["kind"] == "stage"]
    told = {
        **_no_figures(),
        "sessions_possible": 100,
        "sessions_attended": 100 - missed,
        "sessions_authorised_absence": missed,
        "days_absent": missed / 2,
    }
    return {"measures": told, "stages": stages, "steps_due": [], "holds": [], "prompts": []}


def acted_on(of: Enrolment, event: CaseEvent) -> None:
    """As acting on the row from the worklist leaves it."""
    Assessed.objects.filter(enrolment=of).update(acted_at=event.recorded_at, acted_event=event.event)


def a_message(of: Enrolment, **over: Any) -> Message:
    """A text that was sent about a child at noon; `direction="in"` makes it a reply."""
    return Message.objects.create(
        **{
            "school": of.school,
            "pupil": of.pupil,
            "direction": "out",
            "channel": "text",
            "address": "07700 900123",
            "body": "School: your child is not in school this morning.",
            "reference": uuid.uuid4().hex[:8].upper(),
            "state": "sent",
            "asked_at": NOON,
            **over,
        }
    )
