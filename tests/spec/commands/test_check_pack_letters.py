"""`check-pack` on the wordings of a pack that somebody has changed: what a policy lead is told."""

from __future__ import annotations

import shutil

import pytest

from supportfirst.attendance.packs.load import POLICY

ON = ("--on", "2026-11-25", "--format", "json")
LETTERS = "coventry/letters"


@pytest.fixture
def copied(desk):
    """Coventry and England, copied beside each other."""
    for pack in ("coventry", "england"):
        shutil.copytree(POLICY / pack, desk.folder / pack)
    return desk


def reword(desk, letter: str, old: str, new: str) -> None:
    path = desk.folder / LETTERS / f"{letter}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def check(desk):
    told = desk.run("check-pack", str(desk.folder / "coventry"), *ON)
    return told.code, told.json


@pytest.mark.requirement("COV-81")
def test_a_wording_with_a_former_name_of_coventrys_team_is_an_error(copied):
    reword(copied, "advisory", "I work for the", "Ask the Children and Family First Service. I work for the")
    reword(copied, "below_target", "glad to have", "glad, as the Education Entitlement Service is, to have")
    reword(copied, "stage_2", "of help.", "of help. Ring Targeted and Specialist\n      Services.")

    code, found = check(copied)

    assert code == 3
    assert {each["file"] for each in found} == {
        f"{LETTERS}/{letter}.yaml" for letter in ("advisory", "below_target", "stage_2")
    }
    assert {each["remedy"] for each in found} >= {"say “Attendance and Children Missing Education Team”"}
    assert all(each["line"] > 0 for each in found)


def test_a_wording_that_leaves_out_what_it_must_say_is_an_error(copied):
    reword(copied, "leave_warning", "    says: [coventry.statement.exceptional]\n", "")

    code, found = check(copied)

    assert code == 3
    assert [(each["file"], each["value"]) for each in found] == [
        (f"{LETTERS}/leave_warning.yaml", "coventry.statement.exceptional")
    ]


def test_a_wording_in_a_misnamed_file_is_not_lost_in_silence(copied):
    folder = copied.folder / LETTERS
    (folder / "stage_2.yaml").rename(folder / "stage_2.yml")

    code, found = check(copied)

    assert (code, [each["file"] for each in found]) == (3, [f"{LETTERS}/stage_2.yml"])
