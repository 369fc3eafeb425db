"""Every number, operator, date and unit of the shipped packs, moved one step, is noticed.

The long test is `make mutate` over all packs. The quick ones hold its parts: which scalars are
moved, and that the quick judging of a case says what the whole judging says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.mutate_packs import (
    MOST_IN_A_HUNDRED,
    SURVIVORS,
    Bench,
    all_fates,
    nearest,
    reasons,
)
from scripts.pack_mutants import Mutant, mutants, mutated
from scripts.quick_cases import QuickCase, quick
from supportfirst.attendance.assessment.slots import SLOT_NAMES
from supportfirst.attendance.casebook.worked_cases import cases_otherwise
from supportfirst.attendance.packs.build import PACK_FILES, build_pack
from supportfirst.attendance.packs.cache import FolderText, read_folder
from supportfirst.attendance.packs.load import POLICY, load_pack, pack_names
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.worked_cases import WorkedCase, read_cases

SCHOOL = "widnes-academy"  # the smallest pack
VALUES = """
checked: {by: somebody, on: 2026-11-16, next: 2027-06-30}
values:
  a.number: {question: How many?, unit: weeks, checked: {by: somebody, on: 2026-01-01}, steps: [
    {start: 2024-08-19, end: 2025-08-31, operator: ">=", value: 10, source: act, passage: section 3}]}
  a.decimal: {unit: percent, steps: [{value: 47.6}]}
  a.nothing: {unit: times, steps: [{value: 0}]}
  a.switch: {unit: yes or no, steps: [{value: yes}]}
  a.word: {unit: text, steps: [{value: caution}]}
  a.day: {unit: text, steps: [{value: 2024-08-19}]}
  a.list: {unit: list of percent, steps: [{value: [50, 40]}]}
"""
RULES = """
rules:
  a.rule: {kind: prompt, first_day: 2024-08-19, when: {asks: Is it?, fact: missed, value: a.number, is: "<"}}
"""
FACTS = """
facts:
  a.end: {last_day: {from: a.begin, length: a.number, counting: after}}
  a.taken: {this: taken, is: [yes]}
