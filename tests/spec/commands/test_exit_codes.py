"""Exit codes of every command: 0 done, 1 nothing usable, 2 wrong command line, 3 done with problems."""

from __future__ import annotations

import pytest

from tests.factories.desks import ADA, YEAR, as_csv, register_of

ENGLAND = ["--pack", "england", "--on", "2025-09-12"]
GOOD = register_of(ADA="/ 10, O 10")
BROKEN = GOOD.replace("PM,O", "PM,QQ", 1)
NOTHING = as_csv("upn,date,session,code", [(ADA, "2025-09-01", "AM", "QQ")])


def commands(desk, register):
    """Every command that reads a register, over the same files."""
    files = desk.school(register)
    file = files[-1]
    return {
        "read-register": ["read-register", file],
        "assess": ["assess", *files, *ENGLAND],
        "explain": ["explain", ADA, *files, *ENGLAND],
        "summarise": ["summarise", *files, "--on", "2025-09-12"],
        "ledger append": ["ledger", "append", str(desk.folder / "marks.ledger"), "--register", file],
    }


READERS = ["read-register", "assess", "explain", "summarise", "ledger append"]


@pytest.mark.parametrize("reader", READERS)
def test_zero_when_all_is_done_with_a_result_and_no_remark(desk, reader):
    told = desk.run(*commands(desk, GOOD)[reader])

    assert (told.code, told.err) == (0, "")
    assert told.out


@pytest.mark.parametrize("reader", READERS)
def test_zero_with_warnings_that_are_no_part_of_the_result(desk, reader):
    withdrawn = GOOD.replace("AM,O", "AM,H", 1)

    told = desk.run(*commands(desk, withdrawn)[reader])

    assert told.code == 0
    assert "1 warning" in told.err
    assert "warning:" not in told.out


@pytest.mark.parametrize("reader", READERS)
def test_three_when_it_is_done_and_a_cell_could_not_be_read(desk, reader):
    told = desk.run(*commands(desk, BROKEN)[reader])

    assert told.code == 3
    assert "line 13, code “QQ”: it is not a register code; replace it" in told.err
    assert told.out
    assert "QQ" not in told.out


@pytest.mark.parametrize("reader", READERS)
def test_one_when_no_mark_is_usable(desk, reader):
    told = desk.run(*commands(desk, NOTHING)[reader])

    assert told.code == 1
    assert "line 2, code “QQ”" in told.err
    assert "No mark could be used" in told.err or "no mark in it could be used" in told.err


@pytest.mark.parametrize("reader", READERS)
def test_one_when_the_file_is_missing(desk, reader):
    asked = [part.replace("register-1.csv", "other.csv") for part in commands(desk, GOOD)[reader]]

    told = desk.run(*asked)

    assert (told.code, told.out) == (1, "")
    assert "other.csv: this file can't be read (No such file or directory)." in told.err
    assert "What to do: check the name and the folder" in told.err


@pytest.mark.parametrize("reader", READERS)
def test_two_when_the_command_line_is_wrong(desk, reader):
    told = desk.run(*commands(desk, GOOD)[reader], "--no-such-option")

    assert (told.code, told.out) == (2, "")
    assert "--no-such-option" in told.err


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--pack", "england", "--on", "soon"], "“soon” is not a day"),
        (["--pack", "england"], "--on"),
        (["--on", "2025-09-12"], "--pack"),
        ([*ENGLAND, "--format", "pdf"], "pdf"),
        ([*ENGLAND, "--known-at", "yesterday"], "yesterday"),
        (["--pack", "england", "--on", "9999-12-31"], "“9999-12-31” is too late a day"),
    ],
)
def test_two_names_what_is_wrong_in_the_command_line(desk, options, names):
    told = desk.run("assess", *desk.school(GOOD), *options)

    assert (told.code, told.out) == (2, "")
    assert names in told.err


