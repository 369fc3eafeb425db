"""Grids: a row for each pupil, a column for each session."""

import pytest

from tests.factories.registers import ADA, BEN, kinds, read, said

WANTED = {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "L"}


@pytest.mark.parametrize(
    ("am", "pm"),
    [
        ("2025-09-03 AM", "2025-09-03 PM"),
        ("03/09/2025 AM", "03/09/2025 PM"),
        ("Wed 03/09/2025 AM", "Wed 03/09/2025 PM"),
        ("03/09/2025:AM", "03/09/2025:PM"),
        ("AM 3/9/2025", "PM 3/9/2025"),
        ("2025-09-03_am", "2025-09-03_pm"),
        ("3 Sep 2025 (AM)", "3 Sep 2025 (PM)"),
        ("Wednesday 3rd September 2025 AM", "Wednesday 3rd September 2025 PM"),
    ],
)
def test_headings_of_many_shapes_it_reads(am, pm):
    found = read(f"Name,UPN,{am},{pm},Total\nAda,{ADA},/,L,2\n")

    assert said(found) == WANTED
    assert (found.layout, found.cells, found.warnings) == ("grid", 2, [])
    assert found.extra_columns.of_line(2) == {"Name": "Ada", "Total": "2"}


@pytest.mark.parametrize(
    "headings",
    [
        "UPN,Name,03/09/2025,\n,,AM,PM",
        ",,Wed 03/09/2025,Wed 03/09/2025\nUPN,Name,AM,PM",
        "UPN,,2025-09-03,\n,Name,am,pm",
    ],
)
def test_two_rows_of_headings_it_reads_as_one(headings):
    found = read(f"{headings}\n{ADA},Ada,/,L\n")

    assert said(found) == WANTED


def test_empty_cells_hyphens_and_missing_cells_it_counts_as_blank():
    found = read(f"upn,2025-09-03 AM,2025-09-03 PM,2025-09-04 AM\n{ADA},,-\n")

    assert (found.cells, found.blank) == (3, 3)


def test_a_bad_cell_it_names_by_its_heading():
    found = read(f"upn,2025-09-03 AM,2025-09-03 PM\n{ADA},/,=B2\n")

    [problem] = found.problems
    assert (problem.kind, problem.line, problem.column, problem.value) == (
        "spreadsheet-formula",
        2,
        "2025-09-03 PM",
        "=B2",
    )


def test_a_heading_that_was_meant_as_a_session_makes_its_filled_cells_problems():
    found = read(f"upn,2025-09-03 AM,2025-09-3X PM\n{ADA},/,L\n{BEN},/,\n")

    assert kinds(found) == ["unreadable-heading"]
    assert (found.problems[0].column, found.blank, len(found.marks)) == ("2025-09-3X PM", 1, 2)


def test_filled_cells_under_no_heading_among_the_sessions_are_problems():
    found = read(f"upn,2025-09-03 AM,,2025-09-04 AM,,\n{ADA},/,L,/,,\n")

    assert (kinds(found), len(found.marks), found.cells) == (["unreadable-heading"], 2, 3)


def test_a_row_without_a_upn_loses_its_marks_one_by_one():
    found = read("upn,2025-09-03 AM,2025-09-03 PM\n,/,\n")

    assert (kinds(found), found.blank) == (["missing-upn"], 1)


def test_a_weekday_that_disagrees_with_its_date_it_does_not_read():
    found = read(f"upn,Wed 03/09/2025 AM,Mon 04/09/2025 AM\n{ADA},/,/\n")

    assert (kinds(found), len(found.marks)) == (["unreadable-heading"], 1)


def test_a_session_with_two_columns_of_different_codes_is_in_conflict():
    found = read(f"upn,2025-09-03 AM,03/09/2025 AM\n{ADA},/,N\n{BEN},/,/\n")

    assert kinds(found) == ["conflict", "conflict"]
    assert {problem.column for problem in found.problems} == {"2025-09-03 AM", "03/09/2025 AM"}
    assert (found.repeated, said(found)) == (1, {f"{BEN} 2025-09-03 AM": "/"})


def test_a_column_of_codes_without_a_session_is_warned_of_once():
    register = f"UPN,2025-09-03 AM,x,House\n{ADA},/,O,Red\n{BEN},/,,Blue\n".encode()

    found = read(register)

    assert [(warning.kind, warning.column) for warning in found.warnings] == [("codes-without-session", "x")]
    assert (found.cells, len(found.marks)) == (2, 2)


@pytest.mark.parametrize(
    ("am", "pm", "problem"),
    [
        ("01-Sep-25 AM", "01-Sep-25 PM", "the year has two digits"),
        ("Mon 1 Sep AM", "Mon 1 Sep PM", "the date has no year"),
        ("01/09 AM", "01/09 PM", "the date has no year"),
        ("w/c 01/09/2025 Mon AM", "w/c 01/09/2025 Mon PM", "it names a week, not one day"),
        ("Mon AM", "Mon PM", "there is no date in it"),
        ("31/09/2025 AM", "31/09/2025 PM", "there is no such date"),
    ],
)
def test_a_grid_of_which_no_heading_can_be_read_says_what_is_wrong_with_them(am, pm, problem):
    found = read(f"upn,{am},{pm}\n{ADA},/,O\n{BEN},,O\n")

    assert (found.layout, found.cells, found.blank, found.file_problems) == ("grid", 4, 1, [])
    assert [(each.line, each.column) for each in found.problems] == [(2, am), (2, pm), (3, pm)]
    assert found.problems[0].problem == f"the heading of this column is not a session: {problem}"
    assert found.problems[0].remedy == "head the column with a date and AM or PM, as in 2025-09-03 AM"


def test_two_rows_of_headings_that_cannot_be_read_are_a_grid_too():
    found = read(f"UPN,01-Sep-25,\n,AM,PM\n{ADA},/,O\n")

    assert (found.layout, kinds(found)) == ("grid", ["unreadable-heading", "unreadable-heading"])
    assert all("the year has two digits" in problem.problem for problem in found.problems)


def test_one_odd_heading_over_two_rows_costs_only_its_own_column():
    headings = "UPN,01/09/2025,,02/09/2025 AM,,03/09/2025,\n,AM,PM,AM,PM,AM,PM"

    found = read(f"{headings}\n{ADA},/,O,O,L,/,U\n")

    assert [(problem.kind, problem.column) for problem in found.problems] == [
        ("unreadable-heading", "02/09/2025 AM AM")
    ]
    assert said(found) == {
        f"{ADA} 2025-09-01 AM": "/",
        f"{ADA} 2025-09-01 PM": "O",
        f"{ADA} 2025-09-02 PM": "L",
        f"{ADA} 2025-09-03 AM": "/",
        f"{ADA} 2025-09-03 PM": "U",
    }
