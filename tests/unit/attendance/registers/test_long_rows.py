"""The long layout: rows, their account, and everything written beside a mark."""

import pytest

from supportfirst.attendance.vocabulary.marks import NOT_RECORDED, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import read_moment
from tests.factories.registers import ADA, BEN, kinds, read, said

HEADINGS = "upn,date,session,code\n"


@pytest.mark.parametrize(
    "headings",
    [
        "Unique Pupil Number,Date,AM/PM,Mark",
        "UPN,Mark Date,Session,Attendance Mark",
        "upn , DATE,Session Name,Attendance Code",
        "Pupil UPN,Attendance Date,Session Type,Register Mark",
    ],
)
def test_headings_of_other_systems_it_knows(headings):
    found = read(f"{headings}\n{ADA},2025-09-03,AM,L\n")

    assert said(found) == {f"{ADA} 2025-09-03 AM": "L"}
    assert found.warnings == []


def test_days_and_sessions_it_reads_as_britain_writes_them():
    found = read(HEADINGS + f"{ADA},3/9/2025,am,/\n{ADA},03/09/2025,Afternoon,/\n")

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "\\"}


def test_upns_and_codes_it_trims_and_upper_cases_without_a_warning():
    found = read(HEADINGS + f" {ADA.lower()} ,2025-09-03,AM, c1 \n")

    assert said(found) == {f"{ADA} 2025-09-03 AM": "C1"}
    assert found.warnings == []


def test_either_present_mark_it_takes_in_either_half():
    found = read(HEADINGS + f"{ADA},2025-09-03,AM,\\\n{ADA},2025-09-03,PM,/\n")

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "\\"}


def test_an_empty_code_or_a_hyphen_it_counts_as_blank():
    found = read(HEADINGS + f"{ADA},2025-09-03,AM,\n{ADA},2025-09-03,PM,-\n{ADA},2025-09-04,AM\n")

    assert (found.cells, found.blank, len(found.marks)) == (3, 3, 0)


def test_a_row_without_code_and_with_its_mark_in_another_column_it_does_not_call_blank():
    found = read(HEADINGS + f"{ADA},AM,/\n")

    assert (found.blank, kinds(found)) == (0, ["unreadable-date"])


def test_wholly_empty_rows_it_counts_as_nothing():
    found = read(HEADINGS + f",,,\n\n , ,,\n{ADA},2025-09-03,AM,/\n,,,,,,,,,,,\n")

    assert found.cells == 1
    assert found.marks.at(0).line == 5


def test_thousands_of_trailing_commas_it_counts_as_nothing():
    commas = "," * 16_000
    found = read(
        f"upn,date,session,code{commas}\n{ADA},2025-09-03,AM,/{commas}\n{commas}\n{BEN},2025-09-03,AM,/\n"
    )

    assert (found.cells, len(found.marks)) == (2, 2)


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        (",2025-09-03,AM,/", "missing-upn", "upn"),
        (f"{ADA},2025-02-30,AM,/", "no-such-date", "date"),
        (f"{ADA},,AM,/", "missing-date", "date"),
        (f"{ADA},2025-09-03,noon,/", "unreadable-session", "session"),
        (f"{ADA},2025-09-03,,/", "missing-session", "session"),
        (f"{ADA},2025-09-03,AM,I02", "sub-code", "code"),
        (f"{ADA},2025-09-03,AM,!", "unknown-code", "code"),
        (f"{ADA},2025-09-03,AM,#NAME?", "spreadsheet-error", "code"),
        (f"{ADA},2025-09-03,AM,'/", "spreadsheet-apostrophe", "code"),
        (f"{ADA},2025-09-03,AM,01-Jan", "spreadsheet-date", "code"),
        ("8.01E+12,2025-09-03,AM,/", "spreadsheet-number", "upn"),
        (f"{ADA},2024-08-18,AM,K", "code-before-start", "code"),
        (f"{ADA},2005-09-05,AM,/", "code-before-start", "code"),
    ],
)
def test_a_cell_that_it_cannot_read_it_names_by_line_column_value_and_remedy(row, kind, column):
    found = read(HEADINGS + f"{BEN},2025-09-03,AM,/\n{row}\n{BEN},2025-09-03,PM,/\n")

    [problem] = found.problems
    assert (problem.kind, problem.line, problem.column) == (kind, 3, column)
    assert problem.value in row
    assert problem.problem
    assert problem.remedy
    assert len(found.marks) == 2


