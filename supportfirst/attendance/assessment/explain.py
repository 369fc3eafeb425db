"""A reason tree as plain sentences, and a pupil's figures as lines, for the officer who must check them.

A long list of marks may be shortened here, where a person reads, but never without saying
how many there are; the JSON holds them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supportfirst.attendance.assessment.case_items import RecordSeen
from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.finding import Fact, Finding, Outcome, Reason
from supportfirst.attendance.assessment.slots import show_count, show_days
from supportfirst.attendance.measures.figures import WEEKDAY_NAMES
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.sessions import Half

SHOWN_AT_MOST = 60  # marks in one line of text

_ASKED = {Outcome.MET: "Yes", Outcome.NOT_MET: "No", Outcome.CANNOT_TELL: "Cannot tell"}


def sentences(
    reason: Reason, records: Mapping[str, RecordSeen] | None = None, opened: set[str] | None = None
) -> Iterator[str]:
    """One line a condition, parts indented beneath; the source in brackets where it has one.

    Marks and records that stand behind two conditions of a tree are listed once. records: by id, to say
    what each is. opened: where several trees are shown together, what was opened in one is not opened again.
    """
    yield from _sentences(reason, 0, set(), records or {}, opened)


def _sentences(
    reason: Reason,
    depth: int,
    listed: set[str],
    records: Mapping[str, RecordSeen],
    opened: set[str] | None,
) -> Iterator[str]:
    source = ""
    if reason.source is not None:
        inferred = "" if reason.stated else "; inferred"
        source = f" [{reason.source}{inferred}]"
    seen = _seen_before(reason, records, opened)
    again = " (opened above)" if seen else ""
    yield f"{'  ' * depth}{reason.asks} {_ASKED[reason.outcome]}: {reason.because}.{source}{again}"
    if seen:
        return
    for fact in reason.facts:
        marks = marks_in_words(fact)
        if marks and marks not in listed:
            yield f"{'  ' * (depth + 1)}Marks: {marks}."
            listed.add(marks)
        behind = records_in_words(fact.records, records)
        if behind and behind not in listed:
            yield f"{'  ' * (depth + 1)}Records: {behind}."
            listed.add(behind)
    for part in reason.parts:
        yield from _sentences(part, depth + 1, listed, records, opened)


def _seen_before(reason: Reason, records: Mapping[str, RecordSeen], opened: set[str] | None) -> bool:
    """Whether the same parts, word for word, were opened in a tree above."""
    if opened is None or not reason.parts:
        return False
    whole = "\n".join(line for part in reason.parts for line in _sentences(part, 0, set(), records, None))
    seen = whole in opened
    opened.add(whole)
    return seen


def records_in_words(ids: Iterable[str], records: Mapping[str, RecordSeen]) -> str:
    """`Penalty notice, 12 January 2026 (n1); Contact, 3 March 2026 (c4)`; the id alone where that is all."""
    told = []
    for record in ids:
        seen = records.get(record)
        told.append(f"{seen.title}, {show_day(seen.on)} ({record})" if seen else record)
    return "; ".join(told)


def marks_in_words(fact: Fact) -> str:
    """`2026-09-14 AM O, PM O; 2026-09-15 AM O`: days once, with their halves; "" where there are none.

    A long list begins with its length: `142 marks; the first 60: …`.
    """
    by_day: dict[str, list[str]] = {}
    for mark in fact.sessions[:SHOWN_AT_MOST]:
        by_day.setdefault(mark["date"], []).append(f"{mark['session']} {mark['code']}")
    days = "; ".join(f"{day} {', '.join(halves)}" for day, halves in by_day.items())
    if len(fact.sessions) > SHOWN_AT_MOST:
        return f"{len(fact.sessions)} marks; the first {SHOWN_AT_MOST}: {days}"
    return days


def for_officer(finding: Finding, records: Mapping[str, RecordSeen] | None = None) -> list[str]:
    """The finding, its source, what to know beside it, and the whole tree.

    The rule's own words say that the line is crossed, so they are kept for when it is.
    """
    stated = "" if finding.rule.stated else " (inferred)"
    said = finding.text if finding.outcome is Outcome.MET else f"{finding.outcome.words}."
    return [
        f"{finding.rule.title}: {said}",
        f"  Source: {finding.rule.source}{stated}.",
        *(f"  Note: {note}" for note in finding.notes),
        *(f"  {line}" for line in sentences(finding.because, records)),
    ]


def not_crossed(finding: Finding) -> str:
    """One line: the title, the figure and the line that it was held against."""
    return f"{finding.rule.title}: {finding.because.because}."


def figures_in_words(measures: dict[str, Any], decimals: int) -> Iterator[str]:
    """The figures a person looks for when no line was crossed, a line each; days are dates."""
    yield from _windows(measures)
    yield f"Fell below: {'; '.join(_fall(level, fall) for level, fall in measures['fell_below'].items())}."
    unauthorised, illness = measures["unauthorised_run"], measures["illness"]
    yield f"Absence: {_runs(measures['longest_run'], measures['current_run'])}."
    yield f"Unauthorised absence: {_runs(unauthorised['longest'], unauthorised['current'])}."
    yield (
        f"Illness: {_runs(illness['longest'], illness['current'])}; "
        f"{show_count(illness['cumulative_days_this_year'], 'day')} this school year."
    )
    yield f"Weekdays: {_weekdays(measures['weekday_pattern'])}."
    yield f"{_recent(measures['recent'], decimals)}."
    window = measures["late_in_window"]
    counted = "" if window is None else f"; {window} in the counting window of school weeks"
    yield f"Late marks: {measures['sessions_late']} this school year{counted}."
    yield f"Planned for the whole school year: {show_count(measures['planned_sessions_of_year'], 'session')}."


def _windows(measures: dict[str, Any]) -> Iterator[str]:
    for name, window in measures.items():
        if not isinstance(window, dict) or "peak" not in window:
            continue
        words = FACT_NAMES[f"{name}.current"].words
        held, line = window["window"] or {}, window["threshold"]
        days = f" ({held['first_day']} to {held['last_day']})" if held.get("first_day") else ""
        reached = window["first_reached_on"]
        told = f"first reached on {reached}" if reached else "never reached"
        against = "" if line is None else f"; the line is {line}, {told}"
        most = f"{window['current']}; the most there ever were is {window['peak']}"
        yield f"{words[0].upper()}{words[1:]}{days}: {most}{against}."


def _fall(level: str, fall: dict[str, Any]) -> str:
    if fall["first_on"] is None:
        return f"{level}% never"
    settled = f", settled on {fall['first_settled_on']}" if fall["first_settled_on"] else ", not settled"
    return f"{level}% first on {fall['first_on']}{settled}{', below now' if fall['below_now'] else ''}"


def _runs(longest: dict[str, Any], current: dict[str, Any]) -> str:
    return f"longest {_run(longest)}; still open {_run(current)}"


def _run(run: dict[str, Any]) -> str:
    if not run["days"]:
        return "none"
    return f"{show_count(run['days'], 'school day')} ({run['first_day']} to {run['last_day']})"


def _weekdays(pattern: dict[str, Any]) -> str:
    told = []
    for name in WEEKDAY_NAMES:
        absent, possible = (sum(pattern[name][half.name][key] for half in Half) for key in _MISSED_OF)
        told.append(f"{name} {absent} of {possible}")
    flagged = " and ".join(pattern["flagged"]) or "none"
    return f"missed {', '.join(told)}; much more often than the others: {flagged}"


_MISSED_OF = ("absent", "possible")


def _recent(recent: dict[str, Any], decimals: int) -> str:
    if not recent["sessions_possible"]:
        return "Latest school weeks: no possible session"
    days = f"{show_count(recent['school_weeks'], 'week')}, {recent['first_day']} to {recent['last_day']}"
    percent = f"{recent['attendance_percent']:.{decimals}f}%"
    attended = f"{percent} ({recent['sessions_attended']} of {recent['sessions_possible']} sessions)"
    trend = f"{abs(recent['trend']):.{decimals}f}"
    side = "above" if recent["trend"] > 0 else "below"
    against = f"{trend} points {side} the year to date" if float(trend) else "as in the year to date"
    return f"Latest school weeks ({days}): attended {attended}, {against}"


def missed_in_words(measures: dict[str, Any]) -> str:
    """Days missed, of which so many sessions of each kind, and what has no mark."""
    missed = measures["sessions_possible"] - measures["sessions_attended"]
    return (
        f"Days missed: {show_days(missed)} "
        f"({show_count(measures['sessions_authorised_absence'], 'session')} authorised, "
        f"{measures['sessions_unauthorised_absence']} unauthorised); "
        f"without a mark: {show_count(measures['sessions_unmarked'], 'session')}."
    )
