from __future__ import annotations

import csv
import io
import json

import pytest

from supportfirst.attendance.cli.ledger import app
from supportfirst.attendance.cli.running import run

AVA, BEN = "H801200001001", "Y801200001002"
WHO = ("--name", "Ana Hill", "--title", "Office manager")
FIRST = f"""upn,date,session,code,recorded_at,recorded_by,recorded_by_title
{AVA},2025-09-03,AM,N,2025-09-03T09:10,Jo Day,Teacher
{AVA},2025-09-03,PM,\\,2025-09-03T13:10,Jo Day,Teacher
{BEN},2025-09-03,AM,/,2025-09-03T09:10,Jo Day,Teacher
"""
SECOND = f"""upn,date,session,code,recorded_at,recorded_by,recorded_by_title,reason
{AVA},2025-09-03,AM,I,2025-09-04T10:00,Jo Day,Teacher,parent rang
{AVA},2025-09-04,AM,/,2025-09-04T09:05,Jo Day,Teacher,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "first.csv").write_text(FIRST)
    (tmp_path / "second.csv").write_text(SECOND)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def append(*files: str, ledger: str = "school.ledger", more: tuple[str, ...] = ()) -> int:
    registers = [part for file in files for part in ("--register", file)]
    return run(app, ["append", ledger, *registers, "--now", "2025-09-05T18:00:00Z", *more])


def correct(**said: str) -> int:
    sound = {"upn": BEN, "session": "2025-09-03 AM", "code": "U", "reason": "came at ten"}
    options = [part for name, value in {**sound, **said}.items() for part in (f"--{name}", value)]
    return run(app, ["correct", "school.ledger", *options, *WHO, "--now", "2025-09-08T10:00:00Z"])


def answer(capsys, *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    assert run(app, [*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_append_says_what_became_of_each_file(folder, capsys):
    assert append("first.csv", "second.csv", more=("--format", "json")) == 0

    told = json.loads(capsys.readouterr().out)
    assert told == {
        "schema": "ledger-append/1",
        "files": [
            {"file": "first.csv", "marks": 3, "new": 3, "amended": 0, "unchanged": 0, "undecided": 0},
            {"file": "second.csv", "marks": 2, "new": 1, "amended": 1, "unchanged": 0, "undecided": 0},
        ],
    }


def test_append_of_the_same_file_twice_changes_nothing_and_says_so_on_standard_error(folder, capsys):
    append("first.csv")
    before = (folder / "school.ledger").read_bytes()
    capsys.readouterr()

    assert append("first.csv") == 0

    assert (folder / "school.ledger").read_bytes() == before
    assert "first.csv: this very file is in the ledger already" in capsys.readouterr().err


def test_append_leaves_with_3_where_a_cell_was_unreadable_and_keeps_the_rest(folder, capsys):
    (folder / "bad.csv").write_text(FIRST + f"{BEN},2025-09-03,PM,??,,,\n")

    assert append("bad.csv", more=("--problems", "problems.csv")) == 3

    (problem,) = csv.DictReader(io.StringIO((folder / "problems.csv").read_text()))
    assert (problem["file"], problem["line"], problem["value"]) == ("bad.csv", "5", "??")
    assert answer(capsys, "show", "school.ledger")["summary"]["pupils"] == 2


def test_append_leaves_with_3_where_a_mark_cannot_be_decided(folder, capsys):
    append("second.csv")

    assert append("first.csv") == 3

    assert "recorded later or at the same moment" in capsys.readouterr().err


def test_append_leaves_with_1_and_makes_no_ledger_where_no_mark_is_usable(folder):
    (folder / "empty.csv").write_text("upn,date,session,code\n")

    assert append("empty.csv") == 1
    assert append("missing.csv") == 1

    assert not (folder / "school.ledger").exists()


def test_append_refuses_to_add_to_a_file_that_is_no_ledger(folder, capsys):
    assert append("second.csv", ledger="first.csv") == 1

    assert "this is not a ledger file" in capsys.readouterr().err
    assert (folder / "first.csv").read_text() == FIRST


def test_append_cuts_off_a_torn_tail_and_says_where_it_is_kept(folder, capsys):
    append("first.csv")
    with (folder / "school.ledger").open("ab") as stream:
        stream.write(b'{"kind":"regis')

    assert append("second.csv") == 0

    assert "kept in school.ledger.torn" in capsys.readouterr().err
    assert run(app, ["verify", "school.ledger"]) == 0


def test_correct_shows_original_new_entry_reason_moment_name_and_title(folder, capsys):
    append("first.csv")
    assert correct() == 0

    original, amended = answer(capsys, "show", "school.ledger", "--upn", BEN)["steps"]

    assert (original["code"], original["amends"], original["name"]) == ("/", None, "Jo Day")
    assert amended == {
        "upn": BEN,
        "session": "2025-09-03 AM",
        "code": "U",
        "amends": "/",
        "recorded_at": "2025-09-08T11:00:00+01:00",
        "name": "Ana Hill",
        "title": "Office manager",
        "reason": "came at ten",
        "file": "",
        "appended_at": "2025-09-08T11:00:00+01:00",
    }


@pytest.mark.parametrize(
    ("said", "code", "message"),
    [
        ({"reason": " "}, 2, "it is blank"),
        ({"session": "2025-09-13 AM"}, 1, "on a day after 2025-09-08"),
        ({"code": "H"}, 1, "“H” was withdrawn"),
        ({"code": "QQ"}, 1, "“QQ” is not a register code"),
        ({"upn": "B801200001999"}, 1, "no register in this ledger names that pupil"),
        ({"session": "Wednesday"}, 2, "is not a session"),
    ],
)
def test_correct_refuses_with_a_reason_and_the_right_exit_code(folder, capsys, said, code, message):
    append("first.csv")
    before = (folder / "school.ledger").read_bytes()

    assert correct(**said) == code

    assert message in capsys.readouterr().err
    assert (folder / "school.ledger").read_bytes() == before


def test_correct_needs_a_reason_a_name_and_a_title_on_the_command_line(folder):
    append("first.csv")

    for missing in ("--reason", "--name", "--title"):
        line = ["correct", "school.ledger", "--upn", BEN, "--session", "2025-09-03 AM", "--code", "U"]
        for option, value in (("--reason", "late"), ("--name", "Ana Hill"), ("--title", "Office manager")):
            line += [] if option == missing else [option, value]
        assert run(app, line) == 2


def test_correct_makes_no_ledger_where_there_is_none(folder):
    assert correct() == 1
    assert not (folder / "school.ledger").exists()


def test_compare_lists_what_changed_and_counts_the_new_days_marks(folder, capsys):
    append("first.csv", "second.csv")
    correct()

    told = answer(capsys, "compare", "school.ledger", "--from", "2025-09-03", "--to", "2025-09-08")

    assert told["first_entries"] == 1
    assert [(step["upn"], step["from"], step["to"], step["reason"]) for step in told["changes"]] == [
        (AVA, "N", "I", "parent rang"),
        (BEN, "/", "U", "came at ten"),
    ]


def test_compare_takes_the_moments_as_given(folder, capsys):
    append("first.csv", "second.csv")

    before = ("--from", "2025-09-03", "--to", "2025-09-04T09:59:59")
    assert answer(capsys, "compare", "school.ledger", *before)["changes"] == []
    assert run(app, ["compare", "school.ledger", "--from", "2025-09-04", "--to", "2025-09-03"]) == 2
    assert run(app, ["compare", "school.ledger", "--from", "last week"]) == 2


def test_compare_as_csv_has_a_row_a_change(folder, capsys):
    append("first.csv", "second.csv")
    capsys.readouterr()

    run(app, ["compare", "school.ledger", "--from", "2025-09-03", "--to", "2025-09-05", "--format", "csv"])

    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["upn"], row["from"], row["to"], row["title"]) == (AVA, "N", "I", "Teacher")


def test_verify_leaves_with_0_for_a_sound_ledger_and_tells_its_last_hash(folder, capsys):
    append("first.csv")

    last_hash = answer(capsys, "verify", "school.ledger")["summary"]["last_hash"]

    assert run(app, ["verify", "school.ledger", "--known-hash", last_hash]) == 0
    assert run(app, ["verify", "school.ledger", "--known-hash", "0" * 64]) == 3


def test_verify_leaves_with_3_and_names_the_record_that_was_changed(folder, capsys):
    append("first.csv")
    content = (folder / "school.ledger").read_bytes()
    (folder / "school.ledger").write_bytes(content.replace(b'"marks":"N/"', b'"marks":"//"'))
    capsys.readouterr()

    assert run(app, ["verify", "school.ledger", "--problems", "faults.csv", "--format", "json"]) == 3

    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["record"], fault["fault"]) == (
        4,
        "the record is damaged: its content does not fit its hash",
    )
    assert len(list(csv.DictReader(io.StringIO((folder / "faults.csv").read_text())))) == 1


def test_verify_leaves_with_1_for_what_is_no_ledger(folder):
    assert run(app, ["verify", "first.csv"]) == 1
    assert run(app, ["verify", "missing"]) == 1


def test_show_of_a_session_lists_each_pupil_as_a_register_shows_marks(folder, capsys):
    append("first.csv")

    told = answer(capsys, "show", "school.ledger", "--session", "2025-09-03 pm")

    assert [(step["upn"], step["code"]) for step in told["steps"]] == [(AVA, "\\")]
