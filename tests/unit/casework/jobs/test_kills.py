"""A worker killed with SIGKILL, at one place after another, against a database file of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = Path(__file__).with_name("killed_worker.py")
KILLED = -9


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "SUPPORTFIRST_DATA": str(database.parent),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, str(PROGRAM), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one job that waits."""
    database = tmp_path_factory.mktemp("kills") / "prepared.sqlite3"
    made = run(database, "prepare")
    assert made.returncode == 0, made.stderr
    return database


def kill_and_work_again(prepared: Path, folder: Path, kill_before: int) -> str:
    database = folder / "site.sqlite3"
    for part in prepared.parent.glob(f"{prepared.name}*"):  # with the file of what is not merged yet
        shutil.copy(part, folder / part.name.replace(prepared.name, database.name))
    killed = run(database, "work", str(kill_before))
    assert killed.returncode == KILLED, killed.stderr or killed.stdout
    again = run(database, "again")
    assert again.returncode == 0, again.stderr
    return run(database, "tell").stdout


@pytest.fixture(scope="module")
def statements(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many statements a worker makes that nobody kills."""
    database = tmp_path_factory.mktemp("whole") / "site.sqlite3"
    for part in prepared.parent.glob(f"{prepared.name}*"):
        shutil.copy(part, database.with_name(part.name.replace(prepared.name, database.name)))
    return int(run(database, "work", "0").stdout)


def places(statements: int, many: int) -> list[int]:
    """So many statements, from the first that takes the job to the last that writes its end."""
    taken, ended = 4, statements - 1  # after looking for expired leases; before looking for the next job
    return [taken + (ended - taken) * place // (many - 1) for place in range(many)]


def test_a_worker_killed_as_it_takes_a_job_or_ends_it_loses_and_doubles_nothing(
    prepared: Path, statements: int, tmp_path: Path
) -> None:
    told = []
    for place in places(statements, 2):
        folder = tmp_path / str(place)
        folder.mkdir()
        told.append(kill_and_work_again(prepared, folder, place))

    assert told == ["done 2"] * 2


@pytest.mark.long
def test_a_worker_killed_at_any_of_ten_places_loses_and_doubles_nothing(
    prepared: Path, statements: int, tmp_path: Path
) -> None:
    told = {}
    chosen = places(statements, 10)
    for place in chosen:
        folder = tmp_path / str(place)
        folder.mkdir()
        told[place] = kill_and_work_again(prepared, folder, place)

    assert len(told) == 10
    assert set(told.values()) == {"done 2"}
