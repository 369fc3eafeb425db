"""The layout of days: a row for each pupil and day, a column of codes for each half."""

import pytest

from tests.factories.registers import ADA, BEN, kinds, read, said


@pytest.mark.parametrize(
    "headings", ["upn,date,am,pm", "UPN,Date,Morning,Afternoon", "UPN,Date,AM mark,PM mark"]
)
def test_it_reads_both_halves_of_each_row(headings):
    found = read(f"{headings}\n{ADA},2025-09-01,/,O\n{BEN},01/09/2025,L,/\n")

    assert (found.layout, found.cells) == ("days", 4)
    assert said(found) == {
        f"{ADA} 2025-09-01 AM": "/",
        f"{ADA} 2025-09-01 PM": "O",
        f"{BEN} 2025-09-01 AM": "L",
        f"{BEN} 2025-09-01 PM": "\\",
    }


def test_an_empty_cell_is_blank_whatever_its_row_is():
    found = read(f"upn,date,am,pm\n{ADA},2025-09-01,,-\n{ADA},soon,,O\n")

    assert (found.cells, found.blank, kinds(found)) == (4, 3, ["unreadable-date"])


def test_a_bad_cell_it_names_by_its_line_and_heading():
    found = read(f"upn,date,am,pm\n{ADA},2025-09-01,/,QQ\n")

    assert [(each.line, each.column, each.value) for each in found.problems] == [(2, "pm", "QQ")]


def test_two_columns_of_one_half_are_refused_by_name():
    found = read(f"upn,date,am,pm,AM\n{ADA},2025-09-01,/,O,O\n")

    assert (found.cells, [each.kind for each in found.file_problems]) == (0, ["heading-twice"])


def test_a_long_register_with_such_columns_beside_stays_long():
    found = read(f"upn,date,session,code,am,pm\n{ADA},2025-09-01,AM,/,x,y\n")

    assert (found.layout, found.cells) == ("long", 1)
    assert found.extra_columns.of_line(2) == {"am": "x", "pm": "y"}


def test_minutes_beside_two_marks_are_kept_and_given_to_neither():
    found = read(f"upn,date,am,pm,minutes_late\n{ADA},2025-09-01,L,/,9\n")

    assert found.marks.remarks == {}
    assert found.extra_columns.of_line(2) == {"minutes_late": "9"}
