from __future__ import annotations

from dataclasses import replace

import pytest

from supportfirst.attendance.assessment.case_items import CaseItem, CaseItems, Status
from supportfirst.attendance.assessment.document import worklist
from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.packs.shape import RuleKind
from tests.factories.rules import build_assessed, build_assessment, build_finding, build_stage, named

LIST = build_finding("list", kind=RuleKind.LIST)
LEGAL = build_finding("threshold", legal=True)
LEAVE = build_finding("leave", legal=True)
UNKNOWN = build_finding("unknown", Outcome.CANNOT_TELL)
UNMET = build_finding("unmet", Outcome.NOT_MET)


def order(*pupils):
    return [row.pupil.upn for row in worklist(build_assessment(*pupils))]


def why(pupil):
    [row] = worklist(build_assessment(pupil))
    return row.why_here


def test_a_line_towards_a_sanction_comes_first_then_the_stage_then_the_sessions_missed():
    pupils = [
        build_assessed("A", LIST, missed=10),
        build_assessed("B", LIST, missed=60),
        build_assessed("C", LIST, build_stage("two", 2), missed=5),
        build_assessed("D", LIST, build_stage("three", 3), missed=1),
        build_assessed("E", LEGAL, missed=2),
        build_assessed("F", LEGAL, LEAVE, missed=1),
    ]

    assert order(*pupils) == ["E", "F", "D", "C", "B", "A"]


def test_a_severely_absent_child_comes_before_every_line_towards_a_sanction():
    severe = build_assessed("S", LIST, missed=1)
    severe = replace(severe, measures={**severe.measures, "severely_absent": True})

    rows = list(worklist(build_assessment(build_assessed("E", LEGAL, missed=9), severe)))

    assert [row.pupil.upn for row in rows] == ["S", "E"]
    assert rows[0].why_here.startswith("severely absent; ")


def test_equals_stand_in_the_order_of_their_numbers():
    assert order(build_assessed("B", LIST), build_assessed("A", LIST)) == ["A", "B"]


def test_the_places_count_from_one():
    rows = worklist(build_assessment(build_assessed("A", LIST), build_assessed("B", LIST)))

    assert [row.place for row in rows] == [1, 2]


@pytest.mark.parametrize("findings", [(), (UNKNOWN,), (UNMET,), (build_stage("two", 2),)])
def test_a_pupil_who_crossed_no_line_is_not_on_it(findings):
    assert order(build_assessed("A", *findings, missed=90)) == []


def test_the_reason_names_the_legal_line_and_asks_for_the_support_first():
    pupil = build_assessed("A", LIST, LEGAL, build_stage("three", 3), missed=12, possible=60)

    assert why(pupil) == ("Title of threshold: check that support was truly tried; 12 of 60 sessions missed")


def test_the_reason_is_else_the_highest_stage_and_else_the_sessions():
    staged = build_assessed("A", LIST, build_stage("two", 2), build_stage("one", 1, track="map"), missed=12)

    assert why(staged) == "Title of two; 12 of 100 sessions missed"
    assert why(build_assessed("A", LIST, missed=12)) == "12 of 100 sessions missed"


def test_a_stage_that_cannot_be_told_lifts_nobody():
    unsure = build_assessed("B", LIST, build_stage("three", 3, Outcome.CANNOT_TELL), missed=1)

    assert order(unsure, build_assessed("A", LIST, missed=2)) == ["A", "B"]
    assert why(unsure) == "1 of 100 sessions missed"


def test_prompts_are_lines_crossed_and_lines_that_cannot_be_told():
    pupil = build_assessed("A", LIST, UNKNOWN, UNMET, build_stage("two", 2))

    assert [found.rule.id for found in pupil.prompts] == ["list", "unknown"]
    assert [found.rule.id for found in pupil.crossed] == ["list"]
    assert [found.rule.id for found in pupil.stages] == ["two"]


@pytest.mark.parametrize("prompt", [LIST, UNKNOWN])
def test_reasons_are_written_where_a_line_was_crossed_or_cannot_be_told(prompt):
    told = build_assessed("A", prompt, build_stage("two", 2)).as_json(everything=False)

    assert all("because" in item for item in told["prompts"] + told["stages"])


def test_reasons_are_left_out_where_nothing_is_due_unless_all_is_asked():
    pupil = build_assessed("A", UNMET, build_stage("two", 2))

    short, whole = pupil.as_json(everything=False), pupil.as_json(everything=True)

    assert (short["prompts"], "because" in short["stages"][0]) == ([], False)
    assert all("because" in item for item in whole["prompts"] + whole["stages"])


def test_all_adds_the_rules_that_are_not_met_and_how_each_was_judged():
    pupil = build_assessed("A", LIST, UNMET, build_stage("two", 2))

    told = pupil.as_json(everything=True)

    assert [item["id"] for item in told["prompts"]] == ["list", "unmet"]
    assert told["judged"] == {"list": "met", "unmet": "not_met", "two": "met"}
    assert "judged" not in pupil.as_json(everything=False)


def test_a_pupil_is_named_as_far_as_the_file_names_them():
    pupil = build_assessed("A123")

    assert named(pupil, "Ada", "Example").name == "Ada Example"
    assert named(pupil, "", "Example").name == "Example"
    assert (named(pupil, "", "").name, pupil.name) == ("A123", "A123")


def test_the_document_begins_with_what_was_asked():
    told = replace(build_assessment(build_assessed("A", LIST)), known_at="2026-03-01").as_json(
        everything=False
    )

    assert list(told)[:6] == ["schema", "as_of", "known_at", "known_at_complete", "pack", "left_out"]
    assert (told["schema"], told["as_of"], told["known_at"]) == ("assessment/1", "2026-03-02", "2026-03-01")
    assert [pupil["upn"] for pupil in told["pupils"]] == ["A"]


def step(name, due_on=None, *, overdue=False, status=Status.DUE):
    """A step as the casebook makes it, with what the worklist looks at."""
    return CaseItem(build_finding(name, kind=RuleKind.STEP), status, {"due_on": due_on, "overdue": overdue})


def with_steps(pupil, *steps):
    return replace(pupil, case=CaseItems(steps=steps))


def test_a_pupil_with_a_step_due_and_no_line_crossed_is_on_it():
    pupil = with_steps(build_assessed("A", missed=3), step("call"))

    assert order(pupil) == ["A"]
    assert why(pupil) == "Title of call; 3 of 100 sessions missed"


@pytest.mark.parametrize("status", [Status.DONE, Status.NOT_DUE, Status.CANNOT_TELL])
def test_a_step_that_is_not_due_puts_nobody_on_it(status):
    assert order(with_steps(build_assessed("A"), step("call", status=status))) == []


def test_a_step_whose_day_is_over_comes_before_a_line_towards_a_sanction_and_the_longest_first():
    late = with_steps(build_assessed("B", LIST), step("call", "2026-02-20", overdue=True))
    later = with_steps(build_assessed("C", LIST), step("call", "2026-02-26", overdue=True))

    assert order(build_assessed("A", LEGAL, missed=9), later, late) == ["B", "C", "A"]
    assert why(late) == "overdue since 20 February 2026: Title of call; 0 of 100 sessions missed"


def test_steps_are_told_by_their_day_and_those_without_one_last():
    pupil = with_steps(
        build_assessed("A"), step("none"), step("late", "2026-04-01"), step("soon", "2026-03-09")
    )

    assert [item.finding.rule.id for item in pupil.due] == ["soon", "late", "none"]
