"""A school's calendar as a sheet holds it: runs of school days, and the halves left over.

A run is Monday to Friday, morning and afternoon, from its first day to its last, both included;
a run with `session` is those halves alone. It says the same as the calendar, session for session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.casebook.sheet_parts import Held
from supportfirst.attendance.schooldays.calendar_file import weekday_sessions
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.sessions import Half, Session

NAME = "calendar"
LONGEST_RUN = timedelta(days=400)  # a school year and more; a longer one is damage, not a school's run
FRIDAY = 4


def calendar_as_json(calendar: SchoolCalendar) -> dict[str, Any]:
    return {"runs": list(_runs(calendar.sessions))}


def calendar_from(held: Held) -> SchoolCalendar:
    """Raises SheetDamaged."""
    sessions: list[Session] = []
    for run in held["runs"].items():
        first, last = run["from"].day(), run["to"].day()
        if not first <= last <= first + LONGEST_RUN:
            raise run.damaged("its last day does not follow its first within a school year")
        halves = _halves(run)
        sessions += [each for each in weekday_sessions(first, last) if each.half in halves]
    return SchoolCalendar(sessions=sessions, name=NAME)


def _halves(run: Held) -> Sequence[Half]:
    if not isinstance(run.value, dict) or "session" not in run.value:
        return tuple(Half)
    half = run["session"].text()
    if half not in Half.__members__:
        raise run["session"].damaged("it is neither AM nor PM")
    return (Half[half],)


def runs_in_words(sessions: Iterable[Session]) -> list[str]:
    """“2026-03-02 AM”, “2026-03-02” or “2026-03-02 to 2026-03-06”."""
    told = []
    for run in _runs(sorted(sessions)):
        days = run["from"] if run["from"] == run["to"] else f"{run['from']} to {run['to']}"
        told.append(f"{days} {run['session']}" if "session" in run else days)
    return told


def _runs(sessions: Sequence[Session]) -> Iterator[dict[str, str]]:
    """Runs in order of their first day; within a day whole days first, then AM, then PM."""
    open_on: dict[date, set[Half]] = {}
    for session in sessions:
        open_on.setdefault(session.day, set()).add(session.half)
    kinds = {day: None if len(halves) == len(Half) else min(halves) for day, halves in open_on.items()}
    first = last = None
    for day, kind in sorted(kinds.items()):
        if first is not None and last is not None:
            if kind == kinds[last] and day == _next_weekday(last) and day - first <= LONGEST_RUN:
                last = day
                continue
            yield _run(first, last, kinds[last])
        first = last = day
    if first is not None and last is not None:
        yield _run(first, last, kinds[last])


def _next_weekday(day: date) -> date:
    return day + timedelta(days=3 if day.weekday() == FRIDAY else 1)


def _run(first: date, last: date, half: Half | None) -> dict[str, str]:
    run = {"from": first.isoformat(), "to": last.isoformat()}
    return run if half is None else {**run, "session": half.name}
