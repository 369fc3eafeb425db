"""What repeats in a child's absence: by weekday, by lesson, and each spell from first session to last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.bridge.child_sessions import ChildSession
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child_events import Events

REASON, LATE_TO_LESSON, TRUANCY = "absence_reason", "late_to_lesson", "truancy_found"
HALF_NAMES = ("AM", "PM")  # as the assessment's document has them
NEWEST = 10


@dataclass(frozen=True, slots=True)
class WeekdayShown:
    name: str
    missed: Sequence[str]  # of its mornings, and of its afternoons: “3 of 10 sessions (30%)”
    late: int
    flagged: bool  # it stands out by the pack's numbers


@dataclass(slots=True)
class LessonShown:
    name: str
    late: int = 0
    minutes: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """Absences with no attendance between them. A session without a mark, or not possible, ends none."""

    first: str  # 3 March 2026, morning
    last: str
    sessions: int
    codes: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class PatternsShown:
    since: date
    weekdays: Sequence[WeekdayShown]
    lessons: Sequence[LessonShown] | None  # None: not the reader's to see
    spells: Sequence[Spell]  # newest first
    older: Sequence[Spell]
    absent: int
    possible: int

    @property
    def number(self) -> int:
        return len(self.spells) + len(self.older)


def child_patterns(seen: AsSeen, events: Events | None) -> PatternsShown:
    """Of the school year to the day, and no query at all."""
    since = first_day_of_year(seen.on)
    sessions = [each for each in seen.sessions if each.day >= since]
    classes = [each.statistical for each in sessions if each.statistical is not None]
    reasons = _reasons(events)
    spells = [_spell(run, reasons) for run in _runs(sessions)][::-1]
    return PatternsShown(
        since=since,
        weekdays=_weekdays(seen, sessions),
        lessons=None if events is None else _lessons(events, since),
        spells=spells[:NEWEST],
        older=spells[NEWEST:],
        absent=sum(each.is_absence for each in classes),
        possible=sum(each.is_possible for each in classes),
    )


def _weekdays(seen: AsSeen, sessions: Iterable[ChildSession]) -> list[WeekdayShown]:
    """As the assessment counted them; none where there is no assessment."""
    pattern: Mapping[str, Mapping[str, Mapping[str, int]]] = seen.measures.get("weekday_pattern", {})
    late = Counter(each.day.weekday() for each in sessions if each.code is not None and each.code.late)
    found = []
    for place in range(5):
        name = f"{date.min + timedelta(days=place):%A}"  # the first of all days was a Monday
        if name in pattern:
            missed = [
                _of(pattern[name][half]["absent"], pattern[name][half]["possible"]) for half in HALF_NAMES
            ]
            found.append(WeekdayShown(name, missed, late[place], name in pattern["flagged"]))
    return found


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} sessions ({100 * part / whole:.0f}%)" if whole else "no session"


def _lessons(events: Events, since: date) -> list[LessonShown]:
    """From the chronology, most often first; a lesson or time that was written in other words is another."""
    found: dict[str, LessonShown] = {}
    for row in events.standing:
        if row.happened_on < since or row.event not in events.readable:
            continue
        if row.kind == LATE_TO_LESSON:
            shown = _lesson(found, str(row.data.get("lesson", "")))
            shown.late += 1
            shown.minutes += int(row.data.get("minutes", 0))
        elif row.kind == TRUANCY:
            _lesson(found, str(row.data.get("when", ""))).missed += 1
    return sorted(found.values(), key=lambda each: (-each.late - each.missed, each.name))


def _lesson(found: dict[str, LessonShown], name: str) -> LessonShown:
    told = " ".join(name.split())
    return found.setdefault(told.casefold(), LessonShown(told or "Not written down"))


def _runs(sessions: Iterable[ChildSession]) -> list[list[ChildSession]]:
    runs: list[list[ChildSession]] = []
    going = False
    for each in sessions:
        if each.statistical is None or not each.statistical.is_possible:
            continue
        if each.statistical.is_attendance:
            going = False
        elif going:
            runs[-1].append(each)
        else:
            runs.append([each])
            going = True
    return runs


def _spell(run: Sequence[ChildSession], reasons: Mapping[tuple[date, str], str]) -> Spell:
    codes = Counter(each.symbol for each in run)
    told = [reasons.get((each.day, SESSION_WORDS[each.half]), "") for each in run]
    return Spell(
        first=_when(run[0]),
        last=_when(run[-1]),
        sessions=len(run),
        codes=", ".join(f"{symbol} × {number}" for symbol, number in codes.items()),
        reasons=[each for each in dict.fromkeys(told) if each],
    )


def _when(session: ChildSession) -> str:
    return f"{session.day.day} {session.day:%B %Y}, {SESSION_WORDS[session.half]}"


def _reasons(events: Events | None) -> Mapping[tuple[date, str], str]:
    """The category of the reason that was entered last for each session."""
    if events is None:
        return {}
    found: dict[tuple[date, str], str] = {}
    for row in reversed(events.standing):
        if row.kind == REASON and row.event in events.readable:
            found[row.happened_on, str(row.data.get("session", ""))] = str(row.data.get("category", ""))
    return found
