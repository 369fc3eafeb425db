"""Five million rows, one in a thousand broken: every cell accounted for, in bounded memory."""

from __future__ import annotations

import csv
import json
import os
from datetime import timedelta

import pytest

from tests.factories.desks import MONDAY, finished, started, upn_number

ROWS, EVERY = 5_000_000, 1_000
MEMORY = 2_500_000_000  # bytes; the file itself is 190 MB
SESSIONS = 500


def written(path) -> None:
    """10,000 pupils, 500 sessions each; each thousandth row has a code that is none."""
    days = [day for day in (MONDAY + timedelta(days=away) for away in range(400)) if day.weekday() < 5]
    sessions = [f"{day},{half}" for day in days[: SESSIONS // 2] for half in ("AM", "PM")]
    with path.open("w") as file:
        file.write("upn,date,session,code\n")
        for pupil in range(ROWS // SESSIONS):
            upn = upn_number(pupil)
            rows = [
                f"{upn},{session},{'QQ' if (pupil * SESSIONS + place) % EVERY == 0 else '/'}\n"
                for place, session in enumerate(sessions, start=1)
            ]
            file.write("".join(rows))


@pytest.mark.long
def test_five_million_rows_with_a_broken_one_each_thousand(tmp_path):
    register, problems = tmp_path / "register.csv", tmp_path / "problems.csv"
    written(register)

    told = finished("read-register", str(register), "--problems", str(problems), "--format", "json")
    peak = peak_memory("read-register", str(register), "--problems", str(problems))

    [read] = json.loads(told.out)["files"]
    with problems.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert told.code == 3
    assert read["cells"] == ROWS == read["marks"] + read["blank"] + read["repeated"] + read["problems"]
    assert read["problems"] == len(rows) == ROWS // EVERY
    assert [int(row["line"]) for row in rows] == [EVERY * place + 1 for place in range(1, len(rows) + 1)]
    assert peak < MEMORY


def peak_memory(*arguments: str) -> int:
    """Bytes that the command held at its most."""
    with (
        open(os.devnull, "w") as nowhere,
        started(*arguments, stdout=nowhere, stderr=nowhere) as process,
    ):
        _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss * 1024
