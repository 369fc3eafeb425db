"""How one child, or one group, stands in a list of rewards: named, not named, or nobody can tell.

A session that is not known is never taken for attended, nor for missed: where the answer hangs on it, the
child is under “cannot tell” with the number of such sessions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from supportfirst.casework.bridge.absence_patterns import Line
from supportfirst.casework.bridge.reward_sessions import Tally
from supportfirst.casework.store.models import RewardMeasure


class Standing(StrEnum):
    LISTED = "listed"
    TO_DECIDE = "to_decide"  # reached, on roll or counted for a part of the time
    NOT_COMPARED = "not_compared"
    CANNOT_TELL = "cannot_tell"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True)
class Target:
    percent: Fraction
    own: bool  # the child's, in the place of the school's
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    standing: Standing
    why: str
    rank: Fraction = Fraction(0)  # the larger, the sooner; of improvements


@dataclass(frozen=True, slots=True)
class Told:
    """What a judgement rests on. `before`: the period before; None where there is none."""

    now: Tally
    before: Tally | None = None
    target: Target | None = None
    spared: bool = False  # is not compared with others


def judged(measure: str, told: Told, settled: Line) -> Judged:
    """`settled`: from how many sessions on a share says anything."""
    if measure == RewardMeasure.FULL_ATTENDANCE:
        return _full(told, settled)
    if measure == RewardMeasure.TARGET_REACHED:
        return _target(told, settled)
    if told.spared and measure == RewardMeasure.MOST_IMPROVED:
        return Judged(Standing.NOT_COMPARED, of_sessions(told.now))
    return _improved(told, settled)


def of_sessions(tally: Tally) -> str:
    return f"{tally.attended} of {tally.possible} sessions attended"


def _full(told: Told, settled: Line) -> Judged:
    now = told.now
    if now.missed:
        standing = Standing.NOT_COMPARED if told.spared else Standing.NOT_LISTED
        return Judged(standing, of_sessions(now))
    if now.not_known:
        return Judged(Standing.CANNOT_TELL, not_known_words(now))
    if not now.attended:
        return Judged(Standing.CANNOT_TELL, "No session counted")
    return _reached(now, of_sessions(now), settled)


def _reached(now: Tally, words: str, settled: Line) -> Judged:
    """Listed; for a person to decide where the sessions that counted are a part of the period, and few."""
    if now.elsewhere:
        on_roll = f"On roll here for a part of it: {now.elsewhere} of the sessions were before or after"
        return Judged(Standing.TO_DECIDE, f"{words}. {on_roll}")
    if _says_little(now, settled):
        few = f"Few sessions counted: {now.left_out} were left out"
        return Judged(Standing.TO_DECIDE, f"{words}. {few}")
    return Judged(Standing.LISTED, words)


def _says_little(now: Tally, settled: Line) -> bool:
    """Of a period that is itself too short for the line, a week, where more was left out than counted."""
    if not now.left_out:
        return False
    whole = now.possible + now.not_known + now.left_out
    if settled.reached_by(whole):
        return not settled.reached_by(now.possible)
    return now.left_out > now.possible


def of_group(tally: Tally) -> Tally:
    """A group's sum: whether one of its children came later is no matter of the group's."""
    return replace(tally, elsewhere=0)


def _target(told: Told, settled: Line) -> Judged:
    now, target = told.now, told.target
    if target is None:
        return Judged(Standing.CANNOT_TELL, "There is no target: neither the school’s nor the child’s own")
    held_against = f"{'own' if target.own else 'the school’s'} target {float(target.percent):g}%"
    told_words = f"{of_sessions(now)}, {held_against}"
    every = now.possible + now.not_known
    if not every:
        return Judged(Standing.CANNOT_TELL, "No session counted")
    if 100 * now.attended >= target.percent * every:
        return _reached(now, told_words, settled)
    if 100 * (now.attended + now.not_known) >= target.percent * every:
        return Judged(Standing.CANNOT_TELL, f"{not_known_words(now)}, and {held_against}")
    return Judged(
        Standing.NOT_COMPARED if told.spared and not target.own else Standing.NOT_LISTED, told_words
    )


def _improved(told: Told, settled: Line) -> Judged:
    now, before = told.now, told.before
    if before is None:
        return Judged(Standing.CANNOT_TELL, "There is no time before to compare with")
    if now.not_known or before.not_known:
        return Judged(Standing.CANNOT_TELL, not_known_words(now + before))
    if not all(each.possible and settled.reached_by(each.possible) for each in (now, before)):
        few = f"Too few sessions to compare: {now.possible}, and {before.possible} before"
        return Judged(Standing.CANNOT_TELL, few)
    by = Fraction(now.attended, now.possible) - Fraction(before.attended, before.possible)
    words = f"{of_sessions(now)}, after {before.attended} of {before.possible} before"
    return Judged(Standing.LISTED if by > 0 else Standing.NOT_LISTED, words, by)


def not_known_words(tally: Tally) -> str:
    number = tally.not_known
    return f"{number} session{'s' if number > 1 else ''} without a mark, or without a reason yet"
