"""Random histories come out of the casebook as a slow reading of the packs' files has them, in everything.

The slow reading (tests/slow_reading) reads the YAML itself and knows only README.md and CASEWORK.md of the
policy folder. A walk that fails is found again by its pack and number: `walk("essex", 71)`.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.slow_reading.walk import PACKS, walk

FEW, MANY = 25, 10_000  # walks for each pack, and in all
WORKERS, BATCH = 2, 100


def differences(name: str, walks: range) -> list[str]:
    return [told for number in walks for told in walk(name, number)]


@pytest.mark.parametrize("name", PACKS)
def test_a_random_history_comes_out_as_it_is_read(name: str) -> None:
    assert differences(name, range(FEW)) == []


@pytest.mark.long
def test_ten_thousand_random_histories_come_out_as_they_are_read() -> None:
    last = FEW - (-MANY // len(PACKS))
    batches = [range(at, min(at + BATCH, last)) for at in range(FEW, last, BATCH)]
    names = [name for name in PACKS for _ in batches]

    with ProcessPoolExecutor(WORKERS) as pool:
        found = list(pool.map(differences, names, batches * len(PACKS)))

    assert len(PACKS) * sum(map(len, batches)) >= MANY
    assert [told for batch in found for told in batch] == []
