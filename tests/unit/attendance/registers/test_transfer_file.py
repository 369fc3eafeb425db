"""Common Transfer Files: both styles of marks, and documents that must not be opened."""

import pytest

from tests.factories.registers import ADA, BEN, kinds, read, said


def transfer(*pupils, version="24.0", before=""):
    """A small transfer file; each pupil is (UPN, start date, marks)."""
    bodies = "\n".join(
        f"<Pupil><UPN>{upn}</UPN><Attendance><YearData><Year>2025</Year><AttendSessions>\n"
        f"<AttendanceStartDate>{start}</AttendanceStartDate><AttendanceMarks>{marks}</AttendanceMarks>"
        "</AttendSessions></YearData></Attendance></Pupil>"
        for upn, start, marks in pupils
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<CTfile>'
        f"<Header><CTFversion>{version}</CTFversion></Header>\n"
        f"<CTFpupilData>\n{bodies}\n</CTFpupilData></CTfile>"
    )


@pytest.mark.parametrize(("version", "marks"), [("24.0", "/,C,/,N"), ("17.0", "/C/N"), ("18.0", "/C\\N")])
def test_marks_of_both_styles_it_reads(version, marks):
    found = read(transfer((ADA, "2025-09-03", marks), version=version))

    assert said(found) == {
        f"{ADA} 2025-09-03 AM": "/",
        f"{ADA} 2025-09-03 PM": "C",
        f"{ADA} 2025-09-04 AM": "/",
        f"{ADA} 2025-09-04 PM": "N",
    }
    assert (found.layout, found.encoding) == ("transfer file", "utf-8")


def test_codes_of_two_characters_need_the_later_style():
    later = read(transfer((ADA, "2025-09-03", "C1,Y4"), (BEN, "2025-09-03", "C1")))
    earlier = read(transfer((ADA, "2025-09-03", "C1"), version="21.0"))

    assert list(said(later).values()) == ["C1", "Y4", "C1"]
    assert kinds(earlier) == ["unknown-code"]


def test_a_bad_mark_it_names_by_line():
    found = read(transfer((ADA, "2025-09-03", "/,?"), (BEN, "2025-09-03", "/")))

    assert (kinds(found), len(found.marks), found.problems[0].line > 1) == (["unknown-code"], 2, True)
    assert found.problems[0].column == "AttendanceMarks"


def test_a_document_cut_short_it_refuses_whole_and_names_the_line():
    whole = transfer((ADA, "2025-09-03", "/,/"), (BEN, "2025-09-03", "/,/"))

    found = read(whole[: whole.index(BEN) + 5])

    [problem] = found.file_problems
    assert (problem.kind, problem.line, len(found.marks)) == ("xml-unreadable", 6, 0)
    assert "line 6" in problem.problem


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE CTfile>\n",
        '<!DOCTYPE CTfile [<!ENTITY a "b">]>\n',
        '<!DOCTYPE CTfile SYSTEM "file:///etc/hostname">\n',
        f"<!--{' ' * 9000}-->\n<!DOCTYPE CTfile>\n",
    ],
    ids=["bare", "entity", "external", "late"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_that_declares_a_type_or_entities_it_refuses(declaration, encoding):
    text = transfer((ADA, "2025-09-03", "/"), before=declaration).replace("UTF-8", encoding)

    found = read(text.encode(encoding))

    assert [problem.kind for problem in found.file_problems] == ["xml-declares"]
    assert not found.marks


def test_other_xml_it_calls_unusable():
    assert [problem.kind for problem in read("<a><b/></a>").file_problems] == ["not-a-transfer-file"]
    assert [problem.kind for problem in read("<!-- only a comment").file_problems] == ["xml-unreadable"]
