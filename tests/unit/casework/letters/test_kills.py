"""A worker killed with SIGKILL while it drafts or approves letters: each parent has one, approved once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.factories.killed import KILLED, places, run

PROGRAM = Path(__file__).with_name("killed_making.py")
EACH_PARENT_ONCE = "6 6 6 6 6 6 2"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters") / "prepared"
    folder.mkdir()
    made = run(PROGRAM, folder, "prepare")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def statements(prepared, tmp_path_factory):
    """How many statements a worker makes that nobody kills; what it leaves is all of it."""
    folder = tmp_path_factory.mktemp("whole") / "site"
    shutil.copytree(prepared, folder)
    worked = run(PROGRAM, folder, "work", "0")
    assert worked.returncode == 0, worked.stderr
    assert run(PROGRAM, folder, "tell").stdout == EACH_PARENT_ONCE
    return int(worked.stdout)


@pytest.mark.long
def test_killed_at_any_of_twenty_points_each_parent_has_exactly_one_letter(prepared, statements, tmp_path):
    told = {}
    for place in places(statements, 20):
        folder = tmp_path / str(place)
        shutil.copytree(prepared, folder)
        killed = run(PROGRAM, folder, "work", str(place))
        assert killed.returncode == KILLED, killed.stderr or killed.stdout
        again = run(PROGRAM, folder, "again")
        assert again.returncode == 0, again.stderr
        told[place] = run(PROGRAM, folder, "tell").stdout

    assert len(told) == 20
    assert set(told.values()) == {EACH_PARENT_ONCE}
