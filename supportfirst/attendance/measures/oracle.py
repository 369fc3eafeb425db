"""What every measure means, for one pupil, in plain Python.

Written to be read beside the contract. It shares nothing with the rows, the kernel or the
details, so that a property test which finds them equal says something. A school would take
too long so; a page that shows one pupil is judged by it, and loads no compiled kernel.
Readings chosen where the words allow several:

- A run's `sessions` and `codes` are of its absent sessions on its absent days;
  `unmarked_inside` counts unmarked sessions from its first to its last day.
- `tenth_day_on` and `fifteenth_on` are the first in the whole input; those that end in
  `_this_year` the first in the year to date.
- A window's days end with the Sunday of its last school week or the day looked at,
  whichever is earlier, and so does its last session.
- A weekday is not flagged where the other weekdays have no possible session.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.measures.oracle_case import (
    Case,
    Json,
    PlainMark,
    Seen,
    as_seen,
    by_day,
    dated_spells,
    marks_that_count,
    on_roll,
)
from supportfirst.attendance.measures.oracle_runs import runs
from supportfirst.attendance.measures.settings import MeasureSettings, WindowSetting, WindowUnit
from supportfirst.attendance.schooldays.school_calendar import (
    SchoolCalendar,
    first_day_of_year,
    last_day_of_year,
    monday_of,
)
from supportfirst.attendance.vocabulary.people import Spell
from supportfirst.attendance.vocabulary.sessions import Session

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
DAY = attrgetter("day")


def measure_pupil(
    *,
    marks: Sequence[PlainMark],
    spells: Sequence[Spell],
    calendar: SchoolCalendar,
    codes: CodeBook,
    settings: MeasureSettings,
    on: date,
    known_at: int | None,
) -> Json:
    """The contract's `measures` of one pupil, JSON-ready."""
    dated = dated_spells(marks, spells, codes)
    left_out, standing = marks_that_count(marks, dated, calendar, on, known_at)
    left = max(spell.leaving or date.max for spell in spells or [Spell()])
    as_of = min(left, on)
    seen = [
        as_seen(session, standing.get(session), codes)
        for session in calendar.sessions
        if session.day <= as_of and on_roll(session.day, dated)
    ]
    first, last = first_day_of_year(on), last_day_of_year(on)
    planned = [
        session
        for session in calendar.sessions
        if first <= session.day <= last and on_roll(session.day, dated)
    ]
    year = [each for each in seen if each.day >= first]
    case = Case(calendar, settings, as_of, seen, year, first, dated, len(planned))
    return {
        "measured_to": as_of.isoformat(),
        "left_out": left_out,
        "planned_sessions_of_year": case.planned,
        **counts(case),
        **lines_crossed(case),
        **{window.id: window_count(case, window) for window in settings.windows},
        **runs(case),
        "fell_below": {str(level): fall(case, level) for level in settings.fall_levels},
        "weekday_pattern": weekday_pattern(case),
        "recent": recent(case),
        "zero_since_autumn": zero_since_autumn(case),
        "none_in_3_weeks": none_in_3_weeks(case),
        "late_in_window": late_in_window(case),
    }


# --- counts ------------------------------------------------------------------------------


def percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def counts(case: Case) -> Json:
    possible = sum(each.possible for each in case.year)
    attended = sum(each.attended for each in case.year)
    unauthorised = sum(each.unauthorised for each in case.year)
    authorised = possible - attended - unauthorised
    return {
        "sessions_possible": possible,
        "sessions_attended": attended,
        "sessions_authorised_absence": authorised,
        "sessions_unauthorised_absence": unauthorised,
        "sessions_late": sum(each.late for each in case.year),
        "sessions_unmarked": sum(each.code is None for each in case.year),
        "sessions_by_code": by_code(case),
        "attendance_percent": percent(attended, possible),
        "absence_percent": percent(possible - attended, possible),
        "authorised_percent": percent(authorised, possible),
        "unauthorised_percent": percent(unauthorised, possible),
        "days_absent": (possible - attended) / 2,
    }


def by_code(case: Case) -> dict[str, int]:
    """In the order of the code book, and within a code the mornings first."""
    marked = [(each.code, each.session.half, each.symbol) for each in case.year if each.code is not None]
    return dict(Counter(symbol for _, _, symbol in sorted(marked)))


def lines_crossed(case: Case) -> Json:
    absences = [each for each in case.year if each.absent]
    absent, possible = len(absences), sum(each.possible for each in case.year)
    tests = {
        "persistently_absent": case.settings.persistent_percent,
        "severely_absent": case.settings.severe_percent,
    }
    steps = {}
    for step in case.settings.day_steps:
        reached = 2 * step <= absent
        steps[str(step)] = absences[2 * step - 1].day.isoformat() if reached else None
    return {
        "days_absent_steps": steps,
        **{name: 100 * absent >= least * possible if possible else None for name, least in tests.items()},
        "certain_for_year": {
            name: 100 * absent >= least * case.planned if case.planned else None
            for name, least in tests.items()
        },
    }


def fall(case: Case, level: int) -> Json:
    """Where attendance to date first stood below a level at the end of a school day."""
    found: Json = {"first_on": None, "first_settled_on": None, "below_now": None}
    attended = possible = 0
    for day, sessions in by_day(case.year):
        attended += sum(each.attended for each in sessions)
        possible += sum(each.possible for each in sessions)
        if not possible:
            continue
        below = found["below_now"] = 100 * attended < level * possible
        if below and found["first_on"] is None:
            found["first_on"] = day.isoformat()
        if below and possible >= case.settings.settled_minimum and found["first_settled_on"] is None:
            found["first_settled_on"] = day.isoformat()
    return found


