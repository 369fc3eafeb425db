from __future__ import annotations

from dataclasses import replace

import pytest

from supportfirst.attendance.casebook.worked_cases import cases_otherwise, unbound_days
from supportfirst.attendance.packs.load import folder_of, load_pack, pack_names
from supportfirst.attendance.packs.worked_cases import read_cases
from tests.factories.rules import build_value

ENGLAND = load_pack("england")
CASES = [
    case for case in read_cases(folder_of("england"))[0] if case.file.endswith("persistent_absence.yaml")
]
EXACTLY = CASES[0]


def told(case) -> list[tuple[str, str]]:
    return [(fault.column, fault.problem) for fault in cases_otherwise(ENGLAND, [case])]


def test_cases_that_come_out_as_written_are_no_fault():
    assert list(cases_otherwise(ENGLAND, CASES)) == []


def test_an_outcome_that_is_another_is_named_with_both():
    wrong = replace(EXACTLY, expected={"england.persistent_absence": "not_met"}, measures={})

    [fault] = cases_otherwise(ENGLAND, [wrong])

    assert (fault.file, fault.line) == (EXACTLY.file, EXACTLY.line)
    assert fault.problem == (
        "worked case “exactly a tenth missed”, on 2026-05-22: england.persistent_absence should be "
        "“not met” and is “met”"
    )


@pytest.mark.parametrize(
    ("measures", "problem"),
    [
        ({"sessions_possible": 379}, "sessions_possible should be 379 and is 380"),
        ({"persistently_absent": False}, "persistently_absent should be False and is True"),
        ({"recent.moons": 1}, "there is no measure “recent.moons”"),
        ({"sessions_possible.deeper": 1}, "there is no measure “sessions_possible.deeper”"),
    ],
)
def test_a_measure_that_is_another_is_named_with_both(measures, problem):
    [(column, sentence)] = told(replace(EXACTLY, expected={}, measures=measures))

    assert [column] == list(measures)
    assert sentence.endswith(problem)


def test_a_rule_that_is_not_in_force_on_the_day_is_not_judged():
    [(_, sentence)] = told(
        replace(EXACTLY, expected={"england.lost": "met"}, measures={}),
    )

    assert sentence.endswith("should be “met” and is “not judged on this day”")


def test_a_case_that_cannot_be_judged_says_why():
    [(_, sentence)] = told(replace(EXACTLY, on=EXACTLY.on.replace(year=2001)))

    assert "cannot be judged" in sentence
    assert "2001-05-22 is outside this pack" in sentence


@pytest.mark.parametrize("pack", pack_names())
def test_every_pack_can_be_tied_to_the_measures_on_each_day_of_its_own(pack):
    assert unbound_days(load_pack(pack)) == []


def test_a_value_that_begins_too_late_is_told_once_with_the_first_day_without_it():
    late = replace(build_value("recent.school_weeks", 6), unit="school weeks")
    pack = replace(ENGLAND, values={**ENGLAND.values, late.id: late})

    [fault] = unbound_days(pack)

    assert fault.problem == "“recent.school_weeks” has no value on 2006-09-01 (tried for 2006-09-01)"
