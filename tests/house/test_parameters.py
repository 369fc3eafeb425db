"""The tables in policy/ that lead from each thing a body's document says to where its pack says it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from supportfirst.attendance.packs.load import POLICY, load_pack
from supportfirst.attendance.packs.worked_cases import read_cases

FILLED = Path(__file__).parents[1] / "data" / "policy_parameters.csv"
BODIES = ("england", "essex", "cambridgeshire", "halton", "widnes-academy", "coventry")


def filled(body: str) -> list[str]:
    """What the body's document says something about, in the order of the analysis."""
    with FILLED.open(encoding="utf-8", newline="") as stream:
        return [row["parameter"] for row in csv.DictReader(stream) if row["body"] == body]


def table(body: str) -> list[dict[str, str]]:
    with (POLICY / body / "parameters.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def names_in(body: str) -> set[str]:
    pack = load_pack(body)
    named = (pack.values, pack.facts, pack.records, pack.tracks, pack.moves, pack.entries, pack.notes)
    windows, rules = {window.id for window in pack.windows}, {rule.id for rule in pack.rules}
    return {pack.id, *rules, *windows, *pack.codes.symbols(), *(name for held in named for name in held)}


@pytest.mark.parametrize("body", BODIES)
def test_every_filled_cell_has_a_row_and_every_row_a_key(body):
    rows, cells = Counter(row["parameter"] for row in table(body)), Counter(filled(body))

    assert [name for name in cells if not rows[name]] == []
    assert [name for name, times in rows.items() if times > cells[name]] == []  # a name may stand twice
    assert [row["parameter"] for row in table(body) if not row["key"].split() or not row["says"]] == []


@pytest.mark.parametrize("body", BODIES)
def test_every_key_is_in_the_pack(body):
    known = names_in(body)

    assert {key for row in table(body) for key in row["key"].split()} - known == set()


@pytest.mark.parametrize("body", BODIES)
def test_every_worked_case_that_is_named_exists(body):
    layers = (*load_pack(body).over, body)
    cases = {case.name for layer in layers for case in read_cases(POLICY / layer)[0]}

    assert {row["worked_case"] for row in table(body) if row["worked_case"]} - cases == set()


@pytest.mark.parametrize("body", BODIES)
def test_what_is_judged_is_shown_by_a_worked_case(body):
    judged = {rule.id for rule in load_pack(body).rules}
    rows = [row for row in table(body) if judged.intersection(row["key"].split())]

    assert [row["parameter"] for row in rows if not row["worked_case"]] == []
