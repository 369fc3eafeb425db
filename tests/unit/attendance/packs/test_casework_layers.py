from __future__ import annotations

import pytest

from supportfirst.attendance.packs.condition_shape import AllOf, Holds
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.naming import facts_behind, values_of_rule
from supportfirst.attendance.packs.shape import Pack, RouteTerms, Rule
from tests.factories.casework_folders import (
    CASEWORK,
    TOWN_EVIDENCE,
    TOWN_NARROWS,
    rule,
    write_borough,
    write_casework,
)


def rule_of(pack: Pack, name: str) -> Rule:
    return next(each for each in pack.rules if each.id == name)


# --- which rules need a case --------------------------------------------------------------------------


def town_rule(text: str, more: str = "", *, when: str = "{asks: Is it so?, fact: missed, value: threshold}"):
    plain = rule("town.rule", "prompt", more, when=when).replace("source: act", "source: bylaw")
    return "rules:\n" + plain.replace("    text: A prompt.", f"    text: {text}")


@pytest.mark.parametrize(
    ("rules", "needs"),
    [
        (town_rule("A prompt."), False),
        (town_rule("'{missed} sessions, {fee} pounds.'"), False),
        (town_rule("'Sent on {letter.sent_on}.'"), True),
        (town_rule("A prompt.", when="{asks: Was it sent?, holds: letter.sent}"), True),
        (town_rule("A prompt.", "    each: parent\n"), True),
        (town_rule("A prompt.", "    values_on: letter.sent_on\n"), True),
        (town_rule("A prompt.", when="{asks: Is the way gentle?, switch: way, is: gentle}"), False),
    ],
)
def test_a_rule_that_names_a_fact_of_the_case_needs_one(tmp_path, rules, needs):
    write_casework(tmp_path)

    town = load_pack(str(write_borough(tmp_path, rules=rules)))

    assert rule_of(town, "town.rule").needs_case is needs


def test_a_note_of_a_layer_over_it_may_make_a_rule_need_a_case(tmp_path):
    write_casework(tmp_path)
    rules = """notes:
  sent: {text: "Sent on {letter.sent_on}.", source: bylaw, passage: rule 1}
notes_on: {land.crossed: [sent]}
"""

    land = load_pack(str(tmp_path / "land"))
    town = load_pack(str(write_borough(tmp_path, rules=rules)))

    assert rule_of(land, "land.crossed").needs_case is False
    assert rule_of(town, "land.crossed").needs_case is True
    assert rule_of(town, "land.crossed").notes == ("near", "sent")


# --- layers -----------------------------------------------------------------------------------------


def test_a_narrowed_route_asks_for_all_that_it_did_and_for_more(tmp_path):
    write_casework(tmp_path)
    beneath = rule_of(load_pack(str(tmp_path / "land")), "land.route").terms

    terms = rule_of(
        load_pack(str(write_borough(tmp_path, rules=TOWN_EVIDENCE + TOWN_NARROWS))), "land.route"
    ).terms

    assert isinstance(beneath, RouteTerms)
    assert isinstance(terms, RouteTerms)
    assert terms.opens == AllOf(
        (beneath.opens, Holds("letter.answered", "Was it answered?")), beneath.opens.asks
    )
    assert terms.needs == ("papers", "town papers")
    assert terms.opens_on == "letter.sent_on"
    assert [str(source) for source in terms.narrowed_by] == ["The Town's Framework, rule 1"]


def test_a_layer_holds_its_own_casework_beside_what_lies_beneath(tmp_path):
    write_casework(tmp_path)
    own = {
        "records": "records: {town_call: {title: A call}}\n",
        "facts": "facts: {town.called: {words: they called, any: [town_call, letter]}}\n",
        "entries": "roles: {town.clerk: {title: Clerk, body: authority, source: bylaw, passage: rule 1}}\n",
        "tracks": "tracks: {town way: {title: Ours, text: Ours., source: bylaw, passage: rule 1}}\n",
    }

    town = load_pack(str(write_borough(tmp_path, **own)))

    assert {"letter", "town_call"} <= set(town.records)
    assert {"letter.sent", "town.called"} <= set(town.facts)
    assert {"head", "town.clerk"} <= set(town.entries)
    assert {"land way", "town way"} == set(town.tracks)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("records", "how many pages", "how many sheets"),
        ("facts", "a letter was sent", "some letter was sent"),
        ("entries", "It says why", "It tells why"),
        ("tracks", "How a case goes.", "How a case moves."),
    ],
)
def test_the_fingerprint_covers_casework(tmp_path, part, old, new):
    before = load_pack(str(write_casework(tmp_path / "one"))).fingerprint
    changed = CASEWORK[f"{part}/all.yaml"].replace(old, new, 1)

    after = load_pack(str(write_casework(tmp_path / "two", **{part: changed}))).fingerprint

    assert before != after


# --- what a rule rests on -----------------------------------------------------------------------------


def test_a_rule_rests_on_the_values_of_the_facts_behind_it(tmp_path):
    rules = CASEWORK["rules/casework.yaml"].replace("holds: letter.sent}", "holds: letters.enough}", 1)
    land = load_pack(str(write_casework(tmp_path, casework=rules)))
    asks = {name: fact.ask for name, fact in land.facts.items()}
    first = rule_of(land, "land.first")

    assert set(values_of_rule(first, asks)) == {"most_letters", "new_letters_from", "answer_days"}
    assert values_of_rule(first, asks, in_conditions=False) == ()
    assert set(values_of_rule(rule_of(land, "land.step"), asks)) == {"answer_days"}


def test_each_fact_behind_another_is_met_once(tmp_path):
    land = load_pack(str(write_casework(tmp_path)))
    asks = {name: fact.ask for name, fact in land.facts.items()}

    behind = facts_behind(["letters.enough", "letter.count"], asks)

    names = {name for name, ask in asks.items() if ask in behind}
    assert names == {"letters.enough", "letter.count", "letter.is_last", "letter.first_on", "letter.sent_on"}
    assert len(behind) == len(names)
