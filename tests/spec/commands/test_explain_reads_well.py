"""Twelve situations, told to a parent and to an officer: each asks three things, and the text answers."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from scripts.traceability import ROOT
from tests.factories.desks import ADA
from tests.factories.situations import SITUATIONS

READ_ALOUD = ROOT / "docs/explanation/ten-situations.md"
BY_TITLE = {situation.title: situation for situation in SITUATIONS}
OFFICE_WORDS = (
    "route",
    "hold ",
    "track",
    "sanction",
    "section 4",
    "regulation",
    "Source:",
    "cannot tell",
    "[",
)


class Answers(NamedTuple):
    """A parent's what, by when, who helps; an officer's why, from which marks or records, by which rule."""

    what: str
    by_when: str
    who_helps: str
    why: str
    from_which: str
    by_rule: str


SCHOOL_FIRST = "Your school is the first to ask: it can tell you who helps, and arrange it."
GUIDANCE = "Rule: Working together to improve school attendance, statutory guidance from 19 August 2024"
ANSWERS = {
    "A first concern": Answers(
        "Please tell us why Ada is away",
        "The school attendance officer or the class teacher or form tutor, as soon as they can:",
        "the pastoral lead",
        "Why: the case is at Halton Stage 1: yes.",
        "Marks: 2025-09-22 AM O, PM O.",
        "Rule: Halton Attendance Framework 2023-2026, Stage 1",
    ),
    "Early help holds a sanction back": Answers(
        "An early help assessment was sent in for your family on 8 September 2025.",
        "no legal step is taken before 30 November 2025 is over",
        SCHOOL_FIRST,
        "On hold until 30 November 2025: Early help is given time",
        "An early help assessment was submitted, 8 September 2025 (e1)",
        "Rule: Cambridgeshire County Council",
    ),
    "Two steps are overdue": Answers(
        "The school will tell you its decision by 17 November 2025.",
        "The head teacher; it should have been done by 17 November 2025, and you may ask when it will be:",
        "the lead practitioner of a contract",
        "1. Overdue: was due by 10 November 2025: Review the attendance contract",
        "An attendance contract was made, 6 October 2025 (c1)",
        "Rule: Essex",
    ),
    "Evidence is missing": Answers(
        "An Education Welfare Officer will invite you to a meeting with the school, to agree a plan",
        "The attendance lead or the Education Welfare Officer, as soon as they can:",
        "the Education Welfare Officer",
        "Missing: Actions and adjustments (without it a referral stops). Record of adjustments. "
        "From: Pastoral lead.",
        "There: Contacts with the parents: Contact with a parent or carer, 30 September 2025 (k1).",
        "Rule: Halton Attendance Framework 2023-2026",
    ),
    "A paper is answered by a reason": Answers(
        "We would like to agree with you, in writing, what you will do and what we will do to help.",
        "The attendance lead or the senior attendance champion, as soon as they can:",
        SCHOOL_FIRST,
        "Answered by a reason: Notice to improve:",
        "3 November 2025 (r1)",
        GUIDANCE,
    ),
    "A second notice, at one amount": Answers(
        "You can settle this with £160",
        "until 25 November 2025",
        "If you cannot, please talk to us.",
        "£160 until 25 November 2025. There is no lower amount.",
        "A penalty notice was issued, 27 October 2025 (n2)",
        "Rule: Education (Penalty Notices) (England) (Amendment) Regulations 2024",
    ),
    "A third notice is barred": Answers(
        "There can be no further penalty notice for now.",
        "The school, as soon as they can:",
        "Let us look together at what would help.",
        "two notices of the last three years count, so there can be no third: yes",
        "A penalty notice was issued, 4 November 2024 (n1); A penalty notice was issued, 3 March 2025 (n2)",
        GUIDANCE,
    ),
    "Leave in term time": Answers(
        "The school will tell you its decision by 5 October 2025.",
        "it should have been done by 5 October 2025",
        SCHOOL_FIRST,
        "1. Overdue: was due by 5 October 2025: Decide on the request for leave (Head teacher)",
        "Marks: 2025-10-06 AM G, PM G",
        "Rule:",
    ),
    "Halton, a school that buys the traded service": Answers(
        "An Education Welfare Officer will invite you to a meeting with the school",
        "The attendance lead or the Education Welfare Officer, as soon as they can:",
        "the Education Welfare Officer",
        "Ask the traded officer to hold a School Attendance Meeting",
        "Reached 20 October 2025: Move to Halton Stage 2, by R. Hartley, attendance lead (record m3).",
        "Rule: Halton Attendance Framework 2023-2026",
    ),
    "Halton, a school that does not": Answers(
        "We invite you to a meeting in school.",
        "The attendance lead, as soon as they can:",
        "You can bring somebody",
        "Now: Hold a School Attendance Meeting (Attendance lead)",
        "Reason: it did not help.",
        "Rule: Halton Attendance Framework 2023-2026",
    ),
    "Widnes Academy, inside Halton, at 16 days": Answers(
        "Ada has missed 16 days this school year: 32 of 138 half-day sessions.",
        "The Attendance Leader, as soon as they can:",
        "the Attendance Leader",
        "Widnes 16-day step: work with the local authority (Head of School or Education Welfare Officer)",
        "Days missed: 16.0 (20 sessions authorised, 12 unauthorised)",
        "Rule: Widnes Academy, Attendance Policy 2023-2024",
    ),
    "It got better, and the case is closed": Answers(
        "it was agreed that no further steps are needed for now",
        "On 2 February 2026",
        "Help is still there if you want it.",
        "End Halton Stage 1 on 2 February 2026, by R. Hartley, attendance lead. "
        "Reason: attends every day since October.",
        "attended 100.0% (30 of 30 sessions)",
        "Halton Attendance Framework 2023-2026",
    ),
}


def test_there_is_an_answer_to_each_question_in_each_situation():
    assert set(ANSWERS) == set(BY_TITLE)
    assert len(SITUATIONS) >= 10
    assert all(all(answers) for answers in ANSWERS.values())


@pytest.mark.parametrize("title", list(BY_TITLE))
def test_a_parent_finds_what_by_when_and_who_helps(desk, title):
    told = desk.run("explain", ADA, *BY_TITLE[title].options(desk), "--for", "parent", "--parent", "P1")

    answers = ANSWERS[title]
    assert told.code == 0, told.err
    for answer in (answers.what, answers.by_when, answers.who_helps):
        assert answer in told.out
    for word in OFFICE_WORDS:
        assert word not in told.out


@pytest.mark.parametrize("title", list(BY_TITLE))
def test_an_officer_finds_why_from_which_sessions_and_by_which_rule(desk, title):
    told = desk.run("explain", ADA, *BY_TITLE[title].options(desk))

    answers = ANSWERS[title]
    assert told.code == 0, told.err
    for answer in (answers.why, answers.from_which, answers.by_rule):
        assert answer in told.out


@pytest.mark.parametrize("title", list(BY_TITLE))
def test_the_text_that_was_read_aloud_is_the_text_of_today(desk, title):
    told = desk.run("explain", ADA, *BY_TITLE[title].options(desk), "--for", "parent", "--parent", "P1")

    kept = READ_ALOUD.read_text(encoding="utf-8")
    assert told.out.partition("\nThe days this is about:")[0].strip() in kept


def test_an_officer_reads_what_is_overdue_before_anything_else(desk):
    told = desk.run("explain", ADA, *BY_TITLE["Two steps are overdue"].options(desk))

    places = [
        told.out.index(word) for word in ("What to do", "Overdue", "\nEvidence:", "\nLegal routes", "Stage ·")
    ]
    assert places == sorted(places)


def test_a_parent_is_never_told_of_another_parents_notice(desk):
    files = BY_TITLE["A second notice, at one amount"].options(desk)
    asked = ["explain", ADA, *files, "--for", "parent"]

    first, second, either = (
        desk.run(*asked, *who).out for who in (["--parent", "P1"], ["--parent", "P2"], [])
    )

    assert "£160" in first
    for text in (second, either):
        assert "£160" not in text
        assert "27 October 2025" not in text
    assert "is told to that parent only" in either


def test_a_parent_who_is_not_in_the_file_is_refused(desk):
    files = BY_TITLE["A first concern"].options(desk)

    told = desk.run("explain", ADA, *files, "--for", "parent", "--parent", "P9")

    assert (told.code, told.out) == (1, "")
    assert "no parent “P9” of this pupil is in the parents file" in told.err


def test_the_parent_option_is_for_a_parents_text_alone(desk):
    files = BY_TITLE["A first concern"].options(desk)

    told = desk.run("explain", ADA, *files, "--parent", "P1")

    assert told.code == 2
    assert "--for parent" in told.err


def test_the_worklist_has_overdue_steps_holds_evidence_and_routes(desk):
    overdue = BY_TITLE["Two steps are overdue"].options(desk)
    table = desk.run("assess", *overdue).out
    page = desk.run("assess", *overdue, "--format", "html").out
    held = desk.run("assess", *BY_TITLE["Early help holds a sanction back"].options(desk)).out

    assert "Here because: overdue since 10 November 2025: Review the attendance contract;" in table
    assert "Due · Overdue: was due by 10 November 2025: Review the attendance contract" in table
    assert "On hold until 30 November 2025: Early help is given time" in held
    assert "Evidence · 3 missing" in held
    assert "Route · Penalty notice, parents P1 and P2: shut" in held
    assert "Note on this policy · The page has no date" in held
    assert '<details class="late"><summary>Overdue: was due by 10 November 2025' in page


def test_a_record_that_cannot_be_followed_is_shown_first(desk):
    situation = BY_TITLE["A first concern"]
    odd = {"id": "x1", "upn": ADA, "kind": "stage_move", "on": "2025-09-24"}
    odd |= {"data": {"track": "halton stages", "to": "halton.stage_3", "reason": "?"}}
    files = situation.options(desk)
    desk.write("history.json", json.dumps({"schema": "history/1", "events": [odd]}))

    told = desk.run("explain", ADA, *files)

    assert told.out.index("is not in the table of moves") < told.out.index("What to do")
