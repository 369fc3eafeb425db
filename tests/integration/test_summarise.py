"""`supportfirst summarise`: files in, figures of groups out, and the exit codes of wrong requests."""

import csv
import io
import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from supportfirst.attendance.cli.schema import schema_text
from tests.grids import calendar_csv, long_csv, read_grid, upn_of

GRID = """
             | week 1    | week 2
             | M T W T F | M T W T F
    ---------+-----------+----------
    Ada   AM | / / O O O | / U . / /
          PM | / / O O O | / G . / /
    Bea   AM | / / / / / | / / / / /
          PM | / / / / / | / / / / /
    Cal   AM | I I / / / | / / L / /
          PM | I I / / / | / / / / /
"""
PUPILS = "upn,year_group,sex,fsm,fsm_from,start_date\n"


@pytest.fixture
def files(tmp_path):
    grid = read_grid(GRID, monday=date(2025, 9, 8))
    (tmp_path / "register.csv").write_text(long_csv(grid))
    (tmp_path / "calendar.csv").write_text(calendar_csv(grid))
    rows = [
        f"{upn_of('Ada')},9,F,yes,2025-09-19,2025-09-01",
        f"{upn_of('Bea')},9,F,,,2025-09-01",
        f"{upn_of('Cal')},10,M,yes,,2025-09-01",
    ]
    (tmp_path / "pupils.csv").write_text(PUPILS + "\n".join(rows) + "\n")
    return tmp_path


def summarise(files, *extra, pupils=True, on="2025-09-19"):
    arguments = ["summarise", "--register", str(files / "register.csv")]
    arguments += ["--calendar", str(files / "calendar.csv"), "--on", on]
    if pupils:
        arguments += ["--pupils", str(files / "pupils.csv")]
    return run(app, [*arguments, *extra])


def document(files, capsys, *extra, **options):
    assert summarise(files, "--format", "json", *extra, **options) == 0
    return json.loads(capsys.readouterr().out)


def test_json_it_gives_ratios_of_sums_unrounded(files, capsys):
    found = document(files, capsys, "--by", "year")

    nine, ten = found["groups"]
    assert (nine["group"], ten["group"]) == ("9", "10")
    assert nine["sessions_possible"] == 38
    assert nine["sessions_attended"] == 30
    assert nine["attendance_percent"] == 100 * 30 / 38
    assert nine["unauthorised_percent"] == 100 * 8 / 38
    assert nine["sessions_by_code"] == {"/": 15, "G": 1, "O": 6, "U": 1, "\\": 15}
    assert nine["percent_by_code"]["O"] == 100 * 6 / 38
    assert nine["sessions_unmarked"] == 2
    assert nine["days_absent"] == 4.0
    assert (nine["persistently_absent"], nine["persistently_absent_percent"]) == (1, 50.0)
    assert ten["sessions_late"] == 1
    assert found["total"]["enrolments"] == 3


def test_a_flag_it_reads_on_the_last_day(files, capsys):
    on_the_day = document(files, capsys, "--by", "fsm")["groups"]
    before = document(files, capsys, "--by", "fsm", on="2025-09-18")["groups"]

    assert {group["group"]: group["enrolments"] for group in on_the_day} == {"no record": 1, "yes": 2}
    assert {group["group"]: group["enrolments"] for group in before} == {"no record": 2, "yes": 1}


def test_a_period_it_counts_from_its_first_day(files, capsys):
    found = document(files, capsys, "--from", "2025-09-15")

    assert found["total"]["sessions_possible"] == 28
    assert found["from"] == "2025-09-15"


def test_without_a_pupils_file_it_still_gives_the_total(files, capsys):
    found = document(files, capsys, "--by", "year", pupils=False)

    assert [group["group"] for group in found["groups"]] == ["not known"]
    assert found["total"]["sessions_possible"] == 58


def test_the_table_it_shows_one_decimal_and_the_sessions(files, capsys):
    assert summarise(files) == 0

    shown = " ".join(capsys.readouterr().out.split())
    assert "79.3%" in shown
    assert "46 of 58" in shown


def test_csv_it_gives_a_row_a_group_and_a_column_a_code(files, capsys):
    assert summarise(files, "--by", "sex", "--format", "csv") == 0

    total, girls, boys = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (total["by"], girls["by"], girls["group"]) == ("total", "sex", "F")
    assert (girls["sessions G"], boys["sessions G"], boys["percent G"]) == ("1", "0", "0.0")


def test_small_numbers_it_hides_and_says_what_is_hidden(files, capsys):
    found = document(files, capsys, "--by", "sex", "--suppress", "2")

    assert [group["enrolments"] for group in found["groups"]] == [None, None]
    assert all("sessions_by_code" in group["suppressed"] for group in found["groups"])
    assert found["total"]["enrolments"] == 3


def test_the_document_it_keeps_to_its_schema(files, capsys):
    validator = Draft202012Validator(json.loads(schema_text("summary/1")))

    for extra in ((), ("--by", "year,sex,fsm"), ("--by", "sex", "--suppress", "2")):
        assert list(validator.iter_errors(document(files, capsys, *extra))) == []


def test_hidden_figures_it_marks_in_csv(files, capsys):
    assert summarise(files, "--by", "sex", "--suppress", "2", "--format", "csv") == 0

    _, girls, _ = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {girls["enrolments"], girls["sessions G"], girls["attendance_percent"]} == {"c"}


@pytest.mark.parametrize(
    "extra",
    [
        ("--by", "yeer"),
        ("--suppress", "1"),
        ("--from", "2025-10-01"),
        ("--from", "soon"),
        ("--format", "xml"),
    ],
)
def test_a_wrong_request_it_refuses_with_2(files, capsys, extra):
    assert summarise(files, *extra) == 2
    assert capsys.readouterr().out == ""


def test_a_missing_register_it_refuses_with_1(files, capsys):
    (files / "register.csv").unlink()

    assert summarise(files) == 1
    assert "register.csv" in capsys.readouterr().err


def test_overlapping_terms_it_refuses_with_1_naming_both_lines(files, capsys):
    (files / "calendar.csv").write_text(
        "start,end,kind,note\n2025-09-01,2025-10-24,term,\n2025-10-20,2025-12-19,term,\n"
    )

    assert summarise(files) == 1
    assert "lines 2 and 3" in capsys.readouterr().err


def test_an_unreadable_cell_it_counts_the_rest_and_answers_3(files, capsys):
    register = files / "register.csv"
    register.write_text(register.read_text() + f"{upn_of('Bea')},2025-09-19,AM,ill\n")

    assert summarise(files, "--format", "json") == 3
    assert json.loads(capsys.readouterr().out)["total"]["sessions_possible"] > 0
