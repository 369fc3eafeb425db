"""A child's attendance week by week and to date, beside the school's and the target, with what was done.

What was done is drawn by the week in which it was done, and named below; it is not said to have worked. A
record that the reader may not read is there without its name. The school's weeks are those that a night's job
added up last; a page of a past moment leaves them out, since what was known of them then is not kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year, monday_of
from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.bridge.absence_patterns import line_of
from supportfirst.casework.bridge.child_sessions import ChildSession
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.as_seen import YEARS_SHOWN, AsSeen
from supportfirst.casework.queries.child_events import RESTRICTED, Events
from supportfirst.casework.queries.child_recognition import TargetShown
from supportfirst.casework.store.models import CaseEvent, SchoolWeek

# The kinds of record that tell of something done with the family: contact, meetings, letters, support.
DONE = (
    *("contact", "home_visit", "discussion", "meeting", "meeting_outcome", "letter_sent"),
    *("support_offered", "support_started", "support_reviewed", "support_ended"),
    *("early_help_offer", "early_help_assessment", "early_help_closed", "multi_agency_plan"),
    *("improvement_plan", "attendance_contract", "contract_review", "notice_to_improve"),
)
OF_PACK, ABSENCE_LINE = "attendance_target", "pa_headline"  # values of the packs
NOT_KEPT = "the school’s target was changed since, and what it was then was not kept"
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Share:
    attended: int
    possible: int

    @property
    def percent(self) -> float:
        return 100 * self.attended / self.possible

    @property
    def words(self) -> str:
        share = exact_percentage(self.attended, self.possible)
        return f"{self.attended} of {self.possible} sessions ({share})"


@dataclass(frozen=True, slots=True)
class WeekOfTrend:
    monday: date
    here: Share  # of the week
    to_date: Share  # of the school year to its end
    school: Share | None = None  # of all its pupils, to the end of the week; None: not worked out yet


@dataclass(frozen=True, slots=True)
class StepsOfWeek:
    """What was done in a week; `number` is its mark on the chart."""

    number: int
    monday: date
    steps: Sequence[str]  # “A meeting was arranged, 3 November 2026”


@dataclass(frozen=True, slots=True)
class TrendOfYear:
    name: str
    weeks: Sequence[WeekOfTrend]  # in which a session was possible
    steps: Sequence[StepsOfWeek]
    school_on: date | None = None  # the day on which the school's weeks were worked out; None: they are not


@dataclass(frozen=True, slots=True)
class Target:
    """The broken line: somebody's target, or, where none is set, where persistent absence begins."""

    percent: float | None  # None: which it was cannot be told, and no line is drawn
    words: str


@dataclass(frozen=True, slots=True)
class TrendShown:
    years: Sequence[TrendOfYear]  # newest first
    target: Target
    shows_steps: bool  # what was done is the reader's to see
    shows_school: bool  # not of a past moment


def child_trend(seen: AsSeen, events: Events | None, own: TargetShown | None) -> TrendShown:
    """Of the years of the calendar, and one query. events: None where they are not the reader's.

    own: the child's target in the place of the school's.
    """
    titles = {name: kind.title for name, kind in seen.pack.records.items()}
    done = _done(events, titles) if events else {}
    years = groupby(seen.sessions, key=lambda each: first_day_of_year(each.day))
    of_school = {} if seen.past else _school_weeks(seen)
    shown = [_year(first, list(sessions), done, of_school.get(first.year, ())) for first, sessions in years]
    newest_first = [year for year in shown[::-1] if year.weeks]
    return TrendShown(newest_first, _target(seen, own), events is not None, not seen.past)


def _school_weeks(seen: AsSeen) -> Mapping[int, Sequence[SchoolWeek]]:
    """By school year, each in the order of its weeks."""
    first = first_day_of_year(seen.on).year - YEARS_SHOWN + 1
    held = SchoolWeek.objects.filter(school=seen.school, school_year__gte=first).order_by("monday")
    found: dict[int, list[SchoolWeek]] = defaultdict(list)
    for row in held:
        found[row.school_year].append(row)
    return found


def _of_school(rows: Sequence[SchoolWeek], monday: date) -> Share | None:
    """Of the year to the end of a week, as far as it is worked out."""
    if not rows or rows[-1].monday < monday:
        return None
    held = [row for row in rows if row.monday <= monday]
    return Share(sum(row.attended for row in held), sum(row.possible for row in held)) if held else None


def _year(
    first: date,
    sessions: Sequence[ChildSession],
    done: Mapping[date, Sequence[str]],
    of_school: Sequence[SchoolWeek],
) -> TrendOfYear:
    weeks = []
    attended = possible = 0
    for monday, held in groupby(sessions, key=lambda each: monday_of(each.day)):
        classes = [each.statistical for each in held]
        here = Share(
            sum(each is not None and each.is_attendance for each in classes),
            sum(each is not None and each.is_possible for each in classes),
        )
        if here.possible:
            attended, possible = attended + here.attended, possible + here.possible
            weeks.append(WeekOfTrend(monday, here, Share(attended, possible), _of_school(of_school, monday)))
    inside = sorted(monday for monday in done if first <= monday + A_WEEK - timedelta(days=1) and weeks)
    inside = [monday for monday in inside if first_day_of_year(monday) == first]
    steps = [StepsOfWeek(number, monday, done[monday]) for number, monday in enumerate(inside, start=1)]
    worked_out = clock(of_school[0].worked_out_at).date() if of_school else None
    return TrendOfYear(f"{first.year} to {first.year + 1}", weeks, steps, worked_out)


def _done(events: Events, titles: Mapping[str, str]) -> Mapping[date, Sequence[str]]:
    """What was done, by Monday; what was done more than once in a week is said once."""
    found: dict[date, list[CaseEvent]] = defaultdict(list)
    for row in events.standing:
        if events.kind_of(row) in (*DONE, RESTRICTED):
            found[monday_of(row.happened_on)].append(row)
    return {monday: _said(rows, events, titles) for monday, rows in found.items()}


def _said(rows: Iterable[CaseEvent], events: Events, titles: Mapping[str, str]) -> list[str]:
    counted = Counter(events.kind_of(row) for row in sorted(rows, key=lambda row: row.happened_on))
    told = []
    for kind, times in counted.items():
        title = "A restricted record" if kind == RESTRICTED else titles.get(kind, kind.replace("_", " "))
        told.append(title if times == 1 else f"{title}, {times} times")
    return told


def _target(seen: AsSeen, own: TargetShown | None) -> Target:
    """The child's own; else the school's; else the pack's; else the line at which absence is persistent."""
    of_school = seen.target.percent
    if own is not None and own.first <= seen.on:
        instead = f" (the school’s {'was' if seen.past else 'is'} {seen.target.words})" if of_school else ""
        return Target(float(own.percent.removesuffix("%")), f"{own.percent}, the child’s own target{instead}")
    if not seen.target.known:
        return Target(None, NOT_KEPT)
    if of_school is not None:
        return Target(float(of_school), f"{seen.target.words}, the school’s target")
    if OF_PACK in seen.pack.values:
        line = line_of(seen.pack, OF_PACK, seen.on)
        return Target(float(line.number), f"{float(line.number):g}%, the aim in {seen.pack.title}")
    level = 100 - float(line_of(seen.pack, ABSENCE_LINE, seen.on).number)
    return Target(level, f"{level:g}%, where persistent absence begins; the school has set no target")
