"""What casework files tell: the school, the parents, and the chronology of what people did.

A chronology is events, never states: who did what for which child on which day, and when that
was written down. An event is not changed; a later one corrects it, strikes it out or follows it
up. Blank is `None` or "": not known, which is never the same as no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supportfirst.attendance.vocabulary.spans import DateSpan


@dataclass(frozen=True, slots=True)
class TradedSpan:
    """Whether the school buys the authority's traded service, over one span of dates."""

    span: DateSpan
    traded: bool


@dataclass(frozen=True, slots=True)
class School:
    """One `school/1` file."""

    urn: str = ""
    name: str = ""
    type: str = ""  # as the file has it, lower case: "academy", "independent school", …
    phase: str = ""
    times: Mapping[str, str] = field(default_factory=dict)
    register_closes: Mapping[str, str] = field(default_factory=dict)
    attendance_target: float | None = None
    traded: tuple[TradedSpan, ...] | None = None  # None: the file does not say
    roles: Mapping[str, str] = field(default_factory=dict)

    def trades_on(self, day: date) -> bool | None:
        """Whether the traded service is bought on a day; None: not known."""
        if self.traded is None:
            return None
        return next((each.traded for each in self.traded if day in each.span), None)


@dataclass(frozen=True, slots=True)
class Parent:
    """One row of a `parents/1` file: one parent of one pupil (Education Act 1996, section 576)."""

    id: str
    upn: str
    title: str = ""
    legal_name: str = ""
    relationship: str = ""
    parental_responsibility: bool | None = None
    day_to_day_care: bool | None = None
    language: str = ""
    address_confidential: bool | None = None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event of a `history/1` file. `data` holds text, numbers, yes/no and dates as its kind says."""

    id: str
    upn: str
    kind: str
    on: date
    recorded_at: int | None = None  # microseconds since 1970 UTC; None: the end of its own day
    by_name: str = ""
    by_title: str = ""
    parents: tuple[str, ...] = ()
    corrects: str = ""  # id of the event that this one replaces
    data: Mapping[str, Any] = field(default_factory=dict)
