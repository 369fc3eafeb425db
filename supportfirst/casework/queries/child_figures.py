"""Every figure of a child's assessment in the field's words: how many of how many, and what opens it.

Made from the stored document alone. Each figure's name is its address beneath the child's page, where the
sessions behind it are listed (`child_figure`); a figure that counts nothing opens to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.bridge.figure_terms import FigureTerms, figure_terms
from supportfirst.casework.bridge.figures_behind import WEEKDAYS, spelt
from supportfirst.casework.queries.as_seen import AsSeen

YES_NO = {True: "Yes", False: "No", None: "Cannot tell: no session has counted"}
WHY_LEFT_OUT = {
    "after_on": "of a later day",
    "no_session": "on a day or half day that the calendar does not have",
    "off_roll": "of a day on which the child was not on roll",
    "not_yet_known": "recorded later than the figures know of",
}


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure. `counted` sessions or days stand behind it; None: they only show how it came about."""

    name: str  # in the contract, and in the address that opens it
    words: str
    told: str
    counted: int | None = None
    in_days: bool = False  # `counted` is days, each with the sessions missed on it
    opens: bool = True


@dataclass(frozen=True, slots=True)
class FigureGroup:
    title: str
    figures: Sequence[FigureShown]
    essential: bool = False


@dataclass(frozen=True, slots=True)
class FiguresShown:
    groups: Sequence[FigureGroup]
    left_out: Sequence[str]  # marks that no figure counts, by why
    known_at: datetime | None
    measured_to: date
    being_assessed: bool

    @property
    def essential(self) -> Sequence[FigureGroup]:
        return [group for group in self.groups if group.essential]

    @property
    def others(self) -> Sequence[FigureGroup]:
        return [group for group in self.groups if not group.essential]

    def named(self, name: str) -> FigureShown | None:
        """The figure of a name; None where the child has none of it."""
        return next((each for group in self.groups for each in group.figures if each.name == name), None)


def child_figures(seen: AsSeen) -> FiguresShown | None:
    """None where the child has not been assessed."""
    if not seen.measures:
        return None
    return FiguresShown(
        groups=groups_of(seen.measures, figure_terms(seen.pack, seen.on)),
        left_out=list(left_out_of(seen.measures)),
        known_at=seen.known_at,
        measured_to=date.fromisoformat(seen.measures["measured_to"]),
        being_assessed=seen.being_assessed,
    )


def left_out_of(measures: Mapping[str, Any]) -> Iterator[str]:
    for why, count in measures["left_out"].items():
        if count:
            yield f"{count} mark{'' if count == 1 else 's'} {WHY_LEFT_OUT[why]}"


def groups_of(measures: Mapping[str, Any], terms: FigureTerms) -> list[FigureGroup]:
    told = _Teller(measures, terms)
    groups = [
        FigureGroup("Attendance this school year", list(told.essentials()), essential=True),
        FigureGroup("Towards a penalty notice", list(told.windows())),
        FigureGroup("By code", list(told.codes())),
        FigureGroup("Days missed", list(told.steps())),
        FigureGroup("Days missed in a row", list(told.runs())),
        FigureGroup("Below a level of attendance", list(told.falls())),
        FigureGroup("By weekday", list(told.weekdays())),
        FigureGroup("The latest weeks", list(told.recent())),
        FigureGroup("Persistent and severe absence", list(told.lines())),
    ]
    return [group for group in groups if group.figures]


def _day(text: str | None) -> str:
    return show_day(date.fromisoformat(text)) if text else ""


def _span(held: Mapping[str, Any]) -> str:
    first, last = _day(held["first_day"]), _day(held["last_day"])
    return f"on {first}" if first == last else f"{first} to {last}"


def _sessions(count: int) -> str:
    return f"{count} session{'' if count == 1 else 's'}"


