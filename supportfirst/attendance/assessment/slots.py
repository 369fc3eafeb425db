"""Fill the slots of a pack's sentences: `{sessions_absent}`, `{value:penalty_notice.window}`, `{on}`.

Wording belongs to the packs; this file only knows how to write a number in a sentence.
A percentage is never shown without the sessions it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Protocol

from supportfirst.attendance.assessment.conditions import show_percent
from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import Value
from supportfirst.attendance.packs.naming import SLOT
from supportfirst.attendance.packs.value_words import content_in_words, show_number
from supportfirst.attendance.vocabulary.days import show_day

DERIVED = frozenset({"attendance", "absence", "days_absent", "on"})  # made from facts
SUPPLIED = frozenset(  # made by school.py
    {"year_first", "planned_days", "next_day_step", "weekdays_missed", "few_sessions"}
)
KEPT = 1024  # how many pairs of counts a slot remembers the words of
VALUE = "value:"
YES_NO, NUMBER, TEXT = "yes or no", "number", "text"
SLOT_NAMES: Mapping[str, str] = {  # every name that a sentence may have, and what it gives
    **dict.fromkeys(sorted(DERIVED | SUPPLIED), TEXT),
    **{fact.name: YES_NO if fact.yes_no else NUMBER for fact in FACT_NAMES.values()},
}


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


class KnowsValues(Protocol):
    @property
    def known(self) -> Mapping[str, Value]:
        """The bare value of each fact by its name; None: not known."""


Slot = Callable[[KnowsValues, Mapping[str, str]], str]  # of a pupil's facts, and what the school supplies
Sentence = Callable[[KnowsValues, Mapping[str, str]], str]


def fill(text: str, *, facts: KnowsValues, day: PackDay, extra: Mapping[str, str]) -> str:
    """The sentence with its slots filled; a fact that is not known reads 'not known'."""
    return day.once(sentence_of, text)(facts, extra)


def sentence_of(text: str, day: PackDay, *, after: str = "") -> Sentence:
    """A sentence of the pack as a function: its values are filled in once, its other slots for each pupil.

    after: words to stand behind it, as they are.
    """
    pattern, slots = _cut(text, day, after)
    if not slots:
        whole = pattern % ()
        return lambda facts, extra: whole
    if len(slots) == 1:
        slot = slots[0]
        return lambda facts, extra: pattern % (slot(facts, extra),)
    return lambda facts, extra: pattern % tuple([slot(facts, extra) for slot in slots])


def same_for_all(text: str, day: PackDay, *, after: str = "") -> str | None:
    """A sentence that reads the same for every pupil; None where it has a slot of the pupil's own."""
    pattern, slots = _cut(text, day, after)
    return None if slots else pattern % ()


def _cut(text: str, day: PackDay, after: str) -> tuple[str, list[Slot]]:
    """A pattern with the pack's values filled in, and what stands for each pupil in its places."""
    words = SLOT.split(text)  # by turns what lies between slots, and the name of one
    slots: list[Slot] = []
    pattern = ""
    for place, part in enumerate(words):
        if place % 2 and not _is_value(part, day):
            slots.append(_slot(part, day))
            pattern += "%s"
        else:
            told = _value(part.removeprefix(VALUE), day) if place % 2 else part
            pattern += told.replace("%", "%%")
    return pattern + after.replace("%", "%%"), slots


def _slot(name: str, day: PackDay) -> Slot:
    """What stands for a name: a fact, or what the school supplies under it."""
    if name == "on":
        on = show_day(day.on)
        return lambda *_: on
    if name in DERIVED:
        return _derived_slot(name, day)
    if name in FACT_NAMES or name in day.pack.facts:
        return lambda facts, _: show_fact(facts.known[name])
    return lambda _, extra: extra[name]


def _derived_slot(name: str, day: PackDay) -> Slot:
    """Made of two counts alone, and asked for by sentence after sentence of the same pupil."""
    told = lru_cache(maxsize=KEPT)(lambda absent, possible: _derived(name, absent, possible, day))
    return lambda facts, _: told(facts.known["sessions_absent"], facts.known["sessions_possible"])


def _is_value(name: str, day: PackDay) -> bool:
    """Whether a name stands for a value of the pack, which is the same for every pupil."""
    if name.startswith(VALUE):
        return True
    return name in day.pack.values and not (name in SLOT_NAMES or name in day.pack.facts)


def _value(name: str, day: PackDay) -> str:
    step = day.step(name)
    return "not in force" if step is None else content_in_words(step.value)


def show_fact(value: Value) -> str:
    """A fact in a sentence: a number, yes or no, or a day."""
    if type(value) is int:
        return str(value)
    if value is None:
        return "not known"
    if isinstance(value, date):
        return show_day(value)
    return ("yes" if value else "no") if isinstance(value, bool) else show_number(value)


def _derived(name: str, absent: Value, possible: Value, day: PackDay) -> str:
    if not isinstance(absent, int) or not isinstance(possible, int):
        raise TypeError(f"{name} is made of counts, and one of them is not known")
    if name == "days_absent":
        return show_days(absent)
    if not possible:
        return "no percentage yet (0 possible sessions)"
    part = absent if name == "absence" else possible - absent
    return f"{show_percent(part, possible, day.decimals)} ({part} of {possible} sessions)"