def test_a_withdrawn_code_it_takes_with_one_warning_and_its_last_class():
    found = read(HEADINGS + f"{ADA},2024-09-05,AM,H\n{ADA},2024-09-05,PM,H\n{ADA},2024-09-06,AM,J\n")

    assert len(found.marks) == 3
    assert [(warning.kind, warning.value, warning.line) for warning in found.warnings] == [
        ("withdrawn-code", "H", 2),
        ("withdrawn-code", "J", 4),
    ]
    assert found.warnings[0].problem.startswith("2 marks")


def test_a_withdrawn_code_within_its_time_it_takes_without_a_warning():
    assert read(HEADINGS + f"{ADA},2024-07-05,AM,H\n").warnings == []


def test_what_is_written_beside_a_mark_it_keeps():
    found = read(
        "code,session,date,upn,minutes_late,comment,reason,recorded_at,recorded_by,recorded_by_title\n"
        f'L,AM,2025-09-03,{ADA},12,"bus, late",,2025-09-03T09:12:00,A. Teacher,Form tutor\n'
        f"/,PM,2025-09-03,{ADA},,,,,,\n"
    )

    late, present = found.marks.each()
    assert late.remark == Remark(12, "bus, late", "")
    assert late.recorder == Recorder("A. Teacher", "Form tutor")
    assert late.recorded_at == read_moment("2025-09-03T09:12:00")
    assert (present.recorded_at, present.recorder, present.remark) == (NOT_RECORDED, Recorder(), Remark())


def test_british_moments_it_reads():
    found = read(f"upn,date,session,code,recorded_at\n{ADA},2025-09-03,AM,/,03/09/2025 08:50\n")

    assert found.marks.at(0).recorded_at == read_moment("2025-09-03T08:50")


def test_a_moment_that_it_cannot_read_is_a_problem_because_it_decides_what_was_known():
    found = read(f"upn,date,session,code,recorded_at\n{ADA},2025-09-03,AM,/,yesterday\n")

    assert (kinds(found), found.problems[0].column, len(found.marks)) == (
        ["unreadable-moment"],
        "recorded_at",
        0,
    )


def test_minutes_that_it_cannot_read_are_a_warning_and_the_mark_stands():
    found = read(f"upn,date,session,code,minutes_late\n{ADA},2025-09-03,AM,L,about ten\n")

    assert (found.marks.at(0).remark.minutes_late, len(found.problems)) == (None, 0)
    assert [warning.kind for warning in found.warnings] == ["unreadable-minutes"]


def test_a_wrong_check_letter_it_warns_of_once_and_takes_the_marks():
    found = read(
        HEADINGS + "A801200005001,2025-09-03,AM,/\nA801200005001,2025-09-03,PM,/\nP1,2025-09-03,PM,/\n"
    )

    assert len(found.marks) == 3
    assert [(warning.kind, warning.line) for warning in found.warnings] == [
        ("upn-check-letter", 2),
        ("upn-form", 4),
    ]


def test_extra_columns_it_keeps_by_line():
    found = read(f"upn,House,date,session,code\n{ADA},Red,2025-09-03,AM,/\n{BEN},Blue,2025-09-03,AM,?\n")

    assert found.extra_columns.names == ["House"]
    assert found.extra_columns.of_line(2) == {"House": "Red"}
    assert found.extra_columns.of_line(3) == {"House": "Blue"}


def test_a_row_with_more_cells_than_headings_is_a_problem_and_the_next_is_read():
    found = read(HEADINGS + f"{ADA},2025-09-03,AM,/,{BEN},2025-09-03,AM,/\n{BEN},2025-09-03,PM,/\n")

    assert kinds(found) == ["too-many-cells"]
    assert said(found) == {f"{BEN} 2025-09-03 PM": "\\"}


def test_a_huge_cell_costs_its_own_row():
    found = read(HEADINGS + f'{ADA},2025-09-03,AM,"{"x" * 200_000}"\n{BEN},2025-09-03,PM,/\n')

    assert kinds(found) == ["unreadable-row"]
    assert len(found.problems[0].value) < 1100
    assert len(found.marks) == 1
