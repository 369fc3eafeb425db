"""How a day, and a time of it, are said in a sentence, wherever people read one."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache


@lru_cache(maxsize=4096)  # a school's reasons say the same few days again and again
def show_day(day: date) -> str:
    """2 September 2026, without a leading nought on any platform."""
    return f"{day.day} {day:%B %Y}"


def show_time(at: time | datetime, *, seconds: bool = False) -> str:
    """9:40am, 9am, midday: the style of government pages. With seconds, where an order hangs on them."""
    after = f":{at.second:02}" if seconds else ""
    if not after and at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}{after}" if at.minute or after else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
