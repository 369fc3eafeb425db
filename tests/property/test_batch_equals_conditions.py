"""A whole school's columns of outcomes must be what each pupil's own reasons say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.batch.ranks import judge_columns
from supportfirst.attendance.assessment.conditions import judge
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Holds,
    NoneOf,
    Operator,
    Share,
)
from supportfirst.attendance.packs.load import load_pack
from tests.factories.facts import KnownFacts
from tests.factories.rules import build_value

ON = date(2026, 3, 2)
LAPSED = build_value("lapsed", 3, last=date(2026, 3, 1))
NOT_YET = build_value("not_yet", 3, first=date(2026, 3, 3))
PACK = load_pack("england")
ENGLAND = replace(PACK, values={**PACK.values, "lapsed": LAPSED, "not_yet": NOT_YET})
COUNTS = ("sessions_absent", "sessions_possible", "sessions_late", "unauthorised_12_weeks.current")
YES_NO = ("compulsory_school_age", "persistently_absent", "zero_since_autumn")
LIMITS = (
    "penalty_notice.threshold_sessions",
    "min_sessions_before_staging",
    "one_or_more",
    "lapsed",
    "not_yet",
)
PERCENTS = ("pa_headline", "sa_headline", "fall_levels.3", "lapsed", "not_yet")

operators = st.sampled_from(list(Operator))
leaves = st.one_of(
    st.builds(Compare, st.sampled_from(COUNTS), operators, st.sampled_from(LIMITS), st.just("Enough?")),
    st.builds(
        Share,
        st.sampled_from(COUNTS),
        st.sampled_from(COUNTS),
        operators,
        st.sampled_from(PERCENTS),
        st.just("Share?"),
    ),
    st.builds(Holds, st.sampled_from(YES_NO), st.just("So?"), st.booleans()),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        *(
            st.builds(group, st.lists(inner, min_size=1, max_size=3).map(tuple), st.just("Together?"))
            for group in (AllOf, AnyOf, NoneOf)
        )
    ),
    max_leaves=6,
)
counts = st.integers(0, 40)
pupils = st.fixed_dictionaries(
    {**dict.fromkeys(COUNTS, counts), **dict.fromkeys(YES_NO, st.none() | st.booleans())}
)


class Columns:
    def __init__(self, school: list[dict[str, int | bool | None]]) -> None:
        self.school = school

    def __call__(self, name: str) -> np.ndarray:
        return as_column(self.school, name)

    def may_be_unknown(self, name: str) -> bool:
        return name in YES_NO


def as_column(school: list[dict[str, int | bool | None]], name: str) -> np.ndarray:
    return np.array([-1 if pupil[name] is None else int(pupil[name]) for pupil in school], np.int32)


@settings(max_examples=150, deadline=None)
@given(conditions, st.lists(pupils, min_size=1, max_size=6))
def test_columns_give_each_pupils_own_outcome(condition, school):
    ranks = judge_columns(condition, Columns(school), ENGLAND, ON)

    assert ranks.tolist() == [
        judge(condition, KnownFacts(pupil), PackDay(ENGLAND, ON)).outcome.rank for pupil in school
    ]
