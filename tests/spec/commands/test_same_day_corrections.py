"""A correction made on the very day of the session stands, by whichever door it came."""

from __future__ import annotations

import json

import pytest

from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run

CALENDAR = "start,end,kind,note\n2026-03-02,2026-03-06,term,\n"
UPN = "A801200005000"
FIRST = f"upn,date,session,code\n{UPN},2026-03-02,AM,N\n{UPN},2026-03-03,AM,/\n"
PLAIN = f"upn,date,session,code\n{UPN},2026-03-02,AM,I\n{UPN},2026-03-03,AM,/\n"
DATED = f"upn,date,session,code,recorded_at,reason\n{UPN},2026-03-02,AM,I,2026-03-02T15:00:00,parent rang\n"


@pytest.fixture
def files(tmp_path):
    for name, text in {"calendar": CALENDAR, "first": FIRST, "plain": PLAIN, "dated": DATED}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def by_code(files, capsys, *registers, **options):
    asked = [part for name in registers for part in ("--register", str(files / name))]
    more = [part for option, value in options.items() for part in (f"--{option.replace('_', '-')}", value)]
    capsys.readouterr()
    usual = ["--calendar", str(files / "calendar.csv"), "--pack", "england", "--on", "2026-03-06"]
    run(app, ["assess", *asked, *usual, "--format", "json", *more])
    [pupil] = json.loads(capsys.readouterr().out)["pupils"]
    return pupil["measures"]["sessions_by_code"]


@pytest.mark.parametrize("later", ["plain.csv", "dated.csv"])
def test_the_later_file_stands(files, capsys, later):
    assert by_code(files, capsys, "first.csv", later) == {"/": 1, "I": 1}


@pytest.mark.parametrize("later", ["plain.csv", "dated.csv"])
def test_the_ledger_says_the_same(files, capsys, later):
    ledger = str(files / "a.ledger")
    for register, now in (("first.csv", "2026-03-02T09:10:00"), (later, "2026-03-02T16:00:00")):
        run(app, ["ledger", "append", ledger, "--register", str(files / register), "--now", now])

    assert by_code(files, capsys, "a.ledger") == {"/": 1, "I": 1}
    assert by_code(files, capsys, "a.ledger", known_at="2026-03-04") == {"/": 1, "I": 1}
    assert by_code(files, capsys, "a.ledger", known_at="2026-03-02T12:00:00") == {}
