"""One register code: its letter, what it means, and the dates between which it does."""

from __future__ import annotations

from dataclasses import dataclass

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan


@dataclass(frozen=True, slots=True)
class RegisterCode:
    symbol: str  # "/" stands for both halves of a present mark; it is reported as "\" in the afternoon
    meaning: str
    statistical_class: StatisticalClass
    span: DateSpan
    late: bool = False
    counts_to_threshold: bool = False  # towards the penalty-notice threshold
    source: Source | None = None
