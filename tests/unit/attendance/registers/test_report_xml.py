"""Reports of SIMS as XML become marks like any other register."""

import pytest

from tests.factories.registers import ADA, read, said


def report(*records: str) -> str:
    rows = "\n".join(f"<Record>{each}</Record>" for each in records)
    return f"<?xml version='1.0' encoding='utf-8'?>\n<SuperStarReport>\n{rows}\n</SuperStarReport>"


def mark(upn: str, day: str, half: str, code: str) -> str:
    return (
        f"<Legal_x0020_Surname>Larkspur</Legal_x0020_Surname><UPN>{upn}</UPN>"
        f"<Mark_x0020_Date>{day}</Mark_x0020_Date><Session>{half}</Session><Mark>{code}</Mark>"
    )


def test_a_record_a_mark_is_read_by_the_names_of_its_elements():
    found = read(report(mark(ADA, "2025-09-03", "AM", "/"), mark(ADA, "03/09/2025", "PM", "I")))

    assert found.all_problems == []
    assert said(found) == {f"{ADA} 2025-09-03 AM": "/", f"{ADA} 2025-09-03 PM": "I"}
    assert (found.layout, found.encoding) == ("long", "report")


def test_a_record_a_day_is_read_and_an_element_left_out_is_blank():
    whole = f"<UPN>{ADA}</UPN><Date>2025-09-03</Date><AM>/</AM><PM>L</PM>"
    half = f"<UPN>{ADA}</UPN><Date>2025-09-04</Date><AM>/</AM>"

    found = read(report(whole, half))

    assert (len(found.marks), found.blank, found.cells) == (3, 1, 4)


def test_a_cell_that_cannot_be_read_is_named_with_its_line():
    found = read(report(mark(ADA, "2025-09-03", "AM", "/"), mark(ADA, "2025-09-03", "PM", "?!")))

    assert [(each.line, each.column, each.value) for each in found.problems] == [(4, "Mark", "?!")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (report(mark(ADA, "2025-09-03", "AM", "/"))[:-30], "cut short"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><SuperStarReport/>", "declares"),
        (report("<Name>Ada</Name><House>Red</House>"), "no headings of a register"),
        (report(), "no headings of a register"),
        (report("<UPN/><UPN>A</UPN><Mark_x0020_Date/><Session/><Mark/><mark/>"), "two columns"),
    ],
    ids=["cut short", "declares", "another report", "empty", "heading twice"],
)
def test_a_report_that_is_no_register_is_refused_in_words(text, told):
    found = read(text)

    assert not len(found.marks)
    assert told in found.file_problems[0].problem
