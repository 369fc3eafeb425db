"""What papers count from a child's sessions of the school year: codes, weeks, weekdays."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.bridge.child_sessions import ChildSession, Totals
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.queries.as_seen import AsSeen

WEEKDAYS = 5
NO_MARK = "–"


def year_sessions(seen: AsSeen) -> Sequence[ChildSession]:
    since = first_day_of_year(seen.on)
    return [each for each in seen.sessions if since <= each.day <= seen.on]


def span_of(sessions: Sequence[ChildSession], on: date) -> tuple[date, date]:
    """From the first of the sessions to the day."""
    return (sessions[0].day if sessions else on, on)


def days_words(sessions: int) -> str:
    """Sessions as days: “3 and a half days”, “1 day”, “half a day”."""
    days, half = divmod(sessions, 2)
    if not half:
        return f"{days} day" if days == 1 else f"{days} days"
    return f"{days} and a half days" if days else "half a day"


def percentage(totals: Totals) -> str:
    if not totals.possible:
        return "no percentage, since no session has counted yet"
    return exact_percentage(totals.attended, totals.possible)


def digest_of(content: Mapping[str, Any]) -> str:
    """The fingerprint of what a paper says: the same records are the same paper, whenever it is made."""
    told = {name: value for name, value in content.items() if name != "moment"}
    held = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()[:32]


def codes_counted(sessions: Sequence[ChildSession]) -> list[tuple[str, str, int]]:
    """Each mark with its meaning, the most frequent first; present in the morning and afternoon is one."""
    counted = Counter(each.code.symbol for each in sessions if each.code is not None)
    meaning = {each.code.symbol: each.code.meaning for each in sessions if each.code is not None}
    return [(symbol, meaning[symbol], number) for symbol, number in counted.most_common()]


def weeks_of(sessions: Sequence[ChildSession]) -> list[tuple[str, list[str]]]:
    """Each week from its Monday, two marks a day; “–” where there is none."""
    held: dict[date, dict[int, str]] = defaultdict(dict)
    for each in sessions:
        if each.day.weekday() < WEEKDAYS:
            monday = each.day - timedelta(days=each.day.weekday())
            held[monday][2 * each.day.weekday() + each.half] = each.symbol or NO_MARK
    return [
        (show_day(monday), [marks.get(place, NO_MARK) for place in range(2 * WEEKDAYS)])
        for monday, marks in sorted(held.items())
    ]


def weekdays_of(sessions: Sequence[ChildSession]) -> list[tuple[str, int, int]]:
    """For each weekday the sessions missed, and those that counted."""
    found = []
    for place in range(WEEKDAYS):
        held = [each.statistical for each in sessions if each.day.weekday() == place and each.statistical]
        counted = [each for each in held if each.is_possible]
        name = f"{date.min + timedelta(days=place):%A}"  # the first of all days was a Monday
        found.append((name, sum(each.is_absence for each in counted), len(counted)))
    return found


def last_attended(sessions: Sequence[ChildSession]) -> date | None:
    attended = [each.day for each in sessions if each.statistical and each.statistical.is_attendance]
    return attended[-1] if attended else None
