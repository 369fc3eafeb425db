"""Published percentages, worked out again from registers: small rows from files through the command line,
every row of the daily, weekly and yearly files and a tenth of the census through the ledger as arrays.

All rows, and many in full, are in test_published_figures_all.py, which is long.
"""

import json

import pytest

from samples.check_published import CODE_OF, Verdict, agrees, judge, misplaced
from samples.published import OTHERS, PERSISTENT, days_of
from samples.published_files import write_files
from samples.published_ledger import batches, totals_of
from samples.published_report import check, pupils_of
from samples.published_rows import (
    CENSUS_FILE,
    DAY_FILE,
    FILES,
    REST_OF_AUTHORISED,
    WEEK_FILE,
    YEAR_FILES,
    as_number,
    read_rows,
)
from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from supportfirst.attendance.packs.load import load_pack

TENTH_SINCE = (
    "201516"  # from this year persistent absence has been a tenth, in the pack as in the census column
)
FIGURES = {
    "attendance_perc": "attendance_percent",
    "overall_absence_perc": "absence_percent",
    "authorised_absence_perc": "authorised_percent",
    "unauthorised_absence_perc": "unauthorised_percent",
}
CENSUS_FIGURES = {
    "sess_overall_percent": ("all", "absence_percent"),
    "sess_authorised_percent": ("all", "authorised_percent"),
    "sess_unauthorised_percent": ("all", "unauthorised_percent"),
    "enrolments_pa_10_exact_percent": ("all", "persistently_absent_percent"),
    "sess_overall_percent_pa_10_exact": (PERSISTENT, "absence_percent"),
    "sess_authorised_percent_pa_10_exact": (PERSISTENT, "authorised_percent"),
    "sess_unauthorised_percent_pa_10_exact": (PERSISTENT, "unauthorised_percent"),
}


def smallest(file, number=1, wanted=lambda row: True):
    rows = [row for row in read_rows(file) if not row.suppressed and wanted(row)]
    return sorted(rows, key=lambda row: (row.marks, row.line))[:number]


SMALL_ROWS = [
    *smallest(DAY_FILE, 3),
    *smallest(DAY_FILE, 1, lambda row: row.phase == "Primary"),
    *smallest(DAY_FILE, 1, lambda row: row.phase == "Secondary"),
    *smallest(DAY_FILE, 1, lambda row: REST_OF_AUTHORISED in row.codes),
    *smallest(DAY_FILE, 1, lambda row: "H" in row.codes),
    *smallest(WEEK_FILE),
    *smallest(YEAR_FILES[0]),
]


def summarised(capsys, files, row, *, register, by):
    arguments = ["summarise", "--register", str(register), "--calendar", str(files.calendar)]
    arguments += ["--pupils", str(files.pupils), "--by", by, "--format", "json"]
    days = days_of(row)
    exit_code = run(app, [*arguments, "--from", days[0].isoformat(), "--on", days[-1].isoformat()])
    return exit_code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("row", SMALL_ROWS, ids=lambda row: f"{row.file} line {row.line}")
def test_a_published_row_it_gives_every_percentage_from_register_files(row, tmp_path, capsys):
    files = write_files(row, tmp_path)

    exit_code, document = summarised(capsys, files, row, register=files.register, by="school")

    found = document["groups"][0]
    for name, printed in row.printed.items():
        if name in FIGURES:
            ours = found[FIGURES[name]]
        elif name in CODE_OF:
            ours = found["percent_by_code"].get(CODE_OF[name], 0.0)
        else:
            assert name == "pa_perc"  # printed without its counts
            continue
        assert agrees(printed, ours, row), name
    assert exit_code == 0
    assert found["sessions_possible"] == row.possible


@pytest.mark.parametrize(
    "row",
    smallest(CENSUS_FILE, 2, lambda row: row.period >= TENTH_SINCE and row.persistent.enrolments > 0),
    ids=lambda row: f"census line {row.line}",
)
def test_a_census_row_it_gives_every_percentage_from_a_ledger_file(row, tmp_path, capsys):
    files = write_files(row, tmp_path)
    ledger = tmp_path / "census.ledger"
    assert run(app, ["ledger", "append", str(ledger), "--register", str(files.register)]) == 0
    capsys.readouterr()

    exit_code, document = summarised(capsys, files, row, register=ledger, by="class")

    found = {"all": document["total"], **{group["group"]: group for group in document["groups"]}}
    for name, printed in row.printed.items():
        group, figure = CENSUS_FIGURES[name]
        assert agrees(printed, found[group][figure], row), name
    assert found[PERSISTENT]["persistently_absent"] == row.persistent.enrolments
    assert found[OTHERS]["persistently_absent"] == 0
    assert exit_code == 0


@pytest.mark.parametrize("file", [DAY_FILE, WEEK_FILE, *YEAR_FILES])
def test_every_row_of_the_daily_weekly_and_yearly_files_it_explains(file):
    codes, rows, totals = load_pack("england").codes, read_rows(file), {}
    for batch in batches(rows, folded=True):
        totals.update(totals_of(batch, codes))

    result = judge(rows, totals)

    assert result.unexplained == []
    assert result.verdicts[Verdict.AGREES] > 0.8 * result.percentages


def test_a_tenth_of_the_census_rows_it_explains():
    codes, rows, totals = load_pack("england").codes, read_rows(CENSUS_FILE)[::10], {}
    for batch in batches(rows, folded=True):
        totals.update(totals_of(batch, codes))

    result = judge(rows, totals)

    assert result.unexplained == []
    assert list(misplaced(rows, totals)) == []
    assert set(result.verdicts) <= {Verdict.AGREES, Verdict.NOTHING_POSSIBLE}


@pytest.mark.parametrize("file", FILES)
def test_small_rows_it_counts_the_same_folded_and_in_full(file):
    rows = smallest(file, 40)[::4]

    checked = check(file, rows, limit=max(map(pupils_of, rows)), run=map)

    assert checked.in_full == {row.line for row in rows}
    assert checked.faults == []


def test_a_suppressed_row_it_counts_as_suppressed_and_nothing_else():
    rows = [row for row in read_rows(DAY_FILE) if row.suppressed]

    result = judge(rows, {})

    assert set(result.verdicts) == {Verdict.SUPPRESSED}
    assert all(as_number(printed) is None for row in rows for printed in row.printed.values())
