"""A worker killed with SIGKILL while it takes in a file: on the next try all of it is there, and once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
KILLED = -9
ALL_OF_IT_ONCE = "2 1 True True 1"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "SUPPORTFIRST_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed_taking_in.py")), *arguments],
        env={**os.environ, **told, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taking") / "prepared"
    folder.mkdir()
    made = run(folder, "prepare")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def statements(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many statements a worker makes that nobody kills; what it leaves is all of it."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    shutil.copytree(prepared, folder)
    count = int(run(folder, "work", "0").stdout)
    assert run(folder, "tell").stdout == ALL_OF_IT_ONCE
    return count


def killed_and_done_again(prepared: Path, folder: Path, kill_before: int) -> str:
    shutil.copytree(prepared, folder)
    killed = run(folder, "work", str(kill_before))
    assert killed.returncode == KILLED, killed.stderr or killed.stdout
    again = run(folder, "again")
    assert again.returncode == 0, again.stderr
    return run(folder, "tell").stdout


def places(statements: int, many: int) -> list[int]:
    """So many statements, from the taking of the job to the last of what it writes."""
    first, last = 5, statements - 2
    return [first + (last - first) * place // (many - 1) for place in range(many)]


def test_a_worker_killed_before_or_after_it_wrote_loses_and_doubles_nothing(prepared, statements, tmp_path):
    told = {
        place: killed_and_done_again(prepared, tmp_path / str(place), place)
        for place in places(statements, 2)
    }

    assert set(told.values()) == {ALL_OF_IT_ONCE}


@pytest.mark.long
def test_a_worker_killed_at_any_of_ten_places_loses_and_doubles_nothing(prepared, statements, tmp_path):
    told = {
        place: killed_and_done_again(prepared, tmp_path / str(place), place)
        for place in places(statements, 10)
    }

    assert len(told) == 10
    assert set(told.values()) == {ALL_OF_IT_ONCE}
