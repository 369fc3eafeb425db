"""Files of the contract that nothing reads yet are taken, named as unused, and change no result."""

from __future__ import annotations

import pytest

from tests.factories.desks import register_of

ON = ("--pack", "england", "--on", "2025-09-19", "--format", "json")


@pytest.mark.parametrize("option", ["--school", "--parents", "--history"])
def test_a_file_that_waits_is_named_and_changes_nothing(desk, option):
    files = desk.school(register_of(ADA="/ 20, O 10"))
    without = desk.run("assess", *files, *ON)

    told = desk.run("assess", *files, *ON, option, desk.write("waiting.json", "{}"))

    assert (told.code, told.out) == (without.code, without.out)
    assert f"{option} waits for the casebook, which is still to come; nothing here uses it." in told.err


@pytest.mark.parametrize("option", ["--school", "--parents", "--history"])
def test_a_file_that_is_not_there_is_nothing_usable(desk, option):
    told = desk.run("assess", *desk.school(register_of(ADA="/ 20")), *ON, option, "nowhere.json")

    assert told.code == 1
    assert "nowhere.json: this file can't be read" in told.err
