from __future__ import annotations

from datetime import date

from supportfirst.attendance.packs.worked_cases import calendar_csv, pupils_csv, read_cases, register_csv
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
