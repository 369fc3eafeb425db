from __future__ import annotations

import json
from datetime import date

import pytest

from supportfirst.attendance.packs.worked_cases import (
    calendar_csv,
    history_json,
    parents_csv,
    pupils_csv,
    read_cases,
    register_csv,
    rule_of,
    school_json,
)
from tests.factories.pack_folders import CASES, write_pack


def cases_of(tmp_path, text: str = CASES):
    cases, problems = read_cases(write_pack(tmp_path, worked_cases=text))
    assert problems == []
    return cases


def test_a_case_says_what_must_come_out(tmp_path):
    on_the_line, short = cases_of(tmp_path)

    assert (on_the_line.title, on_the_line.name) == ("When the line is crossed", "on the line")
    assert on_the_line.requirements == ("LAW-02",)
    assert on_the_line.expected == {"land.crossed": "met"}
    assert on_the_line.measures == {"sessions_possible": 12, "persistently_absent": True}
    assert on_the_line.shows == ("the line",)
    assert (short.on, short.born) == (date(2025, 9, 5), date(2014, 1, 15))


def test_runs_are_laid_over_the_sessions_of_the_calendar_in_order(tmp_path):
    case = cases_of(tmp_path)[0]

    rows = register_csv(case).decode().splitlines()

    assert rows[0] == "upn,date,session,code"
    assert rows[1] == f"{case.upn},2025-09-01,AM,/"
    assert rows[3] == f"{case.upn},2025-09-02,AM,N"
    assert rows[11] == f"{case.upn},2025-09-09,AM,N"  # 8 September is closed, the weekend is no school
    assert len(rows) == 13


def test_a_run_of_no_mark_leaves_sessions_blank(tmp_path):
    case = cases_of(tmp_path, CASES.replace("[/ 2, N 10]", '["- 2", N 10]'))[0]

    assert register_csv(case).decode().splitlines()[1].split(",")[1:] == ["2025-09-02", "AM", "N"]


def test_runs_may_begin_on_a_later_day(tmp_path):
    case = cases_of(tmp_path, CASES.replace("    marks: [", "    marks_from: 2025-09-10\n    marks: ["))[0]

    assert case.marks[0].session.day == date(2025, 9, 10)


def test_a_grid_is_read_by_week_day_and_half(tmp_path):
    grid = cases_of(tmp_path)[1]

    assert [(str(mark.session), mark.code) for mark in grid.marks[:4]] == [
        ("2025-09-01 AM", "/"),
        ("2025-09-01 PM", "/"),
        ("2025-09-02 AM", "N"),
        ("2025-09-02 PM", "N"),
    ]
    assert len(grid.marks) == 8  # Wednesday has no mark


def test_a_case_is_written_as_the_files_that_the_command_line_takes(tmp_path):
    case = cases_of(tmp_path)[0]

    assert calendar_csv(case).decode().splitlines() == [
        "start,end,kind,note",
        "2025-09-01,2025-10-17,term,",
        "2025-09-08,2025-09-08,closed,",
    ]
    assert pupils_csv(case).decode().splitlines()[1] == f"{case.upn},Ada,Example,2014-01-15,,"


def test_a_birthday_may_be_unknown(tmp_path):
    case = cases_of(tmp_path, CASES.replace("on: 2025-09-12", "on: 2025-09-12\n    birthday_unknown: yes"))[0]

    assert case.born is None


# --- casework ------------------------------------------------------------------------------------

CASEWORK = """title: A letter
says: A letter was sent.
born: 2014-01-15
calendar: {terms: [2025-09-01 to 2025-10-17]}
flags: {sen_support: 2025-09-01, ehcp: no, camhs: yes, social_worker: 2025-01-06 to 2025-04-04}
ehcp_reviewed_on: 2025-01-10
school: {traded: yes, type: academy, phase: primary, attendance_target: 96.5}
parents: [P1, {id: P2, care: no, responsibility: unknown}]
history:
  - {on: 2025-09-02, kind: letter, parents: [P1], data: {kind: first, topics: [one, two], posted: yes}}
  - {id: a1, on: 2025-09-05, kind: answer, data: {about: e1}, by: {name: Bo Example, title: head},
     recorded_at: "2025-09-06T10:00", corrects: a0}
cases:
  - name: as the file says
    on: 2025-09-12
    marks: [/ 2]
    expected: {land.step@e1: due, land.route@P1: shut, land.hold: not_in_force}
    dates: {land.step@e1: {due_on: 2025-09-23, from: none}}
  - name: otherwise
    on: 2025-09-12
    marks: [/ 2]
    flags: {}
    school: {traded: [{from: 2024-09-01, to: 2025-08-31}, {from: 2025-09-01, traded: no}]}
    parents: []
    history: []
    expected: {land.step@e1: cannot_tell}
"""


