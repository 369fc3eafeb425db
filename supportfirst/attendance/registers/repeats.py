"""The same pupil, date and session more than once in one input: repeated, corrected or in conflict.

The readings chosen where the contract speaks only of two marks (docs/adr/0004):
- all of one code: the first in the file stands, every further one is repeated;
- codes differ, and two different ones have the same moment: all of the group are in conflict;
- codes differ, moments differ: in order of moment each mark stands and corrects the one
  before it; one that says the same as the mark before it in time is repeated.
A mark that does not say when it was recorded counts as recorded at the end of its own day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class Candidate(NamedTuple):
    """One mark of a group: its place among the marks, its code and the moment it counts from."""

    place: int
    code: int
    moment: int


@dataclass(slots=True)
class Decision:
    """Places by what becomes of them; `kept` is in order of moment, each after the one it corrects."""

    kept: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    conflict: list[int] = field(default_factory=list)


def decide(group: Sequence[Candidate]) -> Decision:
    """What becomes of the marks of one pupil and session, given in the order of the file."""
    if len({candidate.code for candidate in group}) == 1:
        first, *others = group
        return Decision(kept=[first.place], repeated=[other.place for other in others])
    in_time = sorted(group, key=lambda candidate: candidate.moment)  # stable: file order within a moment
    if any(one.moment == two.moment and one.code != two.code for one, two in pairwise(in_time)):
        return Decision(conflict=[candidate.place for candidate in group])
    decision = Decision(kept=[in_time[0].place])
    for before, candidate in pairwise(in_time):
        says_the_same = candidate.code == before.code
        (decision.repeated if says_the_same else decision.kept).append(candidate.place)
    return decision
