"""Which flags of a child make an absence without a reason graver, and which bring a social worker in.

Order and words are the pack's; where it has none, every child is alike, and nobody is owed a call.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.record_kinds import table_of

CONCERNS, OF_WORKER = "absence_concerns", "absence_concerns.social_worker"


@dataclass(frozen=True, slots=True)
class Concern:
    """One flag. `place`: 0 is the gravest."""

    flag: str
    words: str
    place: int
    has_worker: bool  # a social worker stands behind the child


def absence_concerns(pack: Pack, day: date) -> Sequence[Concern]:
    """The gravest first."""
    with_worker = _names(pack, day)
    return [
        Concern(flag, words, place, flag in with_worker)
        for place, (flag, words) in enumerate(table_of(pack, CONCERNS, day).items())
    ]


def _names(pack: Pack, day: date) -> Collection[str]:
    value = pack.values.get(OF_WORKER)
    step = value.on_or_none(day) if value is not None else None
    return frozenset() if step is None else frozenset(str(step.value).split())
