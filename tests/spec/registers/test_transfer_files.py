"""LAW-15: transfer files of version 24 part their marks by commas; older ones are a character a session.

Source: the law and the formats, row 15 of section 0; a code such as C1 has two characters,
so that a string without commas can't hold it.
"""

from __future__ import annotations

import pytest

from supportfirst.attendance.packs.load import load_pack
from tests.factories.desks import ADA, YEAR

pytestmark = pytest.mark.requirement("LAW-15")
BEFORE_2024 = "start,end,kind,note\n2023-09-04,2023-10-20,term,autumn\n"
COMMAS = "/,\\,C1,C2,J1,Y4,,O,N,-"
ONE_CHARACTER = "/\\CHJY O-N"


def transfer_file(*, version: str, start: str, marks: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><CTFversion>{version}</CTFversion></Header><CTFpupilData><Pupil>
<UPN>{ADA}</UPN><Surname>Example</Surname><Forename>Ada</Forename>
<Attendance><YearData><Year>2025</Year><AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>
<AttendanceMarks>{marks}</AttendanceMarks></AttendSessions></YearData></Attendance></Pupil></CTFpupilData></CTfile>
"""


def measured(desk, file: str, *, calendar: str, on: str):
    files = ["--register", file, "--calendar", desk.write("calendar.csv", calendar)]
    told = desk.run("assess", *files, "--pack", "england", "--on", on, "--format", "json", "--all")
    assert told.code == 0, told.err
    [pupil] = told.json["pupils"]
    return pupil


def test_version_24_gives_a_code_of_two_characters_one_session(desk):
    file = desk.write("ctf24.xml", transfer_file(version="24.0", start="2025-09-01", marks=COMMAS))

    read = desk.run("read-register", file, "--format", "json")
    measures = measured(desk, file, calendar=YEAR, on="2025-09-05")["measures"]

    [summary] = read.json["files"]
    assert read.code == 0
    assert (summary["cells"], summary["marks"], summary["blank"]) == (10, 8, 2)
    assert (summary["first"], summary["last"]) == ("2025-09-01", "2025-09-05")
    assert measures["sessions_by_code"] == {
        "/": 1,
        "\\": 1,
        "C1": 1,
        "C2": 1,
        "J1": 1,
        "Y4": 1,
        "O": 1,
        "N": 1,
    }
    assert (measures["sessions_possible"], measures["sessions_attended"]) == (7, 2)
    assert measures["sessions_authorised_absence"] == 3
    assert measures["sessions_unauthorised_absence"] == 2
    assert measures["sessions_unmarked"] == 2


def test_each_code_stands_on_its_own_session(desk):
    file = desk.write("ctf24.xml", transfer_file(version="24.0", start="2025-09-01", marks="C1,/,/,O,Y4,G"))

    pupil = measured(desk, file, calendar=YEAR, on="2025-09-05")

    window = pupil["measures"]["unauthorised_10_school_weeks"]["window"]
    assert window["sessions"] == [
        {"date": "2025-09-02", "session": "PM", "code": "O"},
        {"date": "2025-09-03", "session": "PM", "code": "G"},
    ]


def test_version_24_reads_a_string_of_one_mark_as_one_code(desk):
    file = desk.write("ctf24.xml", transfer_file(version="24.0", start="2025-09-01", marks="C1"))

    measures = measured(desk, file, calendar=YEAR, on="2025-09-05")["measures"]

    assert measures["sessions_by_code"] == {"C1": 1}


def test_an_older_file_has_one_character_for_each_session(desk):
    marks = transfer_file(version="23.0", start="2023-09-04", marks=ONE_CHARACTER)
    file = desk.write("ctf23.xml", marks)

    read = desk.run("read-register", file, "--format", "json")
    measures = measured(desk, file, calendar=BEFORE_2024, on="2023-09-08")["measures"]

    [summary] = read.json["files"]
    assert (summary["cells"], summary["marks"], summary["blank"]) == (10, 8, 2)
    assert measures["sessions_by_code"] == {"/": 1, "\\": 1, "C": 1, "H": 1, "J": 1, "Y": 1, "O": 1, "N": 1}
    assert (measures["sessions_possible"], measures["sessions_attended"]) == (7, 3)


def test_a_code_of_two_characters_in_an_older_file_is_a_problem_and_never_one_mark(desk):
    file = desk.write("ctf23.xml", transfer_file(version="23.0", start="2025-09-01", marks="/C1/"))

    read = desk.run("read-register", file, "--format", "json")

    assert read.code == 3
    assert read.json["files"][0]["cells"] == 4
    assert "“1”: it is not a register code" in read.err
    assert "separate the marks with commas" in read.err


def test_the_codes_of_two_characters_have_their_sources_in_the_pack():
    codes = load_pack("england").codes

    found = {code.symbol: code.source for code in map(codes.code, codes.numbers()) if len(code.symbol) == 2}

    assert {"C1", "C2", "J1", "Y1", "Y7"} <= set(found)
    assert all("2024" in str(source) for source in found.values())