def _days(count: float) -> str:
    return f"{count:g} day{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class _Teller:
    measures: Mapping[str, Any]
    terms: FigureTerms

    @property
    def possible(self) -> int:
        return int(self.measures["sessions_possible"])

    @property
    def absent(self) -> int:
        return self.possible - int(self.measures["sessions_attended"])

    def share(self, count: int, of: int) -> str:
        """Sessions before the percentage, which says nothing without them."""
        if not of:
            return _sessions(count)
        return f"{count} of {_sessions(of)} ({exact_percentage(count, of, self.terms.decimals)})"

    def counted(self, name: str, words: str, count: int, told: str) -> FigureShown:
        return FigureShown(name, words, told, counted=count, opens=count > 0)

    def essentials(self) -> Iterator[FigureShown]:
        for name, words in (
            ("sessions_attended", "Attended"),
            ("sessions_authorised_absence", "Authorised absence"),
            ("sessions_unauthorised_absence", "Unauthorised absence"),
            ("sessions_late", "Late, before or after the register closed"),
        ):
            count = int(self.measures[name])
            yield self.counted(name, words, count, self.share(count, self.possible))
        told = f"{_days(self.measures['days_absent'])}: {self.share(self.absent, self.possible)}"
        yield self.counted("days_absent", "Days missed", self.absent, told)
        yield self.counted("sessions_possible", "Possible sessions", self.possible, _sessions(self.possible))
        unmarked = int(self.measures["sessions_unmarked"])
        told = f"{_sessions(unmarked)}, counted neither as possible nor as absent"
        yield self.counted("sessions_unmarked", "Without a mark", unmarked, told)

    def windows(self) -> Iterator[FigureShown]:
        for name, words in self.terms.windows.items():
            held = self.measures[name]
            span, line = held["window"], held["threshold"]
            between = f", {_span(span)}" if span["first_day"] else ""
            asked = f" of the {line} at which a line is reached" if line is not None else ""
            yield self.counted(
                f"{name}.current", f"{words}: now", held["current"], f"{held['current']}{asked}{between}"
            )
            yield self.counted(
                f"{name}.peak", f"{words}: the most so far", held["peak"], _sessions(held["peak"])
            )
            reached = held["first_reached_on"]
            told = f"On {_day(reached)}" if reached else "Not reached"
            yield FigureShown(
                f"{name}.first_reached_on", f"{words}: first reached", told, opens=bool(reached)
            )

    def codes(self) -> Iterator[FigureShown]:
        for symbol, count in self.measures["sessions_by_code"].items():
            yield self.counted(f"sessions_by_code.{spelt(symbol)}", f"Code {symbol}", count, _sessions(count))

    def steps(self) -> Iterator[FigureShown]:
        for step, reached in self.measures["days_absent_steps"].items():
            name, words = f"days_absent_steps.{step}", f"{step} days missed"
            if reached:
                yield self.counted(name, words, 2 * int(step), f"Reached on {_day(reached)}")
            else:
                left = int(step) - self.measures["days_absent"]
                yield FigureShown(name, words, f"Not reached: {_days(left)} from it", opens=False)

    def runs(self) -> Iterator[FigureShown]:
        ill, unauthorised = self.measures["illness"], self.measures["unauthorised_run"]
        yield self.run("longest_run", "Longest absence", self.measures["longest_run"])
        yield self.run("current_run", "Absence now", self.measures["current_run"])
        yield self.run("unauthorised_run.longest", "Longest unauthorised absence", unauthorised["longest"])
        yield self.run("unauthorised_run.current", "Unauthorised absence now", unauthorised["current"])
        ordinal = f"Day {self.terms.unauthorised_days} of an unauthorised absence"
        yield from self.reached("unauthorised_run.tenth_day_on", ordinal, unauthorised)
        yield self.run("illness.longest", "Longest illness", ill["longest"])
        yield self.run("illness.current", "Illness now", ill["current"])
        for name, words in (
            ("cumulative_days_this_year", "Days of illness this school year"),
            ("cumulative_days", "Days of illness, in all that is known"),
        ):
            days = ill[name]
            yield FigureShown(f"illness.{name}", words, _days(days), days, in_days=True, opens=days > 0)
        yield from self.reached("illness.fifteenth_on", f"Day {self.terms.illness_days} of illness", ill)

    def run(self, name: str, words: str, held: Mapping[str, Any]) -> FigureShown:
        days, sessions = held["days"], held["sessions"]
        told = "None"
        if days:
            told = f"{_days(days)} ({_sessions(sessions)}), {_span(held)}"
            if held["unmarked_inside"]:
                told += f"; {_sessions(held['unmarked_inside'])} between them without a mark"
        return self.counted(name, words, sessions, told)

    def reached(self, name: str, words: str, held: Mapping[str, Any]) -> Iterator[FigureShown]:
        """The day this school year, and the first in all that is known where that is another."""
        key = name.partition(".")[2]
        first, this_year = held[key], held[f"{key}_this_year"]
        told = f"On {_day(this_year)}" if this_year else "Not reached"
        yield FigureShown(f"{name}_this_year", f"{words}, this school year", told, opens=bool(this_year))
        if first != this_year:
            yield FigureShown(name, f"{words}, in all that is known", f"First on {_day(first)}")

    def falls(self) -> Iterator[FigureShown]:
        for level, held in self.measures["fell_below"].items():
            now = {True: "below it now", False: "not below it now", None: ""}[held["below_now"]]
            first, settled = held["first_on"], held["first_settled_on"]
            told = f"First on {_day(first)}; {now}" if first else "Never"
            if first and settled != first:
                told += f"; of {self.terms.settled} sessions or more "
                told += f"first on {_day(settled)}" if settled else "never"
            yield FigureShown(f"fell_below.{level}", f"Below {level}%", told, opens=bool(first))

    def weekdays(self) -> Iterator[FigureShown]:
        pattern = self.measures["weekday_pattern"]
        for name in WEEKDAYS:
            morning, afternoon = pattern[name]["AM"], pattern[name]["PM"]
            absent = morning["absent"] + afternoon["absent"]
            told = (
                f"missed {self.share(absent, morning['possible'] + afternoon['possible'])}: mornings "
                f"{morning['absent']} of {morning['possible']}, afternoons {afternoon['absent']} of "
                f"{afternoon['possible']}"
            )
            if name in pattern["flagged"]:
                told += ". Missed markedly more often than the other days"
            yield self.counted(f"weekday_pattern.{name}", f"{name}s", absent, told.capitalize())

    def recent(self) -> Iterator[FigureShown]:
        held = self.measures["recent"]
        weeks = held["school_weeks"]
        over = f"the last {weeks} school weeks" if weeks != 1 else "the last school week"
        attended, absent, possible = (
            held["sessions_attended"],
            held["sessions_absent"],
            held["sessions_possible"],
        )
        told = self.share(attended, possible)
        if held["trend"] is not None:
            told += f"; {self.trend(held['trend'])} the year to date"
        yield self.counted("recent.sessions_attended", f"Attended in {over}", attended, told)
        missed = self.share(absent, possible)
        yield self.counted("recent.sessions_absent", f"Missed in {over}", absent, missed)
        if self.terms.late_window and self.measures["late_in_window"] is not None:
            late = self.measures["late_in_window"]
            yield self.counted(
                "late_in_window", f"Late in the last {self.terms.late_window}", late, _sessions(late)
            )

    def trend(self, points: float) -> str:
        told = f"{abs(points):.{self.terms.decimals}f}"
        if not float(told):
            return "as in"
        return f"{told} percentage points {'above' if points > 0 else 'below'}"

    def lines(self) -> Iterator[FigureShown]:
        missed = f"missed {self.share(self.absent, self.possible)}"
        for name, words, line in (
            ("persistently_absent", "Persistently absent", self.terms.persistent),
            ("severely_absent", "Severely absent", self.terms.severe),
        ):
            told = f"{YES_NO[self.measures[name]]}: {missed}; the line is {line}% missed or more"
            yield self.counted(name, f"{words} to date", self.absent, told)
        planned = self.measures["planned_sessions_of_year"]
        for name, words in (("persistently_absent", "persistently"), ("severely_absent", "severely")):
            certain = YES_NO[self.measures["certain_for_year"][name]]
            told = f"{certain}: missed {self.share(self.absent, planned)} planned for the year"
            yield self.counted(
                f"certain_for_year.{name}", f"Certain to end the year {words} absent", self.absent, told
            )
        attended = self.measures["sessions_attended"]
        nothing = YES_NO[self.measures["zero_since_autumn"]]
        told = f"{nothing}: attended {self.share(attended, self.possible)}"
        yield self.counted("zero_since_autumn", "No attendance since the year began", attended, told)
        none = self.measures["none_in_3_weeks"]
        told = YES_NO[none]
        if none:
            told += f": {self.terms.nothing_school_days} school days or more, none of them authorised"
        words = f"No attendance in the last {self.terms.nothing_days} days"
        yield FigureShown("none_in_3_weeks", words, told, opens=bool(none))