def test_flags_are_columns_of_the_pupils_file(tmp_path):
    said, otherwise = cases_of(tmp_path, CASEWORK)

    heading, row = (line.split(",") for line in pupils_csv(said).decode().splitlines())
    cells = dict(zip(heading, row, strict=True))
    assert (cells["sen_support"], cells["sen_support_from"], cells["sen_support_to"]) == (
        "yes",
        "2025-09-01",
        "",
    )
    assert (cells["ehcp"], cells["camhs"], cells["camhs_from"]) == ("", "yes", "")
    assert (cells["social_worker_from"], cells["social_worker_to"]) == ("2025-01-06", "2025-04-04")
    assert cells["ehcp_reviewed_on"] == "2025-01-10"
    assert "sen_support" not in pupils_csv(otherwise).decode()


def test_a_school_file_says_whether_the_service_is_bought(tmp_path):
    said, otherwise = cases_of(tmp_path, CASEWORK)

    school = json.loads(school_json(said) or b"")
    assert (school["type"], school["phase"], school["attendance_target"]) == ("academy", "primary", 96.5)
    assert school["traded"] == [{"from": "0001-01-01", "traded": True}]
    assert json.loads(school_json(otherwise) or b"")["traded"] == [
        {"from": "2024-09-01", "traded": True, "to": "2025-08-31"},
        {"from": "2025-09-01", "traded": False},
    ]


def test_a_parent_has_responsibility_and_care_unless_the_case_says_otherwise(tmp_path):
    said, otherwise = cases_of(tmp_path, CASEWORK)

    heading, first, second = (line.split(",") for line in (parents_csv(said) or b"").decode().splitlines())
    keys = ("parent_id", "parental_responsibility", "day_to_day_care")
    assert [dict(zip(heading, first, strict=True))[key] for key in keys] == ["P1", "yes", "yes"]
    assert [dict(zip(heading, second, strict=True))[key] for key in keys] == ["P2", "", "no"]
    assert (parents_csv(otherwise) or b"").decode().splitlines() == [",".join(heading)]


def test_an_event_without_an_id_is_numbered_and_has_somebody_who_wrote_it(tmp_path):
    said, otherwise = cases_of(tmp_path, CASEWORK)

    letter, answer = json.loads(history_json(said) or b"")
    assert (letter["id"], letter["upn"], letter["on"]) == ("e1", said.upn, "2025-09-02")
    assert letter["parents"] == ["P1"]
    assert letter["data"] == {"kind": "first", "topics": ["one", "two"], "posted": "yes"}
    assert set(letter["by"]) == {"name", "title"}
    assert "recorded_at" not in letter
    assert (answer["id"], answer["by"]["name"], answer["corrects"]) == ("a1", "Bo Example", "a0")
    assert answer["recorded_at"] == "2025-09-06T10:00"
    assert json.loads(history_json(otherwise) or b"") == []


def test_what_a_case_leaves_out_has_no_file(tmp_path):
    case = cases_of(tmp_path)[0]

    assert (school_json(case), parents_csv(case), history_json(case)) == (None, None, None)
    assert pupils_csv(case).decode().splitlines()[0].endswith("leaving_date")


def test_what_is_expected_is_named_by_rule_and_whom_it_stands_for(tmp_path):
    said, _ = cases_of(tmp_path, CASEWORK)

    assert said.expected == {
        "land.step@e1": "due",
        "land.route@P1": "shut",
        "land.hold": "not_in_force",
    }
    assert [rule_of(name) for name in said.expected] == ["land.step", "land.route", "land.hold"]
    assert said.dates == {"land.step@e1": {"due_on": date(2025, 9, 23), "from": None}}


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("bad-flag", "sen_support: 2025-09-01", "sen_support: perhaps"),
        ("bad-flag", "2025-01-06 to 2025-04-04", "2025-01-06 to April"),
        ("bad-date", "ehcp_reviewed_on: 2025-01-10", "ehcp_reviewed_on: 10/01/2025"),
        ("bad-yes-no", "traded: yes,", "traded: perhaps,"),
        ("unknown-key", "phase: primary", "phases: primary"),
        ("unknown-care", "care: no", "care: some"),
        ("missing-id", "{id: P2, ", "{"),
        ("missing-kind", "kind: letter, ", ""),
        ("missing-on", "{on: 2025-09-02, ", "{"),
        ("unknown-key", "corrects: a0", "correct: a0"),
        ("not-a-list", "parents: []", "parents: none"),
        ("bad-date", "due_on: 2025-09-23", "due_on: soon"),
        ("unknown-key", "{due_on: 2025-09-23", "{due: 2025-09-23"),
        ("bad-outcome", "land.step@e1: due", "land.step@e1: overdue"),
    ],
)
def test_what_cannot_be_read_of_a_case_is_a_problem_at_its_line(tmp_path, kind, old, new):
    assert old in CASEWORK

    _, problems = read_cases(write_pack(tmp_path, worked_cases=CASEWORK.replace(old, new, 1)))

    assert kind in [problem.kind for problem in problems]
    assert all(problem.line > 0 for problem in problems)
