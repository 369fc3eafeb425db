"""build_facts: what is known of one pupil, given as plain numbers; anything not given is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.finding import Fact, Reason
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import Known


@dataclass(frozen=True)
class KnownFacts:
    values: dict[str, int | bool | date | None]
    on: date = date(2026, 3, 2)

    @property
    def known(self) -> Known:
        return Known(self.values.get)

    def behind(self, name: str, day: PackDay) -> tuple[Reason, ...]:
        """Nothing here is made of a condition."""
        return ()

    def marked(self, name: str) -> Fact:
        value = self.values.get(name)
        missing = "" if value is not None else "not given in this test"
        words = FACT_NAMES[name].words if name in FACT_NAMES else name
        return Fact(name, value, words, "a test", missing=missing)


def build_facts(**values: int | bool | date | None) -> KnownFacts:
    """Keys are fact names with two underscores for a dot: `unauthorised_12_weeks__current=9`."""
    return KnownFacts({name.replace("__", "."): value for name, value in values.items()})
