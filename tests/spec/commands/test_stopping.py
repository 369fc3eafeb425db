"""Commands that are stopped from outside: Ctrl-C, a reader who has seen enough, a full disk.

A stopped command says so and leaves with its code; a ledger is left whole, and the same
command given again completes it.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from tests.factories.desks import ADA, MONDAY, as_csv, finished, marked, register_of, started, upn_number

ON = ["--pack", "england", "--on", "2025-09-12"]
pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a Unix with /dev/full")


def many_pupils(count: int) -> str:
    """Two weeks of marks of so many pupils: 20 rows each."""
    rows = marked(ADA, "/ 17, O 3", first=MONDAY)
    return as_csv(
        "upn,date,session,code",
        [(upn_number(place), *row[1:]) for place in range(count) for row in rows],
    )


def file_limit(size: int):
    """No file may grow beyond `size` bytes: what a full disk looks like to the program."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def heeding_ctrl_c() -> None:
    """As at a terminal: a test run in the background may have been told to let Ctrl-C pass."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_leaves_with_130_and_says_that_it_stopped(desk):
    waiting = desk.folder / "register.csv"
    os.mkfifo(waiting)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    with (
        started("read-register", str(waiting), limits=heeding_ctrl_c, **pipes) as process,
        waiting.open("wb"),
    ):
        process.send_signal(signal.SIGINT)  # the pipe is open at both ends: reading has begun
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert err.strip() == "Stopped. Nothing that was asked for after this point has been done."


@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_a_reader_who_has_seen_enough_ends_the_command_quietly(desk, form):
    files = desk.school(many_pupils(300))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}

    with started("assess", *files, *ON, "--format", form, **pipes) as process:
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()

    assert (process.returncode, err) == (0, "")


def test_standard_output_on_a_full_disk_is_told(desk):
    files = desk.school(register_of(ADA="/ 10"))

    with (
        Path("/dev/full").open("w") as full,
        started("assess", *files, *ON, stdout=full, stderr=subprocess.PIPE) as process,
    ):
        err = process.stderr.read()

    assert process.returncode == 1
    assert err.startswith("standard output: No space left on device.")
    assert "What to do: free some space on that disk" in err


def test_a_problems_file_on_a_full_disk_is_named(desk):
    files = desk.school(register_of(ADA="/ 10, QQ 1"))

    told = desk.run("assess", *files, *ON, "--problems", "/dev/full")

    assert told.code == 1
    assert "/dev/full: No space left on device." in told.err
    assert "What to do: free some space on that disk" in told.err


def test_a_problems_file_in_no_folder_is_named(desk):
    told = desk.run("read-register", *desk.school(register_of(ADA="QQ 1"))[-1:], "--problems", "/no/such.csv")

    assert told.code == 1
    assert "/no/such.csv: No such file or directory." in told.err
    assert "What to do: check the name and the folder" in told.err


def test_a_device_is_no_ledger(desk):
    told = desk.run("ledger", "append", "/dev/full", "--register", *desk.school(register_of(ADA="/ 4"))[-1:])

    assert (told.code, told.out) == (1, "")
    assert "/dev/full: this is a device of the machine, not a file." in told.err


def test_a_full_disk_leaves_the_ledger_whole_and_the_same_append_completes_it(desk):
    ledger, other = str(desk.folder / "marks.ledger"), str(desk.folder / "other.ledger")
    first, second = desk.write("first.csv", register_of(ADA="/ 10")), desk.write("next.csv", many_pupils(800))
    desk.run("ledger", "append", ledger, "--register", first)

    stopped = finished("ledger", "append", ledger, "--register", second, limits=file_limit(20_000))
    between = desk.run("ledger", "verify", ledger, "--format", "json")
    again = desk.run("ledger", "append", ledger, "--register", second)
    desk.run("ledger", "append", other, "--register", first, "--register", second)

    assert (stopped.code, stopped.out) == (1, "")
    assert "marks.ledger: File too large" in stopped.err
    assert "What to do: make room or choose another disk, then run the same command again" in stopped.err
    assert between.code == 0
    assert again.code == 0
    assert figures(desk, ledger) == figures(desk, other)


def figures(desk, ledger: str) -> object:
    asked = ["--register", ledger, *desk.school()[:2], "--on", "2025-09-12", "--format", "json"]
    return desk.run("summarise", *asked).json["total"]


def test_a_ledger_that_could_not_be_begun_is_told_and_begun_later(desk):
    ledger, register = str(desk.folder / "marks.ledger"), desk.write("r.csv", register_of(ADA="/ 10"))

    stopped = finished("ledger", "append", ledger, "--register", register, limits=file_limit(100))
    again = desk.run("ledger", "append", ledger, "--register", register, "--format", "json")

    assert stopped.code == 1
    assert "What to do: make room" in stopped.err
    assert (again.code, again.json["files"][0]["new"]) == (0, 10)
