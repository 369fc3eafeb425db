"""Workbooks: every layout, dates as dates, and workbooks that would not fit in memory."""

import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from supportfirst.attendance.registers.spreadsheets import as_text
from tests.factories.registers import ADA, BEN, kinds, read, said


def workbook(**sheets):
    """Bytes of a workbook: sheet names to rows of values."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, place, value, day)
                else:
                    sheet.write(line, place, value)
    book.close()
    return stream.getvalue()


LONG = [
    ("upn", "date", "session", "code"),
    (ADA, date(2025, 9, 3), "AM", "/"),
    (ADA, "04/09/2025", "PM", "N"),
]


def test_the_long_layout_it_reads_with_dates_as_dates_or_text():
    found = read(workbook(Marks=LONG))

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-04 PM": "N"}
    assert (found.layout, found.encoding) == ("long", "workbook")
    assert [mark.line for mark in found.marks.each()] == [2, 3]


def test_a_grid_it_reads_with_dates_above_the_halves():
    found = read(workbook(Grid=[("UPN", date(2025, 9, 3), ""), ("", "AM", "PM"), (ADA, "/", "L")]))

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "L"}


def test_mark_strings_it_reads():
    found = read(workbook(Strings=[("upn", "start_date", "marks"), (ADA, date(2025, 9, 3), "/,C1")]))

    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "C1"}


def test_a_date_in_a_code_cell_is_a_problem():
    found = read(workbook(Marks=[LONG[0], (ADA, date(2025, 9, 3), "AM", date(2025, 1, 1))]))

    assert kinds(found) == ["spreadsheet-date"]


def test_every_sheet_that_is_a_register_it_reads_and_names_in_problems():
    found = read(
        workbook(
            A=LONG, Notes=[("hello",)], B=[LONG[0], (BEN, date(2025, 9, 3), "AM", "?"), (BEN, "", "AM", "/")]
        )
    )

    assert len(found.marks) == 2
    assert {(problem.kind, problem.column) for problem in found.problems} == {
        ("unknown-code", "B: code"),
        ("missing-date", "B: date"),
    }
    assert [warning.value for warning in found.warnings] == ["Notes"]


def test_a_workbook_without_a_register_it_calls_unusable():
    [problem] = read(workbook(Notes=[("hello", "there")])).file_problems

    assert problem.kind == "not-a-register"


def test_a_workbook_cut_short_it_calls_unusable():
    whole = workbook(Marks=LONG)

    for length in (4, 100, len(whole) // 2, len(whole) - 10):
        [problem] = read(whole[:length]).file_problems
        assert problem.kind == "workbook-unreadable"


def test_a_sheet_that_claims_billions_of_cells_it_does_not_open():
    whole = workbook(Marks=LONG)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(entry, content)

    [problem] = read(stream.getvalue()).file_problems

    assert "too many rows and columns" in problem.problem


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (7.5, "7.5"),
        (None, ""),
        (True, "TRUE"),
        (date(2025, 9, 3), "2025-09-03"),
        (datetime(2025, 9, 3), "2025-09-03"),  # noqa: DTZ001
        (datetime(2025, 9, 3, 9, 5), "2025-09-03T09:05:00"),  # noqa: DTZ001
    ],
)
def test_a_value_it_writes_as_a_person_would(value, text):
    assert as_text(value) == text
