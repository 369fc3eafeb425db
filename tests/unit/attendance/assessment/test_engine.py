from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.assessment.engine import find, findings, shown_notes, stage_of_each_track
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.packs.condition_shape import Holds, NoneOf
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.factories.facts import KnownFacts, build_facts
from tests.factories.rules import (
    ALWAYS,
    FIRST_DAY,
    ON,
    build_finding,
    build_note,
    build_pack,
    build_rule,
    build_stage,
    build_value,
)

MET, NOT_MET, CANNOT_TELL = Outcome.MET, Outcome.NOT_MET, Outcome.CANNOT_TELL
OF_AGE = Holds("compulsory_school_age", "Of age?")


def ids(found):
    return [finding.rule.id for finding in found]


def test_the_stage_of_a_track_is_the_highest_that_is_met():
    found = [build_stage("one", 1), build_stage("three", 3), build_stage("two", 2)]

    assert ids(stage_of_each_track(found)) == ["three"]


def test_a_higher_stage_that_is_not_met_or_not_known_does_not_count():
    found = [build_stage("one", 1), build_stage("two", 2, NOT_MET), build_stage("three", 3, CANNOT_TELL)]

    assert ids(stage_of_each_track(found)) == ["one"]


def test_where_no_stage_is_met_it_is_the_first_that_cannot_be_told():
    found = [
        build_stage("three", 3, CANNOT_TELL),
        build_stage("two", 2, CANNOT_TELL),
        build_stage("one", 1, NOT_MET),
    ]

    assert ids(stage_of_each_track(found)) == ["two"]


def test_a_track_on_which_nothing_is_met_or_unknown_has_no_stage():
    assert stage_of_each_track([build_stage("one", 1, NOT_MET)]) == []


def test_each_track_has_its_own_stage():
    found = [
        build_stage("a2", 2, track="map"),
        build_stage("b1", 1, track="framework"),
        build_stage("a1", 1, track="map"),
    ]

    assert ids(stage_of_each_track(found)) == ["a2", "b1"]


def test_a_prompt_is_no_stage():
    assert stage_of_each_track([build_finding("prompt")]) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 1), ["always", "from_september"]),
        (date(2025, 8, 31), ["always", "to_august"]),
    ],
)
def test_only_rules_in_force_on_the_day_are_judged(day, expected):
    pack = build_pack(
        build_rule("always"),
        build_rule("from_september", span=DateSpan(date(2025, 9, 1))),
        build_rule("to_august", span=DateSpan(FIRST_DAY, date(2025, 8, 31))),
    )

    found = findings(build_facts(persistently_absent=True), PackDay(pack, day), extra={})

    assert ids(found) == expected


@pytest.mark.parametrize(("known", "outcome"), [(True, MET), (False, NOT_MET), (None, CANNOT_TELL)])
def test_a_rule_comes_out_as_its_condition_does(known, outcome):
    found = find(
        build_rule("rule"), build_facts(persistently_absent=known), PackDay(build_pack(), ON), extra={}
    )

    assert (found.outcome, found.because.outcome, found.on) == (outcome, outcome, ON)


def test_a_note_is_shown_only_where_its_condition_is_met():
    notes = (
        build_note("plain", "Always so."),
        build_note("of_age", "Of age.", OF_AGE),
        build_note("young", "Too young.", NoneOf((OF_AGE,), "Young?")),
    )
    rule = build_rule("rule", notes=("plain", "of_age", "young"))
    pack = build_pack(rule, notes=notes)

    shown = {
        age: shown_notes(rule, build_facts(compulsory_school_age=age), PackDay(pack, ON), extra={})
        for age in (True, False, None)
    }

    assert shown[True] == ("Always so. [A paper, page 1]", "Of age. [A paper, page 1]")
    assert shown[False] == ("Always so. [A paper, page 1]", "Too young. [A paper, page 1]")
    assert shown[None] == ("Always so. [A paper, page 1]",)


def test_the_sentences_of_a_finding_are_filled():
    rule = build_rule(
        "rule", text="{sessions_late} late of {limit}", text_parent="{name} was late", notes=("n",)
    )
    pack = build_pack(
        rule,
        values=(build_value("limit", Fraction(5)),),
        notes=(build_note("n", "Late {sessions_late} times."),),
    )

    found = find(rule, build_facts(sessions_late=3), PackDay(pack, ON), extra={"name": "Ada"})

    assert (found.text, found.text_parent) == ("3 late of 5", "Ada was late")
    assert found.notes == ("Late 3 times. [A paper, page 1]",)


MARKS = ({"date": "2026-03-02", "session": "AM", "code": "O"},)


class WithMarks(KnownFacts):
    """The same marks behind every fact."""

    def marked(self, name):
        return super().marked(name)._replace(sessions=MARKS)


@pytest.mark.parametrize(("known", "marks"), [(True, MARKS), (None, MARKS), (False, ())])
def test_marks_are_listed_unless_the_line_is_not_crossed(known, marks):
    facts = WithMarks({"persistently_absent": known})

    found = find(build_rule("rule", when=ALWAYS), facts, PackDay(build_pack(), ON), extra={})

    assert found.because.facts[0].sessions == marks
