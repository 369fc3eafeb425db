"""How a day is said in a sentence, wherever people read one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4096)  # a school's reasons say the same few days again and again
def show_day(day: date) -> str:
    """2 September 2026, without a leading nought on any platform."""
    return f"{day.day} {day:%B %Y}"
