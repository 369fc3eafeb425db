"""What a line of the audit trail says, in words: its verb, its roles, and what was asked, done or changed.

Ids that lead to nothing a reader could open are left out; days, marks and people are written as everywhere
else. What nobody thought of is still said, with its name spelt out: a trail that hides is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from supportfirst.casework.bridge.school_days import SESSION_WORDS, show_day
from supportfirst.casework.queries.audit_verbs import VERBS
from supportfirst.casework.queries.trail_of_child import ASKED, BEFORE, NAMED
from supportfirst.casework.store.models import Role

AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PEOPLE = {
    "account": "for",
    "administrator": "for",
    "user": "for",
    "stands_in_for": "in the place of",
    "person": "by",
}
# Told by other columns of the page, or fingerprints and counts that only a program compares.
LEFT_OUT = {"all_roles", "children", "found", NAMED, BEFORE, "rows", "seal", "print", "known_at", "bytes"}
WORDS = {"fields": "changed", "by": "found by", "role_named": "role", "counts": "how many"}
ELSEWHERE = "changed_at"  # of a line about a child whom another school changed: that school's id
NO_MARK = "no mark"


def verb_in_words(verb: str) -> str:
    """“Corrected a mark”; a verb without words of its own is spelt out."""
    return VERBS.get(verb) or _plain(verb).replace(".", " ").capitalize()


def roles_in_words(held: str) -> str:
    """The labels of roles that a line keeps by name, with commas."""
    labels = {role.value: role.label for role in Role}
    return ", ".join(labels.get(each, _plain(each)) for each in held.split(",") if each)


def thing_in_words(thing: str, people: Mapping[str, str]) -> str:
    """Whom or what a line is about: a person's name, a part of a record, a day; nothing for other ids."""
    return people.get(thing) or _value(thing)


def detail_in_words(detail: Mapping[str, Any], people: Mapping[str, str]) -> tuple[str, ...]:
    """Each thing that the detail holds as a short sentence without its full stop."""
    held = {name: value for name, value in detail.items() if name not in LEFT_OUT}
    told = [_mark(held), _period(held), *_persons(held, people), *_asked(held.pop(ASKED, {}), people)]
    if held.pop(ELSEWHERE, ""):
        told.append("by another school that has the child on its roll")
    for name, value in sorted(held.items()):
        words = _value(value)
        if words:
            told.append(f"{WORDS.get(name, _plain(name))}: {words}")
    return tuple(each[:1].upper() + each[1:] for each in told if each)


def _mark(held: dict[str, Any]) -> str:
    """“morning of 20 November 2026: N became I”; the session or the change alone where no more is kept."""
    day, half = held.pop("day", ""), held.pop("half", None)
    when = show_day(date.fromisoformat(day)) if day else ""
    if half in range(len(SESSION_WORDS)):
        when = f"{SESSION_WORDS[half]} of {when}" if when else SESSION_WORDS[half]
    if "original" not in held and "new" not in held:
        return when
    change = f"{held.pop('original', '') or NO_MARK} became {held.pop('new', '') or NO_MARK}"
    return f"{when}: {change}" if when else change


def _period(held: dict[str, Any]) -> str:
    first = held.pop("first", "") or held.pop("first_day", "") or held.pop("from", "")
    last = held.pop("last", "") or held.pop("last_day", "") or held.pop("to", "")
    monday = held.pop("monday", "")
    if monday:
        return f"week of {_value(monday)}"
    if first and last:
        return _value(first) if first == last else f"{_value(first)} to {_value(last)}"
    if first:
        return f"from {_value(first)}"
    return f"until {_value(last)}" if last else ""


def _persons(held: dict[str, Any], people: Mapping[str, str]) -> list[str]:
    found = []
    for name, words in PEOPLE.items():
        person = people.get(str(held.pop(name, "")))
        if person:
            found.append(f"{words} {person}")
    return found


def _asked(asked: Mapping[str, Any], people: Mapping[str, str]) -> list[str]:
    """What a list, an export or a question to the trail was narrowed to."""
    held = dict(asked)
    told = [f"done {_period(held)}", *_persons(held, people)] if held else []
    if "verb" in held:
        told.append(f"what was done: {verb_in_words(str(held.pop('verb')))}")
    for name in ("pupil", "school"):
        if held.pop(name, None):
            told.append(f"one {'child' if name == 'pupil' else 'school'}")
    narrowed = [name for name in held if not name.startswith("not_")]
    told += [f"{_plain(name)}: {_value(held[name])}" for name in narrowed]
    told += [f"all but this {_plain(name.removeprefix('not_'))}" for name in held if name not in narrowed]
    told = [each for each in told if each != "done "]
    return [f"only {', '.join(told)}"] if told else []


def _value(value: Any) -> str:
    """A kept value as people write it; nothing for an id, and for what is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        told = ((name, _value(each)) for name, each in sorted(value.items()))
        return ", ".join(f"{_plain(name)} {words}" for name, words in told if words)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_value, value)))
    text = "" if value is None else str(value)
    if AN_ID.fullmatch(text):
        return ""
    return show_day(date.fromisoformat(text)) if A_DAY.fullmatch(text) else _plain(text)


def _plain(name: str) -> str:
    return name.replace("_", " ")
