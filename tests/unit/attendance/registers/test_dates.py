"""Days, halves and the headings of grids."""

from datetime import date

import pytest

from supportfirst.attendance.registers.dates import read_day, read_half, read_session_heading
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.vocabulary.sessions import Half

DAY = date(2025, 9, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-03",
        "03/09/2025",
        "3/9/2025",
        "03.09.2025",
        "03-09-2025",
        "20250903",
        "2025-09-03 00:00:00",
        "2025-09-03T00:00:00",
        "03/09/2025 00:00",
        "3 September 2025",
        "03-Sep-2025",
        "Wed 03/09/2025",
        "Wednesday, 3rd Sept 2025",
        " 2025-09-03 ",
    ],
)
def test_a_day_it_reads(text):
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "missing-date"),
        ("09/13/2025", "no-such-date"),
        ("2025-02-29", "no-such-date"),
        ("0205-09-03", "no-such-date"),
        ("03/09/25", "short-year"),
        ("45903", "spreadsheet-serial"),
        ("Thu 03/09/2025", "weekday-disagrees"),
        ("2025-09-03 08:45", "unreadable-date"),
        ("#REF!", "spreadsheet-error"),
        ("########", "spreadsheet-narrow"),
        ("soon", "unreadable-date"),
        ("1" * 300, "too-long"),
    ],
)
def test_a_day_it_cannot_read_it_names_why(text, kind):
    read = read_day(text)

    assert isinstance(read, Fault)
    assert (read.kind, read.value) == (kind, text)


def test_the_american_order_it_points_out():
    assert "exchanged" in read_day("09/13/2025").problem


@pytest.mark.parametrize(
    ("text", "half"), [("AM", Half.AM), (" pm ", Half.PM), ("p.m.", Half.PM), ("Morning", Half.AM)]
)
def test_a_half_it_reads(text, half):
    assert read_half(text) == half


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "missing-session"), ("all day", "unreadable-session"), ("=A1", "spreadsheet-formula")],
)
def test_a_half_it_cannot_read_it_names_why(text, kind):
    read = read_half(text)

    assert isinstance(read, Fault)
    assert read.kind == kind


@pytest.mark.parametrize(
    "text", ["Name", "Total AM", "Thu 03/09/2025 AM", "2025-09-03", "AM", "", "x" * 10_000]
)
def test_a_heading_that_is_not_a_whole_session_it_leaves_unfinished(text):
    heading = read_session_heading(text)

    assert heading.day is None or heading.half is None
