"""What a history adds to a test drive: steps due, holds, papers missing, routes open, under each policy.

These rest on records of what people did, so they are judged pupil by pupil; here they are only
counted, rule by rule. An item that stands for a parent or a record is one each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from supportfirst.attendance.assessment.case_items import Status
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.finding import Finding, Outcome
from supportfirst.attendance.packs.shape import Rule, RuleKind

COUNTED = (Status.DUE, Status.IN_FORCE, Status.MISSING, Status.OPEN, Status.CANNOT_TELL)
MET = "met"  # of a stage, prompt or list that only records decide
Key = tuple[str, str]  # rule and status


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many items of each rule stand how, and how many pupils have one."""

    items: Mapping[Key, int]
    pupils: Mapping[Key, int]
    rules: Mapping[str, Rule]
    unknown_kinds: int = 0  # records that this policy has no kind for


@dataclass(slots=True)
class _Counting:
    items: Counter[Key] = field(default_factory=Counter)
    pupils: Counter[Key] = field(default_factory=Counter)
    rules: dict[str, Rule] = field(default_factory=dict)

    def add(self, found: Sequence[tuple[Finding, str]]) -> None:
        keys = [(finding.rule.id, status) for finding, status in found]
        self.items.update(keys)
        self.pupils.update(set(keys))
        self.rules.update({finding.rule.id: finding.rule for finding, _ in found})


def count_case(assessment: Assessment, *, unknown_kinds: int = 0) -> CaseCounts:
    """Add up what an assessment with a caseworker found, over the pupils on roll."""
    counting = _Counting()
    for pupil in assessment.pupils:
        stages = [found for found in pupil.stages if found.rule.needs_case and found.outcome is Outcome.MET]
        lines = [found for found in pupil.crossed if found.rule.needs_case]
        standing = [(item.finding, item.status.value) for item in pupil.case.all() if item.status in COUNTED]
        counting.add([*((found, MET) for found in (*stages, *lines)), *standing])
    return CaseCounts(counting.items, counting.pupils, counting.rules, unknown_kinds)


def compared(before: CaseCounts, after: CaseCounts, threshold: int | None) -> list[dict[str, Any]]:
    """A row for each rule and status of either policy, by kind and then as the policies list them."""
    kinds = list(RuleKind)
    rules = {**after.rules, **before.rules}
    keys = dict.fromkeys([*before.items, *after.items])
    ordered = sorted(keys, key=lambda key: (kinds.index(rules[key[0]].kind), key))
    return [_row(key, rules[key[0]], before, after, threshold) for key in ordered]


def _row(
    key: Key, rule: Rule, before: CaseCounts, after: CaseCounts, threshold: int | None
) -> dict[str, Any]:
    pupils = (before.pupils.get(key, 0), after.pupils.get(key, 0))
    hides = threshold is not None and any(
        0 < count < threshold for count in (*pupils, abs(pupils[0] - pupils[1]))
    )
    return {
        "rule": rule.id,
        "title": rule.title,
        "kind": rule.kind.value,
        "status": key[1],
        "before": None if hides else before.items.get(key, 0),
        "after": None if hides else after.items.get(key, 0),
        "pupils_before": None if hides else pupils[0],
        "pupils_after": None if hides else pupils[1],
    }
