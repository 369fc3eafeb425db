from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.assessment.conditions import judge
from supportfirst.attendance.assessment.explain import sentences
from supportfirst.attendance.assessment.finding import Outcome
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
from tests.factories.facts import build_facts
from tests.factories.rules import ALWAYS, build_pack, build_value

ON = date(2026, 3, 2)
ENGLAND = load_pack("england")
ENGLAND_NOW = PackDay(ENGLAND, ON)
MET, NOT_MET, CANNOT_TELL = Outcome.MET, Outcome.NOT_MET, Outcome.CANNOT_TELL
ENOUGH = Compare(
    "unauthorised_10_school_weeks.current",
    Operator.AT_LEAST,
    "penalty_notice.threshold_sessions",
    "Are there enough sessions?",
)
OF_AGE = Holds("compulsory_school_age", "Is the pupil of compulsory school age?")


@pytest.mark.parametrize(
    ("sessions", "of_age", "outcome"),
    [
        (10, True, MET),
        (9, True, NOT_MET),
        (9, None, NOT_MET),  # decided already: the unknown cannot change it
        (10, None, CANNOT_TELL),
        (10, False, NOT_MET),
        (None, True, CANNOT_TELL),
    ],
)
def test_all_of_weighs_what_is_unknown(sessions, of_age, outcome):
    facts = build_facts(unauthorised_10_school_weeks__current=sessions, compulsory_school_age=of_age)

    reason = judge(AllOf((ENOUGH, OF_AGE), "May a notice be considered?"), facts, ENGLAND_NOW)

    assert reason.outcome is outcome


@pytest.mark.parametrize(
    ("first", "second", "any_of", "none_of"),
    [
        (True, None, MET, NOT_MET),
        (False, None, CANNOT_TELL, CANNOT_TELL),
        (False, False, NOT_MET, MET),
    ],
)
def test_any_of_and_none_of_are_each_others_opposite(first, second, any_of, none_of):
    facts = build_facts(zero_since_autumn=first, none_in_3_weeks=second)
    parts = (Holds("zero_since_autumn", "None since autumn?"), Holds("none_in_3_weeks", "None in 3 weeks?"))

    assert judge(AnyOf(parts, "Any?"), facts, ENGLAND_NOW).outcome is any_of
    assert judge(NoneOf(parts, "None?"), facts, ENGLAND_NOW).outcome is none_of


@pytest.mark.parametrize(
    ("absent", "possible", "outcome"),
    [(38, 380, MET), (37, 380, NOT_MET), (1, 11, NOT_MET), (0, 0, CANNOT_TELL)],
)
def test_a_share_is_held_in_whole_sessions(absent, possible, outcome):
    facts = build_facts(sessions_absent=absent, sessions_possible=possible)
    share = Share("sessions_absent", "sessions_possible", Operator.AT_LEAST, "pa_headline", "A tenth?")

    assert judge(share, facts, ENGLAND_NOW).outcome is outcome


def test_a_threshold_that_is_not_yet_in_force_is_never_met():
    facts = build_facts(unauthorised_10_school_weeks__current=50)

    reason = judge(ENOUGH, facts, PackDay(ENGLAND, date(2024, 8, 18)))

    assert reason.outcome is NOT_MET
    assert "in force on 2024-08-18" in reason.because


LAPSED = build_value("lapsed", 3, first=date(2025, 9, 1), last=date(2026, 2, 28))


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2025, 8, 31), NOT_MET),  # no law yet
        (date(2025, 9, 1), MET),
        (date(2026, 2, 28), MET),
        (date(2026, 3, 1), CANNOT_TELL),  # what came after it nobody has written down
    ],
)
def test_a_value_that_has_ended_does_not_read_as_no(on, outcome):
    line = Compare("sessions_late", Operator.AT_LEAST, "lapsed", "Often late?")

    assert (
        judge(line, build_facts(sessions_late=5), PackDay(build_pack(values=(LAPSED,)), on)).outcome
        is outcome
    )


def test_a_group_of_none_says_that_none_of_its_parts_holds():
    short = Share("sessions_attended", "sessions_possible", Operator.LESS_THAN, "sa_headline", "In Stage 3?")
    facts = build_facts(sessions_attended=67, sessions_possible=96)

    met = judge(NoneOf((short,), "Is it short of Stage 3?"), facts, ENGLAND_NOW)
    unmet = judge(NoneOf((ALWAYS,), "None?"), build_facts(persistently_absent=True), ENGLAND_NOW)

    assert met.because.startswith("none of these holds: 67 of 96 (69.8%")
    assert unmet.outcome is NOT_MET
    assert "none of these" not in unmet.because


def test_the_explanation_names_the_missing_fact_the_number_and_the_source():
    facts = build_facts(unauthorised_10_school_weeks__current=12)

    told = list(sentences(judge(AllOf((ENOUGH, OF_AGE), "Consider it?"), facts, ENGLAND_NOW)))

    assert told[0].startswith("Consider it? Cannot tell: not known: of compulsory school age")
    assert told[1].startswith(
        "  Are there enough sessions? Yes: unauthorised sessions in the counting window of school weeks: 12; "
        "the line is at least 10. [Working together to improve school attendance"
    )
    assert told[2].startswith("  Is the pupil of compulsory school age? Cannot tell:")
