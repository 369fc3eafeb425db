"""A random walk over what is done with families: no step that a pack forbids is possible, by page or job.

Ten thousand steps by people of every role, at five schools under the five packs. A slow reading of the packs'
files says beforehand of each whether it may be done. What may be done leaves the one mark that it should;
what may not changes nothing, and the answer names the rule, the reason and a way forward.
"""

from __future__ import annotations

import random

import pytest

from tests.factories.family_places import NOW
from tests.factories.family_walk import FamilyWalk

pytestmark = pytest.mark.django_db
SHORT, LONG, PARTS = 150, 10_000, 5


@pytest.fixture(autouse=True)
def four_o_clock(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NOW)


def test_a_short_walk_finds_no_forbidden_step_possible():
    walked = FamilyWalk(random.Random(3)).go(SHORT)  # noqa: S311  (chance, not secrecy)

    assert walked.done >= SHORT // 5
    assert walked.refused >= SHORT // 5


@pytest.mark.long
@pytest.mark.parametrize("seed", range(PARTS))
def test_ten_thousand_steps_find_no_forbidden_step_possible(seed):
    walked = FamilyWalk(random.Random(seed)).go(LONG // PARTS)  # noqa: S311  (chance, not secrecy)

    assert walked.done >= LONG // PARTS // 5
    assert walked.refused >= LONG // PARTS // 5
    assert walked.never_tried() == []
