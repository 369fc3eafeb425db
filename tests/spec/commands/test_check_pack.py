"""`check-pack` on packs that somebody has copied and changed: what it tells, and where."""

from __future__ import annotations

import shutil

import pytest

from supportfirst.attendance.packs.load import POLICY

ON = ("--on", "2026-11-20", "--format", "json")


@pytest.fixture
def copied(desk):
    """Coventry and England, copied beside each other."""
    for pack in ("coventry", "england"):
        shutil.copytree(POLICY / pack, desk.folder / pack)
    return desk


def change(desk, file: str, old: str, new: str) -> int:
    """Change one piece of text; its line."""
    path = desk.folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def check(desk, pack: str):
    told = desk.run("check-pack", str(desk.folder / pack), *ON)
    return told.code, told.json


def test_a_copy_of_a_pack_is_as_sound_as_the_pack(copied):
    assert check(copied, "coventry") == (0, [])


def test_a_worked_case_that_comes_out_otherwise_is_a_fault_at_its_line(copied):
    change(copied, "coventry/values/bands.yaml", 'operator: "<=", value: 90,', 'operator: "<=", value: 89,')

    code, found = check(copied, "coventry")

    cases = (copied.folder / "coventry/worked_cases/stages.yaml").read_text(encoding="utf-8").splitlines()
    assert code == 3
    assert found[0]["file"] == "coventry/worked_cases/stages.yaml"
    assert cases[found[0]["line"] - 1].strip() == "- name: exactly 90.0%"
    assert "coventry.stage_1 should be “not met” and is “met”" in found[0]["problem"]


def test_the_layer_beneath_is_the_copy_beside_it(copied):
    change(
        copied,
        "england/values/absence.yaml",
        'start: 2015-09-01, operator: ">=", value: 10',
        'start: 2015-09-01, operator: ">=", value: 11',
    )

    code, found = check(copied, "england")

    assert code == 3
    assert {fault["column"] for fault in found} >= {"england.persistent_absence", "persistently_absent"}
    assert {fault["file"].split("/")[1] for fault in found} == {"worked_cases"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('start: 2015-09-01, operator: ">=", value: 10', 'start: 2015-09-01, operator: ">=", value: 12.5'),
        ("value: [97, 95, 92, 90, 80, 50]", "value: [99.5, 40]"),
    ],
)
def test_a_number_that_the_measures_cannot_use_is_a_fault_at_its_line(copied, old, new):
    line = change(copied, "england/values/absence.yaml", old, new)

    code, found = check(copied, "england")

    assert (code, len(found)) == (3, 1)
    assert (found[0]["file"], found[0]["line"]) == ("england/values/absence.yaml", line)
