"""A desk: a folder with register files, and the commands given there, as an officer would.

`Desk.run` answers inside this process, and fails the test where a result would have gone to
standard error or a remark to standard output; `started` begins a process of its own, for
signals, pipes and limits.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from scripts.traceability import ROOT
from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from supportfirst.attendance.registers.upn import check_letter

ADA, BEN, CAM = "N999200000001", "W999200125001", "K999200125002"  # sound check letters, invented pupils
YEAR = (  # a whole year of 388 sessions, which begins with the autumn that the tests speak of
    "start,end,kind,note\n"
    "2025-09-01,2025-10-24,term,autumn\n2025-11-03,2025-12-19,term,autumn\n"
    "2026-01-05,2026-02-13,term,spring\n2026-02-23,2026-03-27,term,spring\n"
    "2026-04-13,2026-05-22,term,summer\n2026-06-01,2026-07-17,term,summer\n"
    "2026-05-04,2026-05-04,closed,Early May bank holiday\n"
)
MONDAY = date(2025, 9, 1)


def upn_number(place: int) -> str:
    """The UPN of the pupil at a place in a large invented school, with a sound check letter."""
    digits = f"9992{place:08d}"
    return check_letter(f"A{digits}") + digits


@dataclass(frozen=True)
class Told:
    """What a command said: its exit code, its result, and what it said about the result."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Desk:
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run(self, *arguments: str) -> Told:
        self.capsys.readouterr()
        code = run(app, list(arguments))
        told = self.capsys.readouterr()
        return Told(code, told.out, told.err)

    def school(self, *registers: str | bytes, pupils: str = "", calendar: str = YEAR) -> list[str]:
        """The files written, and the options that name them."""
        options = ["--calendar", self.write("calendar.csv", calendar)]
        for place, register in enumerate(registers, start=1):
            options += ["--register", self.write(f"register-{place}.csv", register)]
        if pupils:
            options += ["--pupils", self.write("pupils.csv", pupils)]
        return options


def as_csv(heading: str, rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading.split(","))
    writer.writerows(rows)
    return out.getvalue()


def marked(upn: str, marks: str, *, first: date = MONDAY) -> list[tuple[str, str, str, str]]:
    """Rows of a long register: `/ 8, O 2` is eight sessions and then two, Monday to Friday from `first`."""
    codes = [code for part in marks.split(",") for code in [part.split()[0]] * int(part.split()[1])]
    days = [first + timedelta(days=away) for away in range(2 * len(codes) + 7)]
    halves = [(day.isoformat(), half) for day in days if day.weekday() < 5 for half in ("AM", "PM")]
    return [(upn, *session, code) for session, code in zip(halves, codes, strict=False) if code != "-"]


def register_of(**marks: str) -> str:
    """A long register: `register_of(ADA="/ 10, O 10")`; names are Ada, Ben and Cam."""
    upns = {"ADA": ADA, "BEN": BEN, "CAM": CAM}
    rows = [row for name, stretch in marks.items() for row in marked(upns[name], stretch)]
    return as_csv("upn,date,session,code", rows)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "supportfirst", *arguments]


def started(*arguments: str, limits: Callable[[], None] | None = None, **pipes: Any) -> subprocess.Popen[str]:
    """The command in a process of its own, from the copy of the project that this test is in."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command(*arguments), env=environment, text=True, preexec_fn=limits, cwd=ROOT, **pipes
    )


def finished(*arguments: str, limits: Callable[[], None] | None = None) -> Told:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started(*arguments, limits=limits, **pipes) as process:
        out, err = process.communicate(timeout=300)
    return Told(process.returncode, out, err)
