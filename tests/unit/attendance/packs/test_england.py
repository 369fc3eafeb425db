"""What the shipped packs say, held against the texts they cite: dates, numbers and classes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.codes.codebook import CodeStanding
from supportfirst.attendance.packs.lint import check_pack
from supportfirst.attendance.packs.load import calendar_bytes, calendar_names, load_pack, pack_names
from supportfirst.attendance.packs.shape import NotInForce, RouteTerms
from tests.factories.pack_folders import CHECKED, TOWN, write_files

BEFORE_2013, BEFORE_2024, TODAY = date(2013, 7, 1), date(2024, 7, 1), date(2026, 11, 20)
PUBLISHED = Path(__file__).parents[3] / "data" / "published"


@pytest.fixture(scope="module")
def england():
    return load_pack("england")


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2006-09-01", 20),
        ("2010-08-31", 20),
        ("2010-09-01", 15),
        ("2015-08-31", 15),
        ("2015-09-01", 10),
        ("2026-11-20", 10),
    ],
)
def test_persistent_absence_has_its_history(england, day, percent):
    assert england.value("pa_headline", date.fromisoformat(day)).value == percent


def test_there_was_no_national_threshold_before_19_august_2024(england):
    assert england.value("penalty_notice.threshold_sessions", date(2024, 8, 19)).value == 10
    with pytest.raises(NotInForce):
        england.value("penalty_notice.threshold_sessions", date(2024, 8, 18))


@pytest.mark.parametrize(
    ("symbol", "day", "statistical_class"),
    [
        ("J", BEFORE_2024, "approved educational activity"),
        ("J1", TODAY, "authorised absence"),
        ("F", BEFORE_2013, "authorised absence"),
        ("H", BEFORE_2024, "authorised absence"),
        ("Y", BEFORE_2024, "not a possible session"),
        ("Y4", TODAY, "not a possible session"),
        ("K", TODAY, "approved educational activity"),
        ("D", TODAY, "not a possible session"),
        ("X", TODAY, "not a possible session"),
        ("Z", TODAY, "administrative"),
        ("#", TODAY, "administrative"),
        ("C2", TODAY, "authorised absence"),
        ("U", TODAY, "unauthorised absence"),
    ],
)
def test_a_code_has_the_class_of_its_day(england, symbol, day, statistical_class):
    found = england.codes.read(symbol, day)

    assert found.standing is CodeStanding.IN_FORCE
    assert found.code.statistical_class == statistical_class


@pytest.mark.parametrize(
    ("symbol", "last", "next_day"),
    [("F", date(2013, 8, 31), date(2013, 9, 1)), ("H", date(2024, 8, 18), date(2024, 8, 19))],
)
def test_a_withdrawn_code_ends_on_its_day(england, symbol, last, next_day):
    assert england.codes.read(symbol, last).standing is CodeStanding.IN_FORCE
    assert england.codes.read(symbol, next_day).standing is CodeStanding.WITHDRAWN


@pytest.mark.parametrize("symbol", ["K", "Q", "Y1", "J1", "C1"])
def test_a_code_of_2024_is_not_in_force_before(england, symbol):
    assert england.codes.read(symbol, date(2024, 8, 18)).standing is CodeStanding.NOT_YET
    assert england.codes.read(symbol, date(2024, 8, 19)).standing is CodeStanding.IN_FORCE


@pytest.mark.parametrize("day", [BEFORE_2013, BEFORE_2024, TODAY])
def test_the_codes_that_count_are_those_that_the_screens_name(england, day):
    counting = {code.symbol for code in england.codes.codes if day in code.span and code.counts_to_threshold}

    assert counting == set(england.value("unauthorised_codes", day).value)


def test_n_is_reworded_in_july_2026(england):
    wordings = [england.codes.read("N", day).code for day in (date(2026, 6, 30), date(2026, 7, 1))]

    assert wordings[0].meaning != wordings[1].meaning
    assert wordings[1].meaning == "reason for absence not yet established"
    assert wordings[1].source.id == "working-together-2026"


def test_late_marks_are_l_and_u(england):
    assert {code.symbol for code in england.codes.codes if code.late} == {"L", "U"}


def test_every_code_and_value_of_every_pack_cites_a_passage():
    for name in pack_names():
        pack = load_pack(name)
        steps = [step for value in pack.values.values() for step in value.steps]
        cited = [code.source for code in pack.codes.codes] + [step.source for step in steps]
        assert all(source is not None and source.passage and source.confidence for source in cited)
        assert all(value.review_on for value in pack.values.values())


def test_bank_holidays_are_those_that_gov_uk_publishes(england):
    events = json.loads((PUBLISHED / "govuk_bank_holidays_england_and_wales.json").read_text())["events"]

    assert set(england.bank_holidays) == {date.fromisoformat(event["date"]) for event in events}


def test_the_built_in_calendars_are_the_published_terms():
    published = json.loads((PUBLISHED / "school_term_dates.json").read_text())["calendars"]
    terms = {tuple((term["from"], term["to"]) for term in calendar["terms"]) for calendar in published}

    built_in = {
        tuple(tuple(row.split(",")[:2]) for row in calendar_bytes(name).decode().splitlines()[1:])
        for name in calendar_names()
    }

    assert built_in == terms


def test_only_rules_that_step_towards_a_sanction_are_marked_legal():
    rules = [rule for name in pack_names() for rule in load_pack(name).rules]

    assert {rule.id for rule in rules if rule.legal and not rule.needs_case} == {
        "england.penalty_notice_threshold",
        "england.leave_threshold",
        "coventry.leave_route",
        "coventry.penalty_request",
        "halton.persistent_absence_of_school_age",
        "halton.warning_letter",
        "widnes.enforcement",
        "widnes.ground.leave",
        "widnes.ground.leave_2023",
        "widnes.penalty_condition",
        "cambridgeshire.evidence_period",
    }


def test_every_national_route_but_support_is_a_legal_step(england):
    routes = {rule.id: rule for rule in england.rules if isinstance(rule.terms, RouteTerms)}

    assert [name for name, rule in routes.items() if not rule.legal] == ["england.route.attendance_contract"]
    assert {
        name
        for name, rule in routes.items()
        if isinstance(rule.terms, RouteTerms) and "sanctions" in rule.terms.groups
    } == {
        "england.route.penalty_notice",
        "england.route.leave_penalty_notice",
        "england.route.prosecution_444_1",
        "england.route.prosecution_444_1A",
    }


MOVED = [
    ("illness_code", "code", "value: O"),
    ("unexplained_code", "code", "value: O"),
    ("leave.threshold_sessions", "sessions", 'operator: ">=", value: 40'),
    ("recent.school_weeks", "school weeks", "value: 0"),
    ("one_or_more", "sessions", 'operator: ">=", value: 40'),
    ("none_in_window.calendar_days", "calendar days", "value: 365"),
    ("unauthorised_12_weeks.threshold_sessions", "sessions", 'operator: ">=", value: 40'),
    ("fall_levels", "list of percent", 'operator: "<", value: [40]'),
]


@pytest.mark.parametrize(("value", "unit", "said"), MOVED)
def test_an_authority_cannot_move_what_law_or_the_measures_rest_on(tmp_path, value, unit, said):
    step = f"{{start: 2025-09-01, {said}, source: working-together-2024, passage: none}}"
    written = f"{CHECKED}values:\n  {value}: {{question: How many?, unit: {unit}, steps: [{step}]}}\n"
    town = write_files(
        tmp_path / "town",
        {"pack.yaml": TOWN.replace("over: land", "over: england"), "values/all.yaml": written},
    )

    assert {(each.kind, each.line) for each in check_pack(town)} == {("loosened", 3)}
