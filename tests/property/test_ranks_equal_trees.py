"""A bare rank must be what the tree of the same condition says, whatever is known or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.conditions import judge
from supportfirst.attendance.assessment.finding import Fact, Reason
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.ranks import Known, Ranks
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Operator,
    Reached,
    Share,
    Switch,
)
from supportfirst.attendance.packs.shape import ValueFrom
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.factories.rules import FIRST_DAY, ON, SOURCE, build_pack, build_value

EARLIER = ON - timedelta(days=400)
LATER_FROM = ON - timedelta(days=200)
STEPS = tuple(
    ValueFrom(DateSpan(first, last), number, SOURCE)
    for first, last, number in ((FIRST_DAY, LATER_FROM - timedelta(days=1), 4), (LATER_FROM, None, 9))
)
VALUES = (
    replace(build_value("line", 4), steps=STEPS),
    build_value("percent", 30),
    build_value("lapsed", 3, last=EARLIER - timedelta(days=1)),
    build_value("not_yet", 3, first=ON + timedelta(days=1)),
    build_value("setting", "weekly", first=LATER_FROM),
    replace(build_value("agreed", 1), steps=(ValueFrom(DateSpan(FIRST_DAY), value=True, source=SOURCE),)),
)
PACK = build_pack(values=VALUES)
COUNTS, YES_NO, DATES, NAMED = ("possible", "missed"), ("open", "agreed"), ("sent_on",), ("ready", "settled")
LIMITS = ("line", "percent", "lapsed", "not_yet")
SETTINGS: tuple[tuple[str, str | bool], ...] = (
    ("setting", "weekly"),
    ("setting", "monthly"),
    ("agreed", True),
    ("agreed", False),
)

asks, operators = st.just("So?"), st.sampled_from(list(Operator))
leaves = st.one_of(
    st.builds(Compare, st.sampled_from(COUNTS), operators, st.sampled_from(LIMITS), asks),
    st.builds(
        Share, st.sampled_from(COUNTS), st.sampled_from(COUNTS), operators, st.sampled_from(LIMITS), asks
    ),
    st.builds(Holds, st.sampled_from(YES_NO), asks, st.booleans()),
    st.builds(Reached, st.sampled_from(DATES), asks, st.booleans()),
    st.sampled_from(SETTINGS).map(lambda setting: Switch(*setting, "Set?")),
)
named_leaves = leaves | st.builds(Holds, st.sampled_from(NAMED), asks, st.booleans())


def grown(smallest: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        smallest,
        lambda inner: st.one_of(
            *(
                st.builds(group, st.lists(inner, max_size=3).map(tuple), asks)
                for group in (AllOf, AnyOf, NoneOf)
            )
        ),
        max_leaves=6,
    )


pupils = st.fixed_dictionaries(
    {
        **dict.fromkeys(COUNTS, st.none() | st.integers(0, 12)),
        **dict.fromkeys(YES_NO, st.none() | st.booleans()),
        **dict.fromkeys(DATES, st.none() | st.integers(-2, 2).map(lambda days: ON + timedelta(days=days))),
    }
)


@dataclass
class Pupil:
    """Plain facts, and facts made of a condition, which are as its tree comes out."""

    plain: dict[str, int | bool | date | None]
    named: dict[str, Condition]
    day: PackDay
    on: date = ON
    known: Known = field(init=False)

    def __post_init__(self) -> None:
        self.known = Known(self._value)

    def _value(self, name: str) -> int | bool | date | None:
        if name not in self.named:
            return self.plain[name]
        return {0: False, 2: True}.get(judge(self.named[name], self, self.day).outcome.rank)

    def marked(self, name: str) -> Fact:
        return Fact(name, self.known[name], name, "a test")

    def behind(self, name: str, day: PackDay) -> tuple[Reason, ...]:
        return (judge(self.named[name], self, day),) if name in self.named else ()


@settings(max_examples=200, deadline=None)
@given(
    grown(named_leaves),
    st.fixed_dictionaries(dict.fromkeys(NAMED, grown(leaves))),
    st.lists(pupils, min_size=1, max_size=4),
    st.sampled_from((ON, EARLIER)),
)
def test_a_rank_is_what_the_tree_says_of_every_pupil(
    condition: Condition,
    named: dict[str, Condition],
    school: list[dict[str, int | bool | date | None]],
    values_day: date,
) -> None:
    day = PackDay(PACK, values_day)
    ranks = Ranks(day, ON)

    for plain in school:
        pupil = Pupil(plain, named, day)
        assert ranks.of(condition, pupil.known) == judge(condition, pupil, day).outcome.rank
