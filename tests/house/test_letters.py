"""Every wording that ships passes its check, and letters without one are listed. The list may only shrink."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportfirst.attendance.letters.lint import check_letters
from supportfirst.attendance.letters.wordings import wordings_of
from supportfirst.attendance.packs.load import POLICY, load_pack, pack_names

# Letters to parents that have no wording yet, and what they wait for. Take a line out when one is worded.
WAITING = {
    "coventry.letter.notice_to_improve": "legal notices and contracts",
    "england.letter.notice_to_improve": "legal notices and contracts",
    "england.letter.penalty_notice": "legal notices and contracts",
    "essex.letter.notice_to_improve": "legal notices and contracts",
    "halton.interview_invitation": "proceedings",
    "halton.planning_minutes": "legal notices and contracts",
    "halton.warning_letter_paper": "legal notices and contracts",
}
MOST_WAITING = 7


@pytest.mark.parametrize("name", pack_names())
def test_the_wordings_of_a_pack_have_no_faults(name: str) -> None:
    assert check_letters(POLICY / name, load_pack(name)) == []


def test_each_letter_to_parents_is_worded_or_waits_for_a_named_piece_of_work() -> None:
    unworded: set[str] = set()
    for name in pack_names():
        pack = load_pack(name)
        worded = wordings_of(pack)
        for entry in pack.entries.values():
            if entry.section == "letters" and "parent" in entry.details["to"] and entry.id not in worded:
                unworded.add(entry.id)

    assert unworded == set(WAITING)
    assert len(WAITING) <= MOST_WAITING


def test_the_wordings_are_shipped_with_the_program() -> None:
    """The package takes every file beneath policy/; a wording is one of them."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")

    assert '"policy/**/*"' in project
    assert len(list(POLICY.glob("*/letters/*.yaml"))) > len(pack_names())
