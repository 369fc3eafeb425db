"""Casework files through the command line: used, told about, or refused; never half believed."""

from __future__ import annotations

import json

import pytest

from tests.factories.desks import ADA, BEN, register_of

ON = ("--on", "2025-09-19", "--pack", "england")
BORN = f"upn,date_of_birth,sen_support\n{ADA},2014-01-15,\n{BEN},2014-01-15,yes\n"
STEP = "england.consider_notice"
CONSIDERED = {
    "id": "e1",
    "upn": ADA,
    "kind": "penalty_notice_considered",
    "on": "2025-09-15",
    "data": {"decision": "more_support", "reason": "the family has just asked for help"},
}
PARENTS = f"parent_id,upn,parental_responsibility,day_to_day_care\nP1,{ADA},yes,yes\n"


@pytest.fixture
def asked(desk):
    """The command that assesses two pupils, one with ten unauthorised sessions."""
    files = desk.school(register_of(ADA="/ 20, O 10", BEN="/ 30"), pupils=BORN)
    return ["assess", *files, *ON]


def history(desk, *events):
    return ["--history", desk.write("history.json", json.dumps(events, indent=1))]


def outcome(told, rule=STEP):
    """What came of a step for Ada; None where it is not listed."""
    [ada] = [pupil for pupil in told.json["pupils"] if pupil["upn"] == ADA]
    return next((item["outcome"] for item in ada["steps_due"] if item["id"] == rule), None)


def test_without_a_history_it_cannot_tell_and_with_an_empty_one_nothing_was_done(desk, asked):
    without = desk.run(*asked, "--format", "json", "--all")
    empty = desk.run(*asked, *history(desk), "--format", "json", "--all")
    done = desk.run(*asked, *history(desk, CONSIDERED), "--format", "json", "--all")

    assert [told.code for told in (without, empty, done)] == [0, 0, 0]
    assert [outcome(told) for told in (without, empty, done)] == ["cannot_tell", "met", "not_met"]


@pytest.mark.parametrize(
    ("change", "came_out", "said"),
    [
        (
            {"on": "15/09/2025"},
            "cannot_tell",
            "event e1, on “15/09/2025”: it is not a date; write the day as 2026-03-02.",
        ),
        ({"kind": "penalty_notice_considerd"}, "met", "write “penalty_notice_considered”, if that is meant."),
        ({"upn": ""}, "met", "event e1, upn: it is missing, so the event can't be used; enter it."),
        (
            {"corrects": "e0"},
            "cannot_tell",
            "event e1, corrects “e0”: there is no such event of this pupil in the file;",
        ),
        (
            {"data": {"decision": "perhaps"}},
            "cannot_tell",
            "event e1, decision “perhaps”: it is none of the answers; use one",
        ),
    ],
)
def test_an_event_with_a_fault_is_told_with_its_line_and_nothing_of_it_is_used(
    desk, asked, change, came_out, said
):
    options = history(desk, CONSIDERED | change)

    told = desk.run(*asked, *options, "--format", "json", "--all")

    assert told.code == 3
    assert outcome(told) == came_out
    assert f"{options[1]}, line 2, event e1, " in told.err
    assert said in told.err


def test_a_notice_whose_outcome_cannot_be_read_is_not_taken_as_unpaid(desk, asked):
    notice = {
        "id": "n1",
        "upn": ADA,
        "kind": "penalty_notice",
        "on": "2025-09-15",
        "parents": ["P1"],
        "data": {"ground": "irregular", "issued_on": "2025-09-15"},
    }
    paid = {"upn": ADA, "kind": "penalty_notice_outcome", "data": {"about": "n1", "outcome": "paid"}}
    parents = ["--parents", desk.write("parents.csv", PARENTS)]
    came_out = []
    for day in ("2025-09-16", "soon"):
        events = history(desk, notice, {"id": "o1", "on": day, **paid})
        told = desk.run(*asked, *parents, *events, "--format", "json", "--all")
        came_out.append((told.code, outcome(told, "england.notice.unpaid@n1")))

    assert came_out == [(0, "not_met"), (3, "cannot_tell")]


def test_every_problem_is_written_to_the_file_that_was_named(desk, asked):
    problems = str(desk.folder / "problems.csv")
    options = history(desk, *({**CONSIDERED, "id": f"e{at}", "on": "soon"} for at in range(30)))

    told = desk.run(*asked, *options, "--problems", problems)

    lines = (desk.folder / "problems.csv").read_text(encoding="utf-8").splitlines()
    assert (told.code, len(lines)) == (3, 31)
    assert "30 problems written to" in told.err


@pytest.mark.parametrize(
    ("option", "name", "text", "said"),
    [
        ("--history", "history.json", "", "there is nothing in the file"),
        ("--history", "history.json", '[{"id": "e1",]', "it is not JSON from here on"),
        ("--history", "history.json", "{}", "this is not a history file: it holds no list of events"),
        ("--parents", "parents.csv", "name,child\nJo,Ada\n", "no row of headings with “parent_id” and “upn”"),
        ("--parents", "parents.csv", b"\xff\xfe\x00", "no row of headings with “parent_id” and “upn”"),
        ("--school", "school.json", "[]", "this is not a school file"),
        ("--school", "school.json", b"\xff\xff", "its characters can't be read"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_with_a_remedy_and_nothing_is_shown(
    desk, asked, option, name, text, said
):
    path = desk.write(name, text)

    told = desk.run(*asked, option, path, "--format", "json")

    assert (told.code, told.out) == (1, "")
    assert said in told.err
    assert path in told.err
    assert "What to do: " in told.err


@pytest.mark.parametrize("option", ["--school", "--parents", "--history"])
@pytest.mark.parametrize("command", [["assess"], ["explain", ADA]])
def test_a_file_that_is_not_there_is_named(desk, asked, option, command):
    told = desk.run(*command, *asked[1:], option, "nowhere.json")

    assert (told.code, told.out) == (1, "")
    assert "nowhere.json: this file can't be read" in told.err


@pytest.mark.parametrize(
    ("option", "name", "text", "said"),
    [
        (
            "--parents",
            "parents.csv",
            PARENTS + f"P2,{ADA},perhaps,no\n",
            "line 3, parental_responsibility “perhaps”: it is neither yes nor no; write yes or no.",
        ),
        (
            "--parents",
            "parents.csv",
            PARENTS + f"P1,{ADA},no,no\n",
            "line 3, parent_id “P1”: this parent of this pupil stands further up; that row is used; keep one",
        ),
        (
            "--school",
            "school.json",
            '{"name": "Hill School",\n"traded": "sometimes"}',
            "line 2, traded “sometimes”: it does not say whether the traded service is bought; write true",
        ),
    ],
)
def test_a_cell_with_a_fault_is_told_with_its_place_and_the_rest_is_used(
    desk, asked, option, name, text, said
):
    told = desk.run(*asked, option, desk.write(name, text), "--format", "json")

    assert told.code == 3
    assert said in told.err
    assert told.json["pupils"]


def test_a_heading_that_nothing_reads_is_a_warning_and_no_problem(desk, asked):
    parents = desk.write("parents.csv", PARENTS.replace("day_to_day_care", "daily_care"))

    told = desk.run(*asked, "--parents", parents)

    assert told.code == 0
    assert "line 1, daily_care: nothing reads this column; check the spelling of the heading." in told.err
