"""A school's attendance target as it stood at a moment, by what the audit trail kept of its changes.

The school's row holds the target of now alone. Each change leaves a line that names it, and, since that is
kept, what stood before: so the first change after a moment says what the target was then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from supportfirst.casework.store.models import AuditEvent, School

VERB, FIELD = "change_details", "attendance_target"
BEFORE = "target_before"  # in the line of a change: "" where none was set


@dataclass(frozen=True, slots=True)
class SchoolTarget:
    percent: Decimal | None  # None: none was set, or nobody can tell
    known: bool = True

    @property
    def words(self) -> str:
        """“96%”; "" where there is none to name."""
        return "" if self.percent is None else f"{float(self.percent):g}%"


def target_now(school: School) -> SchoolTarget:
    return SchoolTarget(school.attendance_target)


def target_at(school: School, moment: datetime) -> SchoolTarget:
    """One query."""
    later = AuditEvent.objects.filter(school=school, verb=VERB, recorded_at__gt=moment)
    for detail in later.order_by("recorded_at", "serial").values_list("detail", flat=True):
        if FIELD not in detail.get("fields", ()):
            continue
        if BEFORE not in detail:
            return SchoolTarget(None, known=False)
        before = detail[BEFORE]
        return SchoolTarget(Decimal(before) if before else None)
    return target_now(school)


def is_below(school: School, attended: int, possible: int) -> bool:
    """Whether so much attendance is less than the school aims for; it is not where it set no target."""
    target = school.attendance_target
    return target is not None and possible > 0 and 100 * attended < target * possible


def kept_before(stood: Decimal | None) -> dict[str, Any]:
    """What the line of a change of the target keeps of what stood before."""
    return {BEFORE: "" if stood is None else f"{float(stood):g}"}
