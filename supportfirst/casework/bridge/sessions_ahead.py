"""How many sessions, and of what, stand between a child and the next step: one line of a worklist row.

What is counted, over how long, up to where and what comes then are all the pack's. Only the worker imports
this file, as it does `assessing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.packs.condition_shape import AllOf, AnyOf, Compare, Condition, Holds
from supportfirst.attendance.packs.fact_shape import NamedCondition
from supportfirst.attendance.packs.shape import Pack, Rule, RuleKind, ValueFrom, Window
from supportfirst.casework.bridge.reasons import LEFT

ASKS = (RuleKind.STEP, RuleKind.PROMPT)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One counting window of one child, on a day on which the pack has a line for it."""

    window: Window
    line: ValueFrom
    counted: int
    threshold: int
    over: str  # “10 school weeks”
    then: str  # the title of what comes with the line

    @property
    def left(self) -> int:
        return max(self.threshold - self.counted, 0)

    def of(self, count: int) -> str:
        """“8 unauthorised sessions”, “1 session of leave not granted”."""
        words = FACT_NAMES[f"{self.window.id}.current"].words.partition(" in the ")[0]
        return f"{count or 'no'} {words.replace('sessions', 'session', 1) if count == 1 else words}"

    @property
    def before(self) -> str:
        return f"the step “{self.then}”" if self.then else f"the line of {self.threshold}"


def sessions_left(pupil: PupilAssessment, assessment: Assessment) -> list[dict[str, Any]]:
    """The nearest line ahead of a child of the list; where none is ahead, that is said too."""
    if not pupil.is_listed:
        return []
    windows = list(_windows(pupil, assessment))
    if not windows:
        return []
    near = [each for each in windows if each.counted and each.left]
    told = windows[0] if not windows[0].left or not near else min(near, key=lambda each: each.left)
    source = told.line.source
    return [
        {
            "kind": LEFT,
            "rule": told.window.threshold,
            "title": _title(told),
            "text": f"{_sentence(told.of(told.counted))} {_count(told.counted)} in the last {told.over}; "
            f"the line is at {told.threshold}.",
            "on": assessment.on.isoformat(),
            "source": {"title": source.title, "passage": source.passage, "address": source.address},
            "sessions": told.left,
        }
    ]


def _title(told: Ahead) -> str:
    if not told.left:
        return f"No session left before {told.before}: its line of {told.of(told.threshold)} is reached"
    if not told.counted:
        return f"No line of sessions is near: {told.of(0)} in the last {told.over}"
    more = told.of(told.left).split(" ", 1)
    return f"{more[0]} more {more[1]} before {told.before}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _count(counted: int) -> str:
    return "counts" if counted == 1 else "count"


def _windows(pupil: PupilAssessment, assessment: Assessment) -> Iterator[Ahead]:
    """The pack's windows that have a line on the day, in the pack's order."""
    pack, on = assessment.pack, assessment.on
    for window in pack.windows:
        measured = pupil.measures[window.id]
        if measured["threshold"] is None:
            continue
        yield Ahead(
            window,
            pack.value(window.threshold, on),
            measured["current"],
            measured["threshold"],
            f"{pack.value(window.length, on).value} {window.unit}",
            then=_then(pack, window, on),
        )


def _then(pack: Pack, window: Window, on: date) -> str:
    """The title of the first rule that asks for nothing but this line; "" where none does."""
    says = {
        f.id for f in pack.facts.values() if isinstance(f.ask, NamedCondition) and _asks(f.ask.when, window)
    }

    def comes(rule: Rule) -> bool:
        held = rule.when
        return _asks(held, window) or (isinstance(held, Holds) and held.expected and held.fact in says)

    found = (rule.title for rule in pack.rules if rule.kind in ASKS and on in rule.span and comes(rule))
    return next(found, "")


def _asks(condition: Condition, window: Window) -> bool:
    """Whether the line of the window must be reached for the condition to hold."""
    if isinstance(condition, Compare):
        return condition.fact == f"{window.id}.current" and condition.value == window.threshold
    if isinstance(condition, AllOf) or (isinstance(condition, AnyOf) and len(condition.parts) == 1):
        return any(_asks(part, window) for part in condition.parts)
    return False