def test_two_names_a_layout_that_is_none(desk):
    told = desk.run(*commands(desk, GOOD)["read-register"], "--layout", "diagonal")

    assert (told.code, told.out) == (2, "")
    assert "“diagonal” is no layout; use one of long, grid, strings, days, transfer file" in told.err


def test_one_when_a_summary_is_asked_for_before_there_were_codes(desk):
    told = desk.run("summarise", *desk.school(GOOD), "--on", "1999-09-12")

    assert (told.code, told.out) == (1, "")
    assert "1999-09-12 is outside this pack" in told.err


@pytest.mark.parametrize(
    ("options", "says", "remedy"),
    [
        (["--pack", "nowhere", "--on", "2025-09-12"], "there is no pack “nowhere”", "use one of england"),
        (
            ["--pack", "coventry", "--on", "2001-09-12"],
            "2001-09-12 is outside this pack, which answers from",
            "ask about a day inside it",
        ),
    ],
)
def test_one_when_the_pack_is_unknown_or_silent_on_the_day(desk, options, says, remedy):
    told = desk.run("assess", *desk.school(GOOD), *options)

    assert (told.code, told.out) == (1, "")
    assert says in told.err
    assert f"What to do: {remedy}" in told.err


def test_one_when_the_calendar_is_neither_a_file_nor_built_in(desk):
    files = desk.school(GOOD)

    told = desk.run("assess", *files[2:], "--calendar", "nowhere-2025", *ENGLAND)

    assert (told.code, told.out) == (1, "")
    assert "no built-in calendar of that name" in told.err
    assert "essex-2025-26" in told.err


@pytest.mark.parametrize(
    ("calendar", "says"),
    [
        (YEAR + "2025-10-20,2025-10-31,term,again\n", "the terms of lines 2 and 9 overlap"),
        (YEAR + "2025-13-01,2025-11-07,closed,when\n", "line 9, column “start”: “2025-13-01” is not a date"),
        ("start,end,kind,note\n", "1 fault: the file: it has no line of kind “term” (add the terms)."),
        ("", "1 fault: the file: the file is empty (choose a calendar file with a heading line"),
    ],
)
def test_one_when_the_calendar_is_bad_and_it_names_the_lines(desk, calendar, says):
    told = desk.run("assess", *desk.school(GOOD, calendar=calendar), *ENGLAND)

    assert (told.code, told.out) == (1, "")
    assert "calendar.csv: the calendar cannot be used, " in told.err
    assert says in told.err
    assert "What to do:" in told.err


def test_explain_names_a_upn_that_is_in_none_of_the_files(desk):
    told = desk.run("explain", "B801200005001", *desk.school(GOOD), *ENGLAND)

    assert (told.code, told.out) == (1, "")
    assert "no pupil with this UPN is in the files" in told.err
    assert "What to do: check the UPN" in told.err


def test_three_when_a_ledger_is_not_as_it_was_written(desk):
    asked = commands(desk, GOOD)["ledger append"]
    ledger = desk.folder / "marks.ledger"
    desk.run(*asked)
    written = ledger.read_bytes()
    ledger.write_bytes(written.replace(b"2025-09-12", b"2025-09-19", 1))

    told = desk.run("ledger", "verify", str(ledger), "--format", "json")

    assert written != ledger.read_bytes()
    assert told.code == 3
    assert told.json["faults"]
    assert all(fault["fault"] and fault["remedy"] for fault in told.json["faults"])


def test_three_when_a_pack_has_faults_and_zero_when_it_has_none(desk):
    desk.write("own/pack.yaml", "id: own\n")

    faulty = desk.run("check-pack", str(desk.folder / "own"), "--on", "2026-11-20", "--format", "json")
    sound = desk.run("check-pack", "england", "--on", "2026-11-20", "--format", "json")

    assert (faulty.code, sound.code) == (3, 0)
    assert sound.json == []
    assert {"file", "line", "problem", "remedy"} <= set(faulty.json[0])
