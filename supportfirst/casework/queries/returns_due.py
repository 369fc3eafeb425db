"""What a school must report of its children: by when, of how many, and what the pack says of each return.

Days are those of the last assessment. A step for which the pack sets no day has none here either: a limit
that is agreed with the authority is told in the pack's own words, and no day is made of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.bridge.school_policy import ReturnAsked, return_steps, returns_asked
from supportfirst.casework.queries.compliance_checks import assessed_with_words, names_rule
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import School

NO_DAY = "no day is set"


@dataclass(frozen=True, slots=True)
class DueBy:
    """The children of whom one return is due by one day. `day`: None where the pack sets none."""

    day: date | None
    children: int
    overdue: int

    @property
    def words(self) -> str:
        return NO_DAY if self.day is None else f"by {show_day(self.day)}"


@dataclass(frozen=True, slots=True)
class ReturnDue:
    """A return that is due, the first day before the others, and those without a day last."""

    rule: str
    title: str
    days: Sequence[DueBy]

    @property
    def children(self) -> int:
        return sum(each.children for each in self.days)


@dataclass(frozen=True, slots=True)
class Returns:
    due: Sequence[ReturnDue]
    asked: Sequence[ReturnAsked]  # all that the pack has the school report, due or not

    @property
    def first(self) -> date | None:
        """The first day by which anything is due."""
        return min((each.day for every in self.due for each in every.days if each.day), default=None)


def returns_of(school: School, pack: Pack, on: date) -> Returns:
    """By the last assessment of whoever is on roll. One query, however many children and returns."""
    steps = return_steps([pack], on)
    lines = _lines(school, steps, on)
    found = [ReturnDue(rule, title, _days(lines, rule)) for rule, title in steps.items()]
    return Returns([each for each in found if each.days], returns_asked(pack, on))


def _lines(school: School, steps: Mapping[str, str], on: date) -> Sequence[Mapping[str, Any]]:
    if not steps:
        return ()
    named = Q()
    for rule in steps:
        named |= names_rule(rule)
    held = assessed_with_words().filter(not_ended(on, "enrolment__"), named, school=school, due=True)
    reasons = held.values_list("reasons", flat=True)
    return [line for each in reasons for line in each if line.get("kind") == "due"]


def _days(lines: Iterable[Mapping[str, Any]], rule: str) -> Sequence[DueBy]:
    children: Counter[date | None] = Counter()
    overdue: Counter[date | None] = Counter()
    for line in lines:
        if line.get("rule") == rule:
            day = date.fromisoformat(line["by"]) if line.get("by") else None
            children[day] += 1
            overdue[day] += bool(line.get("overdue"))
    ordered = sorted(children, key=lambda day: day or date.max)
    return [DueBy(day, children[day], overdue[day]) for day in ordered]
