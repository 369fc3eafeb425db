"""Files that came broken: each gets what is wrong, where, and what to do, and the right exit code."""

from __future__ import annotations

import csv
from random import Random

import pytest

from tests.factories.desks import ADA, register_of

TRANSFER_FILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><CTFversion>24.0</CTFversion></Header><CTFpupilData><Pupil>
<UPN>{ADA}</UPN><Attendance><AttendSessions>
<AttendanceStartDate>2025-09-01</AttendanceStartDate>
<AttendanceMarks>/,\\,O,O</AttendanceMarks></AttendSessions></Attendance></Pupil></CTFpupilData></CTfile>
"""
ON = ["--pack", "england", "--on", "2025-09-12"]


def test_a_truncated_transfer_file_is_refused_with_the_line_of_the_damage(desk):
    file = desk.write("ctf.xml", TRANSFER_FILE[: TRANSFER_FILE.index("</AttendanceMarks>")])

    told = desk.run("read-register", file, "--format", "json")

    assert told.code == 1
    assert "ctf.xml, line 5: the XML is damaged or cut short at line 5" in told.err
    assert "export the file again" in told.err
    assert told.json["files"][0]["marks"] == 0


def test_the_same_transfer_file_whole_is_read(desk):
    told = desk.run("read-register", desk.write("ctf.xml", TRANSFER_FILE), "--format", "json")

    assert (told.code, told.err) == (0, "")
    assert told.json["files"][0]["marks"] == 4


def test_a_transfer_file_that_declares_entities_is_refused(desk):
    bomb = '<!DOCTYPE a [<!ENTITY b "cccc">]>'
    file = desk.write("ctf.xml", TRANSFER_FILE.replace("<CTfile>", f"{bomb}<CTfile>", 1))

    told = desk.run("read-register", file)

    assert told.code == 1
    assert "declares a document type or entities" in told.err


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("reader", ["read-register", "assess"])
def test_random_bytes_are_no_register_and_it_says_so(desk, seed, reader):
    files = desk.school(Random(seed).randbytes(50_000))  # noqa: S311  (chance, not secrecy)
    asked = [reader, files[-1]] if reader == "read-register" else [reader, *files, *ON]

    told = desk.run(*asked)

    assert told.code == 1
    assert "register-1.csv: " in told.err
    assert "export" in told.err


@pytest.mark.parametrize("reader", ["read-register", "assess"])
def test_an_empty_file_is_told_to_be_empty(desk, reader):
    files = desk.school("")
    asked = [reader, files[-1]] if reader == "read-register" else [reader, *files, *ON]

    told = desk.run(*asked)

    assert told.code == 1
    assert "register-1.csv: there is nothing in the file; export it again." in told.err


@pytest.mark.parametrize("option", ["--register", "--pupils", "--calendar"])
def test_a_device_is_no_file(desk, option):
    files = desk.school(register_of(ADA="/ 4"), pupils=f"upn,forename\n{ADA},Ada\n")

    told = desk.run("assess", *files, option, "/dev/zero", *ON)

    assert (told.code, told.out) == (1, "")
    assert "/dev/zero: this is a device of the machine, not a file." in told.err


def test_problems_are_written_even_when_nothing_is_usable(desk):
    files = desk.school(f"upn,date,session,code\n{ADA},2025-09-01,AM,QQ\n{ADA},2025-09-31,PM,/\n")

    told = desk.run("assess", *files, *ON, "--problems", str(desk.folder / "problems.csv"))

    with (desk.folder / "problems.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert told.code == 1
    assert list(rows[0]) == ["file", "line", "column", "value", "problem", "remedy"]
    assert [(row["line"], row["column"], row["value"]) for row in rows] == [
        ("2", "code", "QQ"),
        ("3", "date", "2025-09-31"),
    ]


def test_the_first_twenty_problems_and_the_total_are_shown(desk):
    register = register_of(ADA="/ 10, QQ 30, / 2")

    told = desk.run("read-register", desk.write("register.csv", register))

    assert told.code == 3
    assert "30 problems, the first 20:" in told.err
    assert told.err.count("it is not a register code") == 20
    assert "--problems FILE writes them all." in told.err


def test_a_pack_that_repeats_a_key_names_file_and_line(desk):
    desk.write("own/pack.yaml", "id: own\ntitle: Our own\ntitle: Our own again\nextends: england\n")

    checked = desk.run("check-pack", str(desk.folder / "own"), "--on", "2026-01-01", "--format", "csv")
    used = desk.run(
        "assess",
        *desk.school(register_of(ADA="/ 4")),
        "--pack",
        str(desk.folder / "own"),
        "--on",
        "2025-09-12",
    )

    faults = [row for row in csv.DictReader(checked.out.splitlines()) if "title" in row["problem"]]
    assert checked.code == 3
    assert [(row["file"].endswith("pack.yaml"), row["line"]) for row in faults] == [(True, "3")]
    assert faults[0]["remedy"]
    assert (used.code, used.out) == (1, "")
    assert "own/pack.yaml:3 " in used.err
    assert "What to do: run “supportfirst check-pack" in used.err
