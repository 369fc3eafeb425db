"""Five million rows, one in a thousand broken: every cell accounted for, in bounded memory."""

from __future__ import annotations

import csv
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.desks import MONDAY, YEAR, started, upn_number

ROWS, EVERY, SESSIONS = 5_000_000, 1_000, 500
PUPILS, BROKEN = ROWS // SESSIONS, ROWS // EVERY
MEMORY = 1_500_000_000  # bytes; the file itself is 150 MB

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> Path:
    """10,000 pupils, 500 sessions each; each thousandth row has a code that is none."""
    path = tmp_path_factory.mktemp("five-million") / "register.csv"
    days = [day for day in (MONDAY + timedelta(days=away) for away in range(400)) if day.weekday() < 5]
    sessions = [f"{day},{half}" for day in days[: SESSIONS // 2] for half in ("AM", "PM")]
    with path.open("w") as file:
        file.write("upn,date,session,code\n")
        for pupil in range(PUPILS):
            upn = upn_number(pupil)
            rows = [
                f"{upn},{session},{'QQ' if (pupil * SESSIONS + place) % EVERY == 0 else '/'}\n"
                for place, session in enumerate(sessions, start=1)
            ]
            file.write("".join(rows))
    return path


def measured(*arguments: str, out: Path) -> tuple[int, int]:
    """The command's exit code, and the bytes that it held at its most; its result goes to `out`."""
    with (
        out.open("w") as result,
        open(os.devnull, "w") as nowhere,
        started(*arguments, stdout=result, stderr=nowhere) as process,
    ):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_maxrss * 1024


def lines_of(problems: Path) -> list[int]:
    with problems.open(newline="") as file:
        return [int(row["line"]) for row in csv.DictReader(file)]


def options(register: Path, folder: Path) -> list[str]:
    calendar = folder / "calendar.csv"
    calendar.write_text(YEAR)
    files = ["--register", str(register), "--calendar", str(calendar)]
    return [*files, "--on", "2026-07-10", "--problems", str(folder / "problems.csv"), "--format", "json"]


EACH_THOUSANDTH = [EVERY * place + 1 for place in range(1, BROKEN + 1)]  # the headings are line 1


def test_reading_accounts_for_every_cell_and_names_the_line_of_each_that_is_broken(register, tmp_path):
    problems, out = tmp_path / "problems.csv", tmp_path / "out.json"

    asked = ["read-register", str(register), "--problems", str(problems), "--format", "json"]
    code, peak = measured(*asked, out=out)

    [read] = json.loads(out.read_text())["files"]
    assert code == 3
    assert read["cells"] == ROWS == read["marks"] + read["blank"] + read["repeated"] + read["problems"]
    assert read["problems"] == BROKEN
    assert lines_of(problems) == EACH_THOUSANDTH
    assert peak < MEMORY


def test_assessing_lists_every_pupil_and_every_mark(register, tmp_path):
    out = tmp_path / "out.json"

    code, peak = measured("assess", *options(register, tmp_path), "--pack", "coventry", out=out)

    told = json.loads(out.read_text())
    counted = sum(pupil["measures"]["sessions_possible"] for pupil in told["pupils"])
    assert code == 3
    assert len(told["pupils"]) == PUPILS
    assert counted + sum(told["left_out"].values()) == ROWS - BROKEN
    assert lines_of(tmp_path / "problems.csv") == EACH_THOUSANDTH
    assert peak < MEMORY


def test_a_ledger_of_them_gives_the_same_summary(register, tmp_path):
    ledger, out = tmp_path / "marks.ledger", tmp_path / "out.json"
    appended = ["ledger", "append", str(ledger), "--register", str(register), "--format", "json"]

    code, peak = measured(*appended, out=out)
    told = json.loads(out.read_text())
    summaries = []
    for marks in (register, ledger):
        measured("summarise", *options(marks, tmp_path), out=out)
        summaries.append(json.loads(out.read_text()))

    assert (code, told["files"][0]["new"]) == (3, ROWS - BROKEN)
    assert peak < MEMORY
    assert summaries[0]["total"] == summaries[1]["total"]
    assert summaries[0]["total"]["enrolments"] == PUPILS
