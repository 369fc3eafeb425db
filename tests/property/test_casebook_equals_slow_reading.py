"""Random histories come out of the casebook as a slow reading of the packs' files has them, in everything.

The slow reading (tests/slow_reading) reads the YAML itself and knows only README.md and CASEWORK.md of the
policy folder. A walk that fails is found again by its pack and number: `walk("essex", 71)`.
"""

from __future__ import annotations

import pytest

from tests.slow_reading.walk import PACKS, walk

FEW, MANY = 25, 10_000  # walks for each pack, and in all


def differences(name: str, walks: range) -> list[str]:
    return [told for number in walks for told in walk(name, number)]


@pytest.mark.parametrize("name", PACKS)
def test_a_random_history_comes_out_as_it_is_read(name: str) -> None:
    assert differences(name, range(FEW)) == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("name", PACKS)
def test_ten_thousand_random_histories_come_out_as_they_are_read(name: str, part: int) -> None:
    each = -(-MANY // (4 * len(PACKS)))

    assert differences(name, range(FEW + part * each, FEW + (part + 1) * each)) == []
