"""How pressing a pupil's row is, as one number: the smaller, the sooner somebody should look.

What is overdue comes first, the longest overdue at the top; then what is due, the soonest first; then
the order of the core's own worklist: severe absence, a line that could lead towards a sanction (before
one support must have been tried), the highest stage, the most sessions missed. One number, so that the
rows of several schools, assessed at different times, stand in one order that the database keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

EPOCH = date(2010, 1, 1).toordinal()
# How many values each part may have, the weightiest first; all together they fill 31 bits.
OVERDUE, DAYS, SEVERE, LEGAL, STAGES, MISSED = 2, 1 << 15, 2, 2, 1 << 4, 1 << 9


@dataclass(frozen=True, slots=True)
class Pressing:
    """What urgency rests on."""

    overdue: bool = False
    due_on: date | None = None  # the earliest day of what is due, of what is overdue if anything is
    severely_absent: bool = False
    legal: bool = False  # a line that could lead towards a sanction is crossed
    stage: int = 0  # the highest that is met
    missed: int = 0  # sessions


def urgency(of: Pressing) -> int:
    """From 0 to 2**31 - 1, so that it fits the database's whole number."""
    days = DAYS - 1 if of.due_on is None else of.due_on.toordinal() - EPOCH
    parts = (
        (not of.overdue, OVERDUE),
        (days, DAYS),
        (not of.severely_absent, SEVERE),
        (not of.legal, LEGAL),
        (STAGES - 1 - of.stage, STAGES),
        (MISSED - 1 - of.missed, MISSED),
    )
    number = 0
    for value, values in parts:
        number = number * values + min(max(int(value), 0), values - 1)
    return number


def earliest(days: Sequence[str | None]) -> date | None:
    """The first of some days as the core writes them; None where none has a day."""
    told = [date.fromisoformat(day) for day in days if day]
    return min(told, default=None)


def earliest_due(steps: Sequence[Mapping[str, Any]]) -> tuple[bool, date | None]:
    """Of steps that are due: whether any is overdue, and the earliest day (of the overdue ones if any is)."""
    overdue = [step for step in steps if step["overdue"]]
    return bool(overdue), earliest([step["due_on"] for step in overdue or steps])
