"""Minutes late held against the school's own close of a session's register: late before it, not after.

A school that has not said when the session starts and its register closes leaves nothing to hold them to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.arrivals import Arrival, late_symbol, too_late
from supportfirst.casework.bridge.codes_in_force import RegisterRefused
from supportfirst.casework.bridge.day_values import after_close, after_close_default
from supportfirst.casework.bridge.school_days import SESSION_WORDS, minutes_between, show_time, times_of
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class AgainstTheClose:
    """Minutes that can't be with their code; `instead` is the code that goes with them."""

    what: str
    remedy: str
    instead: str


def open_for(school: School, half: int) -> int | None:
    """For how many minutes of a session who comes is late; None where the school has not said."""
    times = times_of(school, half)
    if times.starts is None or times.closes is None:
        return None
    return minutes_between(times.starts, times.closes)


def late_by(school: School, pack: Pack, day: date, half: int, minutes: int) -> Arrival:
    """The mark of a pupil of whom the minutes are known, and no code: late where nobody can tell."""
    closes_after = open_for(school, half)
    if closes_after is None or minutes <= closes_after:
        return Arrival(late_symbol(pack.codes, day), minutes)
    return too_late(school, pack, day, minutes)


def against_the_close(
    school: School, pack: Pack, day: date, half: int, symbol: str, minutes: int
) -> AgainstTheClose | None:
    """None where the two can be. A mark that the school itself gives after the close is never before it."""
    closes_after, times = open_for(school, half), times_of(school, half)
    if not minutes or closes_after is None or times.starts is None or times.closes is None:
        return None
    late, after = late_symbol(pack.codes, day), after_close(school, pack, day)
    is_after = minutes > closes_after
    if symbol == late and is_after and after not in ("", late):
        instead = after
    elif symbol == after_close_default(pack, day) != late and not is_after:
        instead = late
    else:
        return None
    return AgainstTheClose(
        what=f"“{symbol}” does not go with {minutes} minutes: the {SESSION_WORDS[half]} starts at "
        f"{show_time(times.starts)}, and its register closes at {show_time(times.closes)}, "
        f"{closes_after} minutes later",
        remedy=f"choose {instead}, or put the minutes right",
        instead=instead,
    )


def check_minutes_passed(
    school: School, half: int, minutes: Collection[int], so_far: time | None, *, where: str
) -> None:
    """Raises RegisterRefused where an arrival after the close is still to come.

    so_far: the time of day on the day itself, else None. Minutes before the close are told roughly: let be.
    """
    if so_far is None or not any(minutes):
        return
    closes_after, starts = open_for(school, half), times_of(school, half).starts
    if closes_after is None or starts is None:
        return
    passed = minutes_between(starts, so_far)
    early = max((each for each in minutes if each > max(passed, closes_after)), default=0)
    if early:
        raise RegisterRefused(
            what=f"{early} minutes late are not over yet: it is {show_time(so_far)}, and the "
            f"{SESSION_WORDS[half]} starts at {show_time(starts)}",
            where=where,
            remedy="put the minutes right, or write them when the child has come",
        )
