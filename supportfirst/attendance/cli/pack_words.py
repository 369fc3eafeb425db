"""The words and the day with which the commands about packs read one."""

from __future__ import annotations

from datetime import date, datetime

from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.packs.condition_words import Words
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.moments import LONDON

MEASURES = {name: fact.words for name, fact in FACT_NAMES.items()}


def words_on(pack: Pack, day: date) -> Words:
    return Words(pack, day, MEASURES)


def today() -> date:
    return datetime.now(LONDON).date()


def day_of_numbers(pack: Pack, on: date | None) -> date:
    """The day whose numbers stand in conditions: the one asked for, or today within the pack's days."""
    day = on or today()
    if day < pack.span.first:
        return pack.span.first
    return pack.span.last if pack.span.last and day > pack.span.last else day
