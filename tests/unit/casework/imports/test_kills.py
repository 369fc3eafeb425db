"""A worker killed with SIGKILL while it takes in a file of pupils: the next takes in all of it, and once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.factories.killed import KILLED, places, run

PROGRAM = Path(__file__).with_name("killed_import.py")
ALL_OF_IT_ONCE = "3 3 1 4 True 1"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("importing") / "prepared"
    folder.mkdir()
    made = run(PROGRAM, folder, "prepare")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def statements(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many statements a worker makes that nobody kills; what it leaves is all of it."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    shutil.copytree(prepared, folder)
    count = int(run(PROGRAM, folder, "work", "0").stdout)
    assert run(PROGRAM, folder, "tell").stdout == ALL_OF_IT_ONCE
    return count


def killed_and_done_again(prepared: Path, folder: Path, kill_before: int) -> tuple[str, str]:
    """What stood after the kill, and after another worker's try."""
    shutil.copytree(prepared, folder)
    killed = run(PROGRAM, folder, "work", str(kill_before))
    assert killed.returncode == KILLED, killed.stderr or killed.stdout
    between = run(PROGRAM, folder, "tell").stdout
    again = run(PROGRAM, folder, "again")
    assert again.returncode == 0, again.stderr
    return between, run(PROGRAM, folder, "tell").stdout


@pytest.mark.parametrize(
    "many", [pytest.param(2, id="two-places"), pytest.param(8, id="eight-places", marks=pytest.mark.long)]
)
def test_a_worker_killed_anywhere_leaves_nothing_or_all_and_the_next_all_of_it_once(
    prepared, statements, tmp_path, many
):
    told = {
        killed_and_done_again(prepared, tmp_path / str(place), place) for place in places(statements, many)
    }

    assert {after for _, after in told} == {ALL_OF_IT_ONCE}
    assert {before for before, _ in told} <= {"1 1 0 0 False 0", ALL_OF_IT_ONCE}
