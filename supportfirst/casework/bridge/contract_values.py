"""What the record of a child's contract fills into the papers about it.

Where several contracts run at once nothing is filled: a person says of which the paper tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from supportfirst.attendance.letters.shape import Wording
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import CaseEvent, Enrolment

CONTRACT, ENDED = "attendance_contract", "contract_ended"
Value = str | tuple[str, ...]


def _day(held: Any) -> str:
    return show_day(date.fromisoformat(str(held)))


def _lines(held: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in held)


# By slot: the field of the record, and how it is written.
FIELDS: Mapping[str, tuple[str, Callable[[Any], Value]]] = {
    "contract_from": ("from", _day),
    "contract_to": ("to", _day),
    "contract_review_day": ("review_on", _day),
    "contract_asks": ("requirements", _lines),
    "contract_helps": ("support", _lines),
    "contract_lead": ("lead", str),
    "contract_understood": ("understood", str),
}


def contract_values(enrolment: Enrolment, wording: Wording) -> dict[str, Value]:
    """Of the one contract that runs, the slots that this wording names and the record holds."""
    named = [name for name in FIELDS if name in wording.slots]
    if not named:
        return {}
    rows = (
        CaseEvent.objects.filter(
            school=enrolment.school,
            pupil__in=same_child([enrolment.pupil_id]),
            kind__in=[CONTRACT, ENDED],
            restricted=False,
        )
        .exclude(event__in=struck_out(enrolment.school))
        .order_by("serial")
    )
    held = list(rows)
    over = {str(each.data.get(ABOUT)) for each in held if each.kind == ENDED}
    running = [each for each in held if each.kind == CONTRACT and str(each.event) not in over]
    if len(running) != 1:
        return {}
    told = {name: (running[0].data.get(FIELDS[name][0]), FIELDS[name][1]) for name in named}
    return {name: written(value) for name, (value, written) in told.items() if value}