"""


def moved(tmp_path: Path, name: str, text: str) -> set[str]:
    file = tmp_path / "town" / name
    file.parent.mkdir(parents=True)
    file.write_text(text)
    found = mutants(read_folder(tmp_path / "town", PACK_FILES))
    return {each.id.removeprefix(f"town/{name} ") for each in found}


def test_every_kind_of_scalar_of_a_value_is_moved_and_its_checked_day_is_not(tmp_path):
    assert moved(tmp_path, "values/all.yaml", VALUES) == {
        "values.a.number.unit weeks > school weeks",
        "values.a.number.steps.0.start 2024-08-19 > 2024-08-18",
        "values.a.number.steps.0.start 2024-08-19 > 2024-08-20",
        "values.a.number.steps.0.end 2025-08-31 > 2025-08-30",
        "values.a.number.steps.0.end 2025-08-31 > 2025-09-01",
        "values.a.number.steps.0.operator >= > >",
        "values.a.number.steps.0.value 10 > 9",
        "values.a.number.steps.0.value 10 > 11",
        "values.a.decimal.steps.0.value 47.6 > 47.1",
        "values.a.decimal.steps.0.value 47.6 > 48.1",
        "values.a.nothing.steps.0.value 0 > 1",
        "values.a.switch.steps.0.value yes > no",
        "values.a.word.steps.0.value caution > another",
        "values.a.day.steps.0.value 2024-08-19 > 2024-08-18",
        "values.a.day.steps.0.value 2024-08-19 > 2024-08-20",
        "values.a.list.steps.0.value.0 50 > 49",
        "values.a.list.steps.0.value.0 50 > 51",
        "values.a.list.steps.0.value.1 40 > 39",
        "values.a.list.steps.0.value.1 40 > 41",
    }


def test_the_days_and_operators_of_a_rule_are_moved(tmp_path):
    assert moved(tmp_path, "rules/all.yaml", RULES) == {
        "rules.a.rule.first_day 2024-08-19 > 2024-08-18",
        "rules.a.rule.first_day 2024-08-19 > 2024-08-20",
        "rules.a.rule.when.is < > <=",
    }


def test_what_a_fact_counts_from_and_asks_for_is_moved(tmp_path):
    assert moved(tmp_path, "facts/all.yaml", FACTS) == {
        "facts.a.end.last_day.counting after > beginning with",
        "facts.a.taken.is.0 yes > no",
    }


def test_a_mutant_changes_its_one_scalar_and_leaves_the_folder_as_it_was():
    text = read_folder(POLICY / SCHOOL, PACK_FILES)
    [mutant] = mutant_named(text, "values.widnes.second_review.steps.0.value 2 > 3")

    changed = mutated(text, mutant)

    ids = {each.id for each in mutants(text)}
    assert ids ^ {each.id for each in mutants(changed)} == {
        f"{SCHOOL}/values/school.yaml values.widnes.second_review.steps.0.value {step}"
        for step in ("2 > 1", "2 > 3", "3 > 2", "3 > 4")
    }


def mutant_named(text: FolderText, ending: str) -> list[Mutant]:
    return [each for each in mutants(text) if each.id.endswith(ending)]


def pack_with(ending: str) -> Pack:
    text = read_folder(POLICY / SCHOOL, PACK_FILES)
    [mutant] = mutant_named(text, ending)
    built = build_pack(mutated(text, mutant), load_pack("halton"), facts=SLOT_NAMES)
    assert not built.problems
    return built.pack


@pytest.fixture(scope="module")
def school_cases() -> list[QuickCase]:
    return quick(read_cases(POLICY / SCHOOL)[0], load_pack(SCHOOL))


def red(pack: Pack, cases: list[WorkedCase]) -> Iterator[str]:
    return (case.name for case in cases if next(cases_otherwise(pack, [case]), None))


def test_no_case_judged_quickly_comes_out_otherwise_under_its_own_pack(school_cases):
    pack = load_pack(SCHOOL)

    assert [each.case.name for each in school_cases if each.otherwise(pack)] == []
    assert [each.case.name for each in school_cases if each.shown_otherwise(pack)] == []


@pytest.mark.parametrize(
    "ending",
    [
        "widnes.missing_school_days.steps.0.value 10 > 11",
        "widnes.second_review.steps.0.value 2 > 3",
        "widnes.surgery_percent.steps.0.operator < > <=",
    ],
)
def test_quick_judging_finds_the_same_cases_red_as_whole_judging(school_cases, ending):
    pack = pack_with(ending)

    found = [each.case.name for each in school_cases if each.otherwise(pack)]

    assert found == list(red(pack, [each.case for each in school_cases]))
    assert found


def test_cases_of_a_file_of_the_same_name_are_judged_first(school_cases):
    [mutant] = mutant_named(
        read_folder(POLICY / SCHOOL, PACK_FILES), "widnes.missing_school_days.steps.0.value 10 > 11"
    )

    first = nearest(school_cases, mutant)[0].case

    assert first.file == f"{SCHOOL}/worked_cases/school.yaml"
    assert any("missing" in key for key in first.expected)


def test_each_way_of_noticing_a_mutant_is_told_apart():
    bench = Bench(SCHOOL)
    text = bench.own.text
    endings = (
        "rules.widnes.missing_child.first_day 2023-09-01 > 2023-08-31",
        "rules.widnes.missing_child.first_day 2023-09-01 > 2023-09-02",
        "widnes.missing_school_days.steps.0.value 10 > 11",
    )

    told = [bench.fate(mutant_named(text, ending)[0]).killed_by for ending in endings]

    assert told[:2] == ["building", "in_force.yaml"]
    assert told[2] in {each.case.name for each in bench.own.cases}


def test_every_known_survivor_has_a_reason_and_is_a_mutant():
    known = reasons()

    every = {each.id for name in pack_names() for each in mutants(read_folder(POLICY / name, PACK_FILES))}
    assert [mutant for mutant, reason in known.items() if not reason.strip()] == []
    assert sorted(known.keys() - every) == []
    assert 100 * len(known) <= MOST_IN_A_HUNDRED * len(every)
    assert SURVIVORS.read_text(encoding="utf-8").count("\n") == len(known) + 1


@pytest.mark.long
def test_what_nothing_notices_is_what_is_listed():
    told = list(all_fates(pack_names()))

    alive = {fate.mutant for fate in told if not fate.killed_by}
    assert sorted(alive ^ reasons().keys()) == []
    assert 100 * len(alive) <= MOST_IN_A_HUNDRED * len(told)
