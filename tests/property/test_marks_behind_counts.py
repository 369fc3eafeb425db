"""Behind every count stand its marks, all of them, on registers drawn at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.finding import Fact, Outcome
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.packs.condition_shape import Compare, Holds, Operator
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from tests.factories.register_cases import build_case
from tests.factories.rules import build_rule

CAMBRIDGESHIRE = load_pack("cambridgeshire")
A_MARK_EACH = frozenset(
    {
        "sessions_absent",
        "sessions_authorised_absence",
        "sessions_unauthorised_absence",
        "sessions_late",
        "late_in_window",
        "unauthorised_10_school_weeks.current",
        "unauthorised_12_weeks.current",
        "leave_10_school_weeks.current",
        "recent.sessions_absent",
        "n_unresolved",
        "n_in_10_school_weeks",
        "evidence_period.unauthorised",
        "evidence_period.absent",
        "evidence_period.n_marks",
    }
)
WITHOUT_MARKS = frozenset(
    {
        "sessions_possible",
        "sessions_unmarked",
        "planned_sessions_of_year",
        "recent.sessions_possible",
        "compulsory_school_age",
        "evidence_period.weeks",
    }
)
AT_LEAST = frozenset(
    {"illness.cumulative_days", "illness.cumulative_days_this_year", "weekday_flagged"}
) | frozenset(name for name in FACT_NAMES if name.endswith(".peak"))


def a_rule_each(pack: Pack) -> Pack:
    """The pack with one rule for each fact, crossed wherever there is one or more, or a yes."""
    rules = tuple(
        build_rule(
            name,
            when=Holds(name, "?") if fact.yes_no else Compare(name, Operator.AT_LEAST, "one_or_more", "?"),
            span=pack.span,
        )
        for name, fact in FACT_NAMES.items()
    )
    return replace(pack, rules=rules)


def run_of(measures: dict[str, Any], name: str) -> dict[str, Any]:
    for step in name.split(".")[:-1]:
        measures = measures[step]
    return measures


def check(fact: Fact, measures: dict[str, Any]) -> None:
    listed = [(mark["date"], mark["session"]) for mark in fact.sessions]
    assert listed == sorted(set(listed))
    if fact.name in A_MARK_EACH:
        assert len(listed) == fact.value
    elif fact.name.endswith(("longest.days", "current.days", "_run.days")):
        assert len(listed) == run_of(measures, fact.name)["sessions"]
    elif fact.name in AT_LEAST:
        assert len(listed) >= int(fact.value or 0)
    elif fact.name in WITHOUT_MARKS:
        assert listed == []
    else:
        assert FACT_NAMES[fact.name].listed in ("absence", "recent", "nothing_lately")


@settings(max_examples=25)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_every_count_opens_to_all_of_its_marks(seed: int) -> None:
    chance, pack = Random(seed), a_rule_each(CAMBRIDGESHIRE)  # noqa: S311  (a case, not a secret)
    case = build_case(chance, pack.codes, pupils=4)
    case = replace(case, on=max(case.on, pack.span.first + timedelta(days=chance.randrange(300))))

    assessment = assess_pupils(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        pack=pack,
        on=case.on,
        known_at=case.known_at,
        known_at_text=None,
        everything=True,
    )

    for pupil in assessment.pupils:
        for finding in pupil.findings:
            if finding.outcome is Outcome.MET:
                check(finding.because.facts[0], pupil.measures)


def test_a_fact_without_marks_is_one_that_no_mark_can_stand_behind() -> None:
    assert {name for name, fact in FACT_NAMES.items() if not fact.listed} == WITHOUT_MARKS
