"""The casework of a pupil in a worklist: short lines for the table and the page, and cells for CSV.

Of many steps the first few are named and the others counted, so that the next child stays in sight;
`--all` and `explain` name them all. The words are those of `explain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supportfirst.attendance.assessment.case_items import CaseItem, Status
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.explain_case import (
    evidence_counts,
    hold_line,
    route_line,
    shown,
    step_line,
    whose,
)
from supportfirst.attendance.assessment.slots import show_count

SHOWN_STEPS = 5
SHOWN_PAPERS = 2
PAPERS = re.compile(r"not there: [^;]*?(?=;|\. Not before|$)")
CASE_COLUMNS = (
    "steps_due",
    "steps_overdue",
    "next_due_on",
    "holds",
    "evidence_there",
    "evidence_missing",
    "evidence_answered",
    "missing_evidence",
    "routes_open",
    "routes_shut",
    "record_faults",
)


def case_lines(pupil: PupilAssessment, *, everything: bool) -> Iterator[str]:
    """Steps due, holds, evidence and routes, a line each; faults of records first."""
    for fault in pupil.case.faults:
        yield f"Record to put right · {fault}"
    due = pupil.due
    named = due if everything else due[:SHOWN_STEPS]
    yield from (f"Due · {step_line(item)}" for item in named)
    if len(due) > len(named):
        yield f"Due · and {show_count(len(due) - len(named), 'more step')}"
    yield from (f"{hold_line(item)}" for item in in_force(pupil))
    counts = evidence_counts(pupil.case.evidence)
    if counts:
        yield f"Evidence · {counts}"
    yield from (f"Route · {line}" for line in _route_lines(shown(pupil.case.routes)))


def _route_lines(routes: Sequence[CaseItem]) -> Iterator[str]:
    """A line a route; parents for whom it stands alike share one, and a long list of papers is counted."""
    alike: dict[str, list[CaseItem]] = {}
    for item in routes:
        alike.setdefault(route_line(item).replace(whose(item), "", 1), []).append(item)
    for line, items in alike.items():
        title, told = items[0].finding.rule.title, line
        parents = [item.finding.parent_id for item in items if item.finding.parent_id is not None]
        if parents:
            word = "parent" if len(parents) == 1 else "parents"
            told = told.replace(title, f"{title}, {word} {' and '.join(parents)}", 1)
        gaps = len(items[0].more["missing"])
        yield PAPERS.sub(f"{gaps} papers not there", told) if gaps > SHOWN_PAPERS else told


def in_force(pupil: PupilAssessment) -> list[CaseItem]:
    return [item for item in pupil.case.holds if item.status is Status.IN_FORCE]


def case_cells(pupil: PupilAssessment) -> list[object]:
    """One cell for each of CASE_COLUMNS; several items in one are parted by “; ”."""
    case, due = pupil.case, pupil.due
    days = [item.more["due_on"] for item in due if item.more["due_on"]]
    return [
        _joined(due, "due_on"),
        len(pupil.overdue),
        days[0] if days else "",
        _joined(in_force(pupil), "until"),
        *(_count(case.evidence, status) for status in (Status.MET, Status.MISSING, Status.ANSWERED)),
        _joined([item for item in case.evidence if item.status is Status.MISSING]),
        _joined([item for item in case.routes if item.status is Status.OPEN]),
        _joined([item for item in case.routes if item.status is Status.SHUT], "opens_on"),
        "; ".join(case.faults),
    ]


def _count(items: Sequence[CaseItem], status: Status) -> int:
    return sum(item.status is status for item in items)


def _joined(items: Sequence[CaseItem], day: str = "") -> str:
    """“rule@P1=2026-03-02; rule”: the key of each, with a day of it where it has one."""
    told = []
    for item in items:
        held = item.more.get(day) if day else None
        told.append(f"{item.finding.key}={held}" if held else item.finding.key)
    return "; ".join(told)
