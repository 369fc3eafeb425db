"""How a condition comes out, as a bare rank and without a tree: 0 not met, 1 cannot tell, 2 met.

It gives what `conditions.judge` gives, and stops as soon as the answer is certain; a property
test holds the two together. Most rules do not concern most pupils, and this finds out fast:
a condition is made into a function once for a day, and asked of every pupil.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from supportfirst.attendance.assessment.conditions import OPERATIONS, in_whole_numbers, rank_of_switch
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.pack_day import KEPT_DAYS, PackDay
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Reached,
    Share,
    Switch,
)

NOT_MET, CANNOT_TELL, MET = Outcome.NOT_MET.rank, Outcome.CANNOT_TELL.rank, Outcome.MET.rank
NUMBER = (int, Fraction)

Value = int | Fraction | bool | date | None  # None: not known
Ranker = Callable[[Mapping[str, Value]], int]  # what is known of a pupil, by the names of facts, to a rank


class Known(dict[str, Value]):
    """What is known of a pupil, by the names of facts; each is worked out when it is first asked for.

    A dict, because the conditions of a pack ask for the same few facts over and over.
    """

    __slots__ = ("_work_out",)

    def __init__(self, work_out: Callable[[str], Value], before: Mapping[str, Value] | None = None) -> None:
        super().__init__(before or {})
        self._work_out = work_out

    def __missing__(self, name: str) -> Value:
        value = self[name] = self._work_out(name)
        return value

    def let_go(self) -> None:
        """Untie it from whoever works things out, who may hold it too; nothing new is known after that."""
        self._work_out = _done_with


def _done_with(name: str) -> Value:
    raise AssertionError(f"{name} was asked for when its pupil was done with")


class Ranks:
    """Every condition of a pack as a function, made when it is first asked for; `today`: the day asked about.

    The conditions must live as long as this does: each is known by its identity.
    """

    def __init__(self, day: PackDay, today: date) -> None:
        self.day = day
        self.today = today
        self.made: dict[int, Ranker] = {}  # by the identity of the condition

    def of(self, condition: Condition, known: Mapping[str, Value]) -> int:
        """The rank of a condition for the pupil of whom this is known."""
        return (self.made.get(id(condition)) or self.ranker(condition))(known)

    def ranker(self, condition: Condition) -> Ranker:
        """The function itself, for one who asks it of many pupils."""
        ranker = self.made.get(id(condition))
        if ranker is None:
            ranker = self.made[id(condition)] = ranker_of(condition, self.day, self.today)
        return ranker


@lru_cache(maxsize=KEPT_DAYS)
def ranks_on(day: PackDay) -> Ranks:
    """The conditions of a pack as read on a day, one for all schools as the day itself is."""
    return Ranks(day, day.today)


def ranker_of(condition: Condition, day: PackDay, today: date) -> Ranker:
    """The condition as a function. TypeError where it compares with a value that is no number."""
    match condition:
        case Holds(fact, _, expected):
            return _holds(fact, expected=expected)
        case AllOf(parts):
            return _least([ranker_of(part, day, today) for part in parts])
        case AnyOf(parts):
            return _greatest([ranker_of(part, day, today) for part in parts])
        case NoneOf(parts):
            greatest = _greatest([ranker_of(part, day, today) for part in parts])
            return lambda known: MET - greatest(known)
        case Compare():
            return _compare(condition, day)
        case Share():
            return _share(condition, day)
        case Reached(fact, _, passed):
            return _reached(fact, today, passed=passed)
        case Switch():
            return _always(rank_of_switch(condition, day))


def _always(rank: int) -> Ranker:
    return lambda _: rank


def _holds(fact: str, *, expected: bool) -> Ranker:
    def rank(known: Mapping[str, Value]) -> int:
        held = known[fact]
        if held is None:
            return CANNOT_TELL
        return MET if bool(held) is expected else NOT_MET

    return rank


def _least(parts: list[Ranker]) -> Ranker:
    def rank(known: Mapping[str, Value]) -> int:
        least = MET
        for part in parts:
            found = part(known)
            if found == NOT_MET:
                return NOT_MET
            if found < least:
                least = found
        return least

    return rank


def _greatest(parts: list[Ranker]) -> Ranker:
    def rank(known: Mapping[str, Value]) -> int:
        greatest = NOT_MET
        for part in parts:
            found = part(known)
            if found == MET:
                return MET
            if found > greatest:
                greatest = found
        return greatest

    return rank


def _reached(fact: str, today: date, *, passed: bool) -> Ranker:
    def rank(known: Mapping[str, Value]) -> int:
        day = known[fact]
        if not isinstance(day, date):
            return CANNOT_TELL
        return MET if day < today or (day == today and not passed) else NOT_MET

    return rank


def _compare(condition: Compare, day: PackDay) -> Ranker:
    line = day.line(condition.value)
    if line is None:
        return _always(CANNOT_TELL if day.has_lapsed(condition.value) else NOT_MET)
    fact, limit, reaches = condition.fact, line.limit, OPERATIONS[condition.operator]

    def rank(known: Mapping[str, Value]) -> int:
        held = known[fact]
        if type(held) is not int and not isinstance(held, NUMBER):  # most are plain whole numbers
            return CANNOT_TELL
        return MET if reaches(held, limit) else NOT_MET

    return rank


def _share(condition: Share, day: PackDay) -> Ranker:
    line = day.line(condition.value)
    if line is None:
        return _always(CANNOT_TELL if day.has_lapsed(condition.value) else NOT_MET)
    of, among, reaches = condition.part, condition.whole, OPERATIONS[condition.operator]
    of_part, of_whole = in_whole_numbers(line.limit)

    def rank(known: Mapping[str, Value]) -> int:
        part, whole = known[of], known[among]
        if type(part) is not int and not isinstance(part, NUMBER):
            return CANNOT_TELL
        if (type(whole) is not int and not isinstance(whole, NUMBER)) or whole == 0:
            return CANNOT_TELL
        return MET if reaches(of_part * part, of_whole * whole) else NOT_MET

    return rank
