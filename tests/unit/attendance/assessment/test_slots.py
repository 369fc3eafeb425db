from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.assessment.fact_names import FACT_NAMES
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.slots import SUPPLIED, days_in_words, fill, show_days
from supportfirst.attendance.packs.value_words import content_in_words
from supportfirst.attendance.vocabulary.days import show_day
from tests.factories.facts import build_facts
from tests.factories.rules import ON, build_pack, build_value

ONE_DECIMAL = build_value("percent_display_decimals", 1)
PACK = build_pack(
    values=(
        ONE_DECIMAL,
        build_value("limit", 10),
        build_value("half", Fraction(5, 2)),
        build_value("codes", ["G", "N", "O"]),
        build_value("past", 4, last=date(2025, 8, 31)),
        build_value("word", "continuous"),
        build_value("offence_444_1A.fine", 2500),
    )
)
FACTS = build_facts(sessions_possible=380, sessions_absent=38, sessions_late=0, persistently_absent=True)


def filled(text: str, facts=FACTS, **extra: str) -> str:
    return fill(text, facts=facts, day=PackDay(PACK, ON), extra=extra)


@pytest.mark.parametrize(
    ("slot", "shown"),
    [
        ("{attendance}", "90.0% (342 of 380 sessions)"),
        ("{absence}", "10.0% (38 of 380 sessions)"),
        ("{days_absent}", "19.0"),
        ("{on}", "2 March 2026"),
    ],
)
def test_what_is_made_from_facts(slot, shown):
    assert filled(slot) == shown


@pytest.mark.parametrize("name", sorted(SUPPLIED))
def test_what_the_school_supplies_is_taken_as_it_is(name):
    assert filled(f"<{{{name}}}>", **{name: "as told"}) == "<as told>"


@pytest.mark.parametrize("name", sorted(FACT_NAMES))
def test_a_fact_that_is_not_known_says_so(name):
    assert filled(f"{{{name}}}", build_facts()) == "not known"


@pytest.mark.parametrize(
    ("slot", "shown"),
    [("{sessions_late}", "0"), ("{persistently_absent}", "yes"), ("{sessions_absent}", "38")],
)
def test_a_fact_is_shown_as_a_number_or_as_yes_or_no(slot, shown):
    assert filled(slot) == shown


def test_a_fact_that_is_no_is_shown_as_no():
    assert filled("{severely_absent}", build_facts(severely_absent=False)) == "no"


@pytest.mark.parametrize(
    ("slot", "shown"),
    [
        ("{limit}", "10"),
        ("{value:limit}", "10"),
        ("{half}", "2.5"),
        ("{codes}", "G, N, O"),
        ("{word}", "continuous"),
        ("{past}", "not in force"),
        ("{offence_444_1A.fine}", "2500"),
    ],
)
def test_a_value_of_the_pack_is_the_one_in_force(slot, shown):
    assert filled(slot) == shown


@pytest.mark.parametrize("slot", ["{attendance}", "{absence}"])
def test_there_is_no_percentage_of_nothing(slot):
    facts = build_facts(sessions_possible=0, sessions_absent=0)

    assert filled(slot, facts) == "no percentage yet (0 possible sessions)"


def test_a_percentage_is_rounded_as_the_pack_says():
    facts = build_facts(sessions_possible=3, sessions_absent=1)
    finer = build_pack(values=(build_value("percent_display_decimals", 2),))

    assert fill("{absence}", facts=facts, day=PackDay(finer, ON), extra={}) == "33.33% (1 of 3 sessions)"
    assert filled("{absence}", facts) == "33.3% (1 of 3 sessions)"


def test_a_percentage_is_not_rounded_onto_a_line_beside_which_it_stands():
    beside, on = (build_facts(sessions_possible=each, sessions_absent=30) for each in (299, 300))

    assert filled("{absence}", beside) == "10.03% (30 of 299 sessions)"
    assert filled("{absence}", on) == "10.0% (30 of 300 sessions)"


def test_text_without_slots_stays_as_it_is():
    assert filled("Nothing has been decided {yet}.", yet="so far") == "Nothing has been decided so far."


@pytest.mark.parametrize(
    ("day", "shown"), [(date(2026, 9, 2), "2 September 2026"), (date(2026, 1, 31), "31 January 2026")]
)
def test_a_day_is_written_without_a_leading_nought(day, shown):
    assert show_day(day) == shown


@pytest.mark.parametrize(("sessions", "shown"), [(14, "7.0"), (7, "3.5"), (0, "0.0")])
def test_days_are_sessions_divided_by_two(sessions, shown):
    assert show_days(sessions) == shown


@pytest.mark.parametrize(
    ("sessions", "shown"), [(1, "half a day"), (2, "1 day"), (3, "1.5 days"), (14, "7 days"), (0, "0 days")]
)
def test_days_in_a_sentence_are_said_as_people_say_them(sessions, shown):
    assert days_in_words(sessions) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(True, "yes"), (False, "no"), ((4, 7, 10), "4, 7, 10"), ("N", "N")]
)
def test_a_value_is_shown_in_words(value, shown):
    assert content_in_words(value) == shown
