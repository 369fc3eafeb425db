from __future__ import annotations

from dataclasses import replace

from supportfirst.attendance.assessment.explain import (
    days_behind,
    for_officer,
    for_parent,
    marks_in_words,
    sentences,
)
from supportfirst.attendance.assessment.finding import Fact, Outcome, Reason
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import RuleKind
from tests.factories.rules import SOURCE, build_finding

ENGLAND, HALTON = load_pack("england"), load_pack("halton")
MARKS = (
    {"date": "2026-03-02", "session": "AM", "code": "O"},
    {"date": "2026-03-02", "session": "PM", "code": "O"},
    {"date": "2026-03-03", "session": "PM", "code": "G"},
)
COUNTED = Fact("sessions_absent", 3, "sessions missed", "register marks", MARKS)
TREE = Reason(
    "May it be considered?",
    Outcome.MET,
    "both hold",
    parts=(
        Reason("Are there enough?", Outcome.MET, "3 of at least 3", (COUNTED,), source=SOURCE),
        Reason("Of age?", Outcome.CANNOT_TELL, "not known", source=SOURCE, stated=False),
    ),
)
FINDING = replace(build_finding("rule"), because=TREE, notes=("A reading. [A paper]",))


def test_each_condition_is_a_line_and_its_parts_stand_beneath_it():
    assert list(sentences(TREE)) == [
        "May it be considered? Yes: both hold.",
        "  Are there enough? Yes: 3 of at least 3. [A paper, page 1]",
        "    Marks: 2026-03-02 AM O, PM O; 2026-03-03 PM G.",
        "  Of age? Cannot tell: not known. [A paper, page 1; inferred]",
    ]


def test_a_day_is_named_once_with_its_halves():
    assert marks_in_words(COUNTED) == "2026-03-02 AM O, PM O; 2026-03-03 PM G"


def test_the_officer_gets_the_text_the_source_the_notes_and_the_tree():
    assert for_officer(FINDING) == [
        "Title of rule: Text of rule",
        "  Source: A paper, page 1.",
        "  Note: A reading. [A paper]",
        *(f"  {line}" for line in sentences(TREE)),
    ]


def test_a_rule_that_we_infer_says_so_to_the_officer():
    finding = build_finding("rule", stated=False)

    assert for_officer(finding)[1] == "  Source: A paper, page 1 (inferred)."


def test_the_parent_is_told_each_thing_once_without_any_source():
    assert for_parent([FINDING, FINDING], ENGLAND) == ["Words of rule"]


def test_a_list_kept_for_a_meeting_is_told_to_the_parent_only_where_it_is_national():
    local, national = (build_finding(f"{pack}.list", kind=RuleKind.LIST) for pack in ("halton", "england"))

    assert for_parent([local, national], HALTON) == ["Words of england.list"]


def test_the_days_are_named_once_with_the_half_that_was_missed():
    assert days_behind([FINDING, FINDING]) == ["Monday 2 March 2026", "Tuesday 3 March 2026, afternoon"]


def test_no_marks_are_no_days():
    assert days_behind([build_finding("rule")]) == []
