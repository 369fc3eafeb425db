"""Fill the slots of a pack's sentences: `{sessions_absent}`, `{value:penalty_notice.window}`, `{on}`.

Wording belongs to the packs; this file only knows how to write a number in a sentence.
A percentage is never shown without the sessions it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from supportfirst.attendance.assessment.conditions import (
    KnowsFacts,
    as_number,
    show_day,
    show_number,
    show_percent,
)
from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.packs.shape import Pack

SLOT = re.compile(r"\{([a-z0-9_.:\-]+)\}")
DERIVED = frozenset({"attendance", "absence", "days_absent", "on"})  # made from facts
SUPPLIED = frozenset(  # made by school.py
    {"year_first", "planned_days", "next_day_step", "weekdays_missed", "few_sessions"}
)
YES_NO, NUMBER, TEXT = "yes or no", "number", "text"
SLOT_NAMES: Mapping[str, str] = {  # every name that a sentence may have, and what it gives
    **dict.fromkeys(sorted(DERIVED | SUPPLIED), TEXT),
    **{fact.name: YES_NO if fact.yes_no else NUMBER for fact in FACT_NAMES.values()},
}


show_date = show_day  # the name that sentences know it by


def show_days(sessions: int) -> str:
    """Days from sessions, always with one decimal: 7.0 days is 14 sessions."""
    return f"{sessions / 2:.1f}"


def days_in_words(sessions: int) -> str:
    """Days from sessions as people say them: “half a day”, “1 day”, “1.5 days”, “7 days”."""
    if sessions == 1:
        return "half a day"
    return "1 day" if sessions == 2 else f"{sessions / 2:,g} days"


def show_count(number: int, noun: str) -> str:
    """“1 session”, “2 sessions”, “1,080 sessions”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def fill(text: str, *, facts: KnowsFacts, pack: Pack, on: date, extra: Mapping[str, str]) -> str:
    """The sentence with its slots filled; a fact that is not known reads 'not known'."""

    def slot(match: re.Match[str]) -> str:
        return _one(match.group(1), facts=facts, pack=pack, on=on, extra=extra)

    return SLOT.sub(slot, text)


def _one(name: str, *, facts: KnowsFacts, pack: Pack, on: date, extra: Mapping[str, str]) -> str:
    if name in extra:
        return extra[name]
    if name == "on":
        return show_date(on)
    if name in DERIVED:
        return _derived(name, facts, pack, on)
    if name in FACT_NAMES or name in pack.facts:
        return show_fact(facts.fact(name).value)
    step = pack.values[name.removeprefix("value:")].on_or_none(on)
    if step is None:
        return "not in force"
    return show_value(step.value)


def show_fact(value: int | date | None) -> str:
    """A fact in a sentence: a number, yes or no, or a day."""
    if value is None:
        return "not known"
    if isinstance(value, date):
        return show_date(value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def show_value(value: object) -> str:
    """A pack's value in a sentence: a number as it is, a list with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Fraction):
        return show_number(value)
    return ", ".join(map(show_value, value)) if isinstance(value, tuple) else str(value)


def _derived(name: str, facts: KnowsFacts, pack: Pack, on: date) -> str:
    absent, possible = as_number(facts.fact("sessions_absent")), as_number(facts.fact("sessions_possible"))
    if name == "days_absent":
        return show_days(absent)
    if not possible:
        return "no percentage yet (0 possible sessions)"
    part = absent if name == "absence" else possible - absent
    return f"{show_percent(part, possible, pack, on)} ({part} of {possible} sessions)"
