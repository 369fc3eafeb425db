"""Every policy pack passes its own check. Review days need today's date: `make check-pack` judges them."""

from __future__ import annotations

from pathlib import Path

import pytest

import supportfirst
from supportfirst.attendance.assessment.slots import SLOT_NAMES
from supportfirst.attendance.packs.in_force import FILE as IN_FORCE
from supportfirst.attendance.packs.lint import check_pack

POLICY = Path(supportfirst.__file__).parent / "policy"


@pytest.mark.parametrize("pack", sorted(path.name for path in POLICY.iterdir() if path.is_dir()))
def test_a_pack_has_no_faults(pack: str) -> None:
    found = check_pack(POLICY / pack, facts=SLOT_NAMES)

    assert [problem for problem in found if not problem.warning] == []


@pytest.mark.parametrize("pack", sorted(path.name for path in POLICY.iterdir() if path.is_dir()))
def test_a_pack_lists_the_days_of_its_rules_moves_and_values(pack: str) -> None:
    assert (POLICY / pack / IN_FORCE).is_file()
