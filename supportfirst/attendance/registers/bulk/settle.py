"""Marks of one pupil and session given more than once, found by sorting and settled in groups.

Groups of one code, by far the most, are settled for the whole file at once; only groups
whose codes differ are looked at one by one, by `registers.repeats`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.registers.bulk.meanings import Numbers
from supportfirst.attendance.registers.repeats import Candidate, decide
from supportfirst.attendance.registers.result import Fault
from supportfirst.attendance.vocabulary.marks import Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, end_of_day
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.sessions import Session


@dataclass(frozen=True, slots=True)
class Held:
    """Every readable mark of a file, as equally long columns in the order of the file."""

    name: str
    codes: CodeBook
    columns: Mapping[str, NDArray[np.generic]]  # pupil, session, code, recorded_at, line, heading, …
    remarks: Mapping[int, Remark]  # by place
    headings: Sequence[str]

    def number(self, column: str, place: int) -> int:
        return int(self.columns[column][place])

    def problem(self, place: int, fault: Fault, *, warning: bool = False) -> Problem:
        heading = self.headings[self.number("heading", place)]
        return fault.at(file=self.name, line=self.number("line", place), column=heading, warning=warning)

    def shown(self, place: int, session: Session) -> str:
        return self.codes.symbol(self.number("code", place), session.half)


@dataclass(slots=True)
class Settled:
    """`chosen`: places that stay marks, in the order of the file, a correction after what it corrects."""

    chosen: Numbers
    repeated: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def settle_repeats(held: Held) -> Settled:
    """Settle every pupil and session that has more than one mark."""
    key = (held.columns["pupil"].astype(np.int64) << 32) | held.columns["session"].astype(np.int64)
    settled = Settled(np.arange(len(key)))
    if not len(key) or (key[1:] > key[:-1]).all():
        return settled
    order = np.argsort(key, kind="stable")
    is_first = np.concatenate(([True], key[order[1:]] != key[order[:-1]]))
    if is_first.all():
        return settled
    starts = np.flatnonzero(is_first)
    ends = np.append(starts[1:], len(key))
    code = held.columns["code"][order]
    mixed = np.minimum.reduceat(code, starts) != np.maximum.reduceat(code, starts)
    stays = np.ones(len(key), dtype=np.bool_)
    repeated = order[~is_first & ~mixed[np.cumsum(is_first) - 1]]
    stays[repeated] = False
    settled.repeated = len(repeated)
    for group in np.flatnonzero(mixed).tolist():
        _settle_group(held, order[starts[group] : ends[group]].tolist(), stays, settled)
    settled.chosen = settled.chosen[stays]
    return settled


def _settle_group(held: Held, places: list[int], stays: NDArray[np.bool_], settled: Settled) -> None:
    """Decide one group whose codes differ: places in the order of the file."""
    session = Session.of_number(held.number("session", places[0]))
    decision = decide(
        [
            Candidate(
                place, held.number("code", place), _effective(held.number("recorded_at", place), session)
            )
            for place in places
        ]
    )
    stays[decision.repeated + decision.conflict] = False
    settled.repeated += len(decision.repeated)
    # Whoever takes the last mark of a session must get the latest, so kept marks stand in order of moment.
    settled.chosen[sorted(decision.kept)] = decision.kept
    lines = [held.number("line", place) for place in decision.conflict]
    for place in decision.conflict:
        settled.problems.append(held.problem(place, _conflict(session, lines, held.shown(place, session))))
    for place in decision.kept[1:]:
        if not held.remarks.get(place, Remark()).reason:
            fault = _unexplained(held.shown(place, session))
            settled.warnings.append(held.problem(place, fault, warning=True))


def _effective(moment: int, session: Session) -> int:
    return end_of_day(session.day) if moment == NOT_RECORDED else moment


def _conflict(session: Session, lines: Sequence[int], shown: str) -> Fault:
    where = ", ".join(map(str, lines[:5])) + (" and more" if len(lines) > 5 else "")
    return Fault(
        "conflict",
        shown,
        f"different codes are given for this pupil on {session} (line {where})",
        "keep the right one, or say when each was recorded",
    )


def _unexplained(shown: str) -> Fault:
    return Fault(
        "reason-missing",
        shown,
        "this mark corrects an earlier one and gives no reason",
        "say why the mark was changed",
    )
