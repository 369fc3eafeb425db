from __future__ import annotations

import errno

import pytest
import typer

from supportfirst.attendance.cli.running import run
from supportfirst.attendance.vocabulary.errors import AttendanceError


def app_that(action) -> typer.Typer:
    app = typer.Typer()

    @app.command("act")
    def act(times: int = 1) -> int:
        return action()

    @app.callback()
    def root() -> None: ...

    return app


def fail(error: BaseException):
    def action() -> int:
        raise error

    return action


UNUSABLE = AttendanceError(what="it is empty", where="a.csv", remedy="give another")


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (lambda: 0, 0),
        (lambda: 3, 3),
        (fail(UNUSABLE), 1),
        (fail(OSError(errno.ENOSPC, "No space left on device", "out.csv")), 1),
        (fail(KeyError("upn A1")), 70),
        (fail(KeyboardInterrupt()), 130),
        (fail(BrokenPipeError()), 0),
    ],
)
def test_run_leaves_with_the_promised_code(action, code, capfd):
    assert run(app_that(action), ["act"]) == code


@pytest.mark.parametrize("arguments", [["act", "--times", "many"], ["nothing"], ["act", "--unknown"]])
def test_run_calls_a_wrong_command_line_wrong(arguments):
    assert run(app_that(lambda: 0), arguments) == 2


def test_run_says_what_where_and_what_to_do_on_standard_error(capsys):
    run(app_that(fail(UNUSABLE)), ["act"])

    told = capsys.readouterr()
    assert told.err == "a.csv: it is empty.\n  What to do: give another.\n"
    assert told.out == ""


def test_run_names_the_full_disk_and_the_remedy(capsys):
    run(app_that(fail(OSError(errno.ENOSPC, "No space left on device", "out.csv"))), ["act"])

    told = capsys.readouterr().err
    assert told.startswith("out.csv: No space left on device.")
    assert "free some space" in told


def test_a_report_of_our_own_fault_holds_no_value(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    run(app_that(fail(ValueError("A801200005001 was not expected"))), ["act"])

    told = capsys.readouterr().err
    [report] = tmp_path.iterdir()
    assert report.stem.removeprefix("supportfirst-") in told
    assert "A801200005001" not in told + report.read_text()
