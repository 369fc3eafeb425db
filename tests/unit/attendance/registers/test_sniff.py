"""Which layout the first rows are, and where its headings stand."""

from __future__ import annotations

import pytest

from supportfirst.attendance.registers.delimited import Row
from supportfirst.attendance.registers.sniff import (
    find_layout,
    find_layout_by_content,
    find_layout_nearly,
    find_unreadable_grid,
)
from tests.factories.registers import ADA


def rows_of(*texts: str) -> list[Row]:
    return [Row(line, text.split(",")) for line, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("headings", "layout"),
    [
        ("upn,date,session,code", "long"),
        ("upn,date,am,pm", "days"),
        ("upn,date,session,code,am,pm", "long"),
        ("upn,start_date,marks", "strings"),
        ("upn,2025-09-03 AM", "grid"),
    ],
)
def test_it_knows_each_layout_by_its_headings(headings, layout):
    found = find_layout(rows_of("A title", headings))

    assert found
    assert (found.layout, found.first_line, found.last_line) == (layout, 2, 2)


@pytest.mark.parametrize("headings", ["upn,date,am", "date,am,pm", "upn,am,pm", "upn,forename,surname"])
def test_it_takes_nothing_for_a_layout_that_lacks_a_column(headings):
    assert find_layout(rows_of(headings, f"{ADA},x,y")) is None


def test_it_joins_two_rows_of_headings_even_where_one_above_is_a_session_already():
    found = find_layout(rows_of("UPN,2025-09-01,,2025-09-02 AM,", ",AM,PM,AM,PM"))

    assert found
    assert (found.layout, found.first_line, found.last_line) == ("grid", 1, 2)
    assert [str(slot.session) for slot in found.slots] == [
        "2025-09-01 AM",
        "2025-09-01 PM",
        "None",
        "2025-09-02 PM",
    ]


def test_a_heading_one_character_out_is_taken_and_told():
    found = find_layout_nearly(rows_of("upn,date,sesion,code"))

    assert found
    assert [fault.kind for fault in found.warnings] == ["heading-misprinted"]


def test_headings_that_name_a_half_without_a_day_make_a_grid_of_no_session():
    found = find_unreadable_grid(rows_of("upn,Mon 1 Sep AM,Mon 1 Sep PM"))

    assert found
    assert [(slot.heading, slot.session) for slot in found.slots] == [
        ("Mon 1 Sep AM", None),
        ("Mon 1 Sep PM", None),
    ]


@pytest.mark.parametrize("headings", ["upn,forename,surname", "name,Mon 1 Sep AM", "upn,01/09/2025"])
def test_without_a_half_or_a_upn_there_is_no_such_grid(headings):
    assert find_unreadable_grid(rows_of(headings)) is None


def test_a_layout_that_was_asked_for_is_the_only_one_looked_for():
    rows = rows_of("upn,Mon 1 Sep AM")

    assert find_unreadable_grid(rows, wanted="grid") is not None
    assert find_unreadable_grid(rows, wanted="long") is None
    assert find_layout(rows_of("upn,date,am,pm"), wanted="long") is None


def test_columns_are_known_by_what_they_hold_where_no_heading_can_be_read():
    rows = rows_of("?,?,?,?", f"2025-09-03,{ADA},AM,/", f"2025-09-03,{ADA},PM,O")

    found = find_layout_by_content(rows, is_code=lambda text: text in "/O")

    assert found
    assert found.columns.places == {"upn": 1, "date": 0, "session": 2, "code": 3}
    assert [fault.kind for fault in found.warnings] == ["headings-unreadable"]
