"""Paired rounds: yardstick and work in turn, in one process, by its CPU time.

A machine's speed changes with its neighbours, its heat and its model, so a time by itself says
little. Each round takes the ratio of two times measured next to each other; shown are the median of
the rounds, and the ratio of the least times, since a neighbour only ever adds. The first round is
dropped, because it fills caches and compiles.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 8  # the first is dropped


@dataclass(frozen=True, slots=True)
class Paired:
    """`ratios`: work over yardstick, one a round; seconds are the medians, of all threads together."""

    ratios: tuple[float, ...]
    work_seconds: float
    yardstick_seconds: float
    quietest: float  # the least time of the work over the least of the yardstick: what a gate judges

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    def show(self) -> str:
        return f"{self.quietest:8.2f}  {self.ratio:.2f} ({min(self.ratios):.2f} to {max(self.ratios):.2f})"


def compare(yardstick: Callable[[], object], work: Callable[[], object], *, rounds: int = ROUNDS) -> Paired:
    """How many times the yardstick's CPU the work takes; each is called once a round."""
    assert rounds > 1, "the first round is dropped"
    taken = [(cpu_seconds(yardstick), cpu_seconds(work)) for _ in range(rounds)][1:]
    return Paired(
        ratios=tuple(worked / waited for waited, worked in taken),
        work_seconds=median(worked for _, worked in taken),
        yardstick_seconds=median(waited for waited, _ in taken),
        quietest=min(worked for _, worked in taken) / min(waited for waited, _ in taken),
    )


def cpu_seconds(call: Callable[[], object]) -> float:
    """The process's CPU time of a call. What it gives back is freed after the clock has stopped."""
    start = time.process_time()
    given = call()
    taken = time.process_time() - start
    del given
    return taken
