"""Which lines are crossed by whom, for a school under one pack or an authority under several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from supportfirst.attendance.assessment.batch.columns import NOT_KNOWN, PupilColumns, Whole
from supportfirst.attendance.assessment.batch.ranks import MET, NOT_MET, Judge, Ordered, Plan, Ranks, plan_of
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.figures import Figures

PUPILS_A_BLOCK = 16_384
Kept = TypeVar("Kept", np.bool_, np.int8)


def rules_to_judge(
    rows: PupilRows, figures: Figures, binding: Binding, ages: Sequence[bool | None]
) -> list[list[int]]:
    """For each pupil the places, in the binding's rules, of those not plainly unmet."""
    known = np.array([NOT_KNOWN if age is None else int(age) for age in ages], np.int8)
    chosen: list[list[int]] = [[] for _ in range(len(rows))]
    for first, judged in _judge_blocks(Whole(rows, figures, binding, known), _plans(binding)):
        for place, ranks in enumerate(judged):
            for row in np.flatnonzero(ranks != NOT_MET).tolist():
                chosen[first + row].append(place)
    return chosen


def crossed(
    rows: PupilRows, figures: Figures, bindings: Sequence[Binding], ages: NDArray[np.int8]
) -> list[list[NDArray[np.bool_]]]:
    """Who crossed which line: for each binding, for each of its rules, an array of (pupils,). No reasons.

    Equal lines of several packs are one and the same array; none may be changed in place.

    figures: measured with the windows of all of them. ages: 1 of compulsory school age, 0 not, -1 not known.
    """
    return _judge_all(rows, figures, bindings, ages, np.bool_, _keep_met)


def ranked(
    rows: PupilRows, figures: Figures, bindings: Sequence[Binding], ages: NDArray[np.int8]
) -> list[list[Ranks]]:
    """As `crossed`, but every pupil's rank on each line: NOT_MET, CANNOT_TELL or MET."""
    return _judge_all(rows, figures, bindings, ages, np.int8, _keep_ranks)


def _keep_met(ranks: Ranks, into: NDArray[np.bool_]) -> None:
    np.equal(ranks, MET, out=into)


def _keep_ranks(ranks: Ranks, into: Ranks) -> None:
    into[:] = ranks


def _judge_all(
    rows: PupilRows,
    figures: Figures,
    bindings: Sequence[Binding],
    ages: NDArray[np.int8],
    kind: type[Kept],
    keep: Callable[[Ranks, NDArray[Kept]], None],
) -> list[list[NDArray[Kept]]]:
    """For each binding and each of its rules what `keep` writes of the ranks, a place a pupil."""
    found: list[list[NDArray[Kept]]] = [[] for _ in bindings]
    for group in _that_share_facts(bindings):
        together = [bindings[place] for place in group]
        evidence = next((binding.evidence for binding in together if binding.evidence), None)
        whole = Whole(rows, figures, together[0], ages, evidence)
        asked = [_plans(binding) for binding in together]
        lines = {plan: np.zeros(len(rows), kind) for plans in asked for plan in plans}
        kept = list(lines.values())
        for first, judged in _judge_blocks(whole, lines):
            for line, ranks in zip(kept, judged, strict=True):
                keep(ranks, line[first : first + len(ranks)])
        for place, plans in zip(group, asked, strict=True):
            found[place] = [lines[plan] for plan in plans]
    return found


def _plans(binding: Binding) -> list[Plan]:
    return [plan_of(rule.when, binding.pack, binding.on) for rule in binding.rules]


def _judge_blocks(whole: Whole, plans: Iterable[Plan]) -> Iterator[tuple[int, list[Ranks]]]:
    """Block by block: the first pupil's place, and the ranks of each plan."""
    ordered = Ordered(plans)
    pupils = len(whole.rows)
    for first in range(0, pupils, PUPILS_A_BLOCK):
        judge = Judge(PupilColumns(whole, first, min(first + PUPILS_A_BLOCK, pupils)))
        yield first, judge.ranks(ordered)


def _that_share_facts(bindings: Sequence[Binding]) -> list[list[int]]:
    """Places of the bindings, grouped so that every fact comes out alike within a group."""
    groups: list[list[int]] = []
    for place, binding in enumerate(bindings):
        for group in groups:
            asked = {bindings[other].evidence for other in (*group, place)} - {None}
            if _unexplained(bindings[group[0]]) == _unexplained(binding) and len(asked) <= 1:
                group.append(place)
                break
        else:
            groups.append([place])
    return groups


def _unexplained(binding: Binding) -> tuple[object, ...]:
    return binding.on, binding.unexplained_by, binding.unexplained_number, binding.unexplained_weeks