def weekday_pattern(case: Case) -> Json:
    pattern: Json = {}
    for number, name in enumerate(WEEKDAYS):
        pattern[name] = {}
        for half in ("AM", "PM"):
            sessions = [
                each
                for each in case.year
                if each.day.weekday() == number and each.session.half.name == half and each.possible
            ]
            pattern[name][half] = {
                "absent": sum(each.absent for each in sessions),
                "possible": len(sessions),
            }
    pattern["flagged"] = [name for number, name in enumerate(WEEKDAYS) if stands_out(case, number)]
    return pattern


def stands_out(case: Case, weekday: int) -> bool:
    inside = [each for each in case.year if each.possible and each.day.weekday() == weekday]
    others = [each for each in case.year if each.possible and each.day.weekday() != weekday]
    absent, absent_others = sum(each.absent for each in inside), sum(each.absent for each in others)
    return (
        len(others) > 0
        and absent >= case.settings.weekday_minimum
        and absent * len(others) >= case.settings.weekday_factor * absent_others * len(inside)
    )


# --- windows -----------------------------------------------------------------------------


def first_day_inside(case: Case, unit: WindowUnit, length: int, last: date) -> date | None:
    """The first day of the window that ends with a day; None where the window holds nothing."""
    if unit is WindowUnit.CALENDAR_DAYS:
        return last - timedelta(days=length - 1)
    starts = case.calendar.mondays if unit is WindowUnit.SCHOOL_WEEKS else case.calendar.days
    begun = bisect_right(starts, last)  # of them, those on or before the last day
    return starts[max(begun - length, 0)] if begun else None


def inside(case: Case, setting: WindowSetting, counting: Sequence[Seen], last: date) -> list[Seen]:
    """Of the sessions that count, those in the window that ends with a day."""
    first = first_day_inside(case, setting.unit, setting.length, last)
    if first is None:
        return []
    start = bisect_left(counting, first, key=DAY)
    return list(counting[start : bisect_right(counting, last, key=DAY)])


def window_count(case: Case, setting: WindowSetting) -> Json:
    counting = [each for each in case.seen if each.code in setting.codes]
    current = inside(case, setting, counting, case.as_of)
    peak, reached_on = 0, None
    for place, each in enumerate(counting, start=1):
        upto = inside(case, setting, counting[:place], each.day)
        peak = max(peak, len(upto))
        threshold = setting.threshold_on(each.day)
        if reached_on is None and threshold is not None and len(upto) >= threshold:
            reached_on = each.day
    return {
        "current": len(current),
        "peak": peak,
        "first_reached_on": reached_on.isoformat() if reached_on else None,
        "threshold": setting.threshold_on(case.as_of),
        "window": window_shown(case, setting.unit, setting.length, current),
    }


def window_shown(case: Case, unit: WindowUnit, length: int, current: list[Seen]) -> Json:
    first = first_day_inside(case, unit, length, case.as_of)
    if first is None:
        nothing = dict.fromkeys(("first_session", "last_session", "first_day", "last_day"))
        return {**nothing, "school_weeks": 0, "sessions": []}
    sessions = case.calendar.sessions_between(first, case.as_of)
    weeks = {monday_of(session.day) for session in sessions}
    last = case.as_of
    if unit is WindowUnit.SCHOOL_WEEKS:
        weeks = {monday for monday in case.calendar.mondays if first <= monday <= case.as_of}
        last = min(max(weeks) + timedelta(days=6), case.as_of)
    elif unit is WindowUnit.SCHOOL_DAYS:
        last = sessions[-1].day
    return {
        "first_session": named(sessions[0]) if sessions else None,
        "last_session": named(sessions[-1]) if sessions else None,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "school_weeks": len(weeks),
        "sessions": [{**named(each.session), "code": each.symbol} for each in current],
    }


def named(session: Session) -> dict[str, str]:
    return {"date": session.day.isoformat(), "session": session.half.name}


def late_in_window(case: Case) -> int | None:
    window = case.settings.late_window
    if window is None:
        return None
    first = first_day_inside(case, window.unit, window.length, case.as_of)
    return sum(each.late for each in case.seen if first is not None and each.day >= first)


def recent(case: Case) -> Json:
    weeks = [monday for monday in case.calendar.mondays if monday <= case.as_of]
    weeks = weeks[-case.settings.recent_weeks :]
    sessions = [each for each in case.seen if weeks and each.day >= weeks[0] and each.possible]
    attended = sum(each.attended for each in sessions)
    now = percent(attended, len(sessions))
    to_date = counts(case)["attendance_percent"]
    last = min(weeks[-1] + timedelta(days=6), case.as_of) if weeks else None
    return {
        "school_weeks": len(weeks),
        "first_day": weeks[0].isoformat() if weeks else None,
        "last_day": last.isoformat() if last else None,
        "sessions_possible": len(sessions),
        "sessions_attended": attended,
        "sessions_absent": len(sessions) - attended,
        "attendance_percent": now,
        "absence_percent": percent(len(sessions) - attended, len(sessions)),
        "trend": now - to_date if now is not None and to_date is not None else None,
    }


def zero_since_autumn(case: Case) -> bool | None:
    if not any(each.possible for each in case.year):
        return None
    return not any(each.attended for each in case.year)


def none_in_3_weeks(case: Case) -> bool | None:
    """No attendance in the latest days, some absence, all of it unauthorised, on enough school days."""
    first = case.as_of - timedelta(days=case.settings.nothing_in_days - 1)
    sessions = [each for each in case.seen if each.day >= first]
    if len({each.day for each in sessions}) < case.settings.nothing_minimum_days:
        return False
    possible = [each for each in sessions if each.possible]
    return all(each.unauthorised for each in possible) if possible else None
