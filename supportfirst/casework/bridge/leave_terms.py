"""What the pack says of leave in term time: what a request and a decision say, who decides, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.attendance.packs.condition_shape import Operator
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.follow_up_rules import school_day_after
from supportfirst.casework.bridge.pack_lists import held_by, listed_by, number_by
from supportfirst.casework.bridge.record_kinds import KindAsked, kinds_of
from supportfirst.casework.bridge.unsettled import days_met
from supportfirst.casework.store.models import School

REQUEST, DECISION, TOLD = "leave_request", "leave_decision", "leave_told"
PART_TIME, FULL_TIME = "part_time_timetable", "part_time_ended"
GRANTED, REFUSED = "granted", "refused"


@dataclass(frozen=True, slots=True)
class LeaveTerms:
    kinds: Mapping[str, KindAsked]  # requests, decisions, and what else stands on the page, in order
    about: Mapping[str, Sequence[str]]  # of each, the kinds that it follows up
    request_asks: Sequence[str]  # fields without which no request is kept
    decision_asks: Sequence[str]
    granted_asks: Sequence[str]  # and without which none is granted
    part_time_asks: Sequence[str]  # without which no part-time timetable is kept
    decided_by: Sequence[str]  # roles of the pack
    decide_within: int | None  # school days
    days_before: int  # the leave, at the latest
    too_late: int | None  # from so many days after the leave's first day a request is too late
    usual_days: int | None  # school days that are granted without a further reason
    refused_code: str  # proposed for an absence on days for which leave was refused

    def is_too_late(self, requested_on: date, first_day: date) -> bool:
        """Whether the rule refuses it, as the leave had begun when it was asked for."""
        return self.too_late is not None and (requested_on - first_day).days >= self.too_late

    def decide_by(self, school: School, requested_on: date, first_day: date) -> date:
        """The day by which a decision is expected. It is soft: nothing is decided when it passes."""
        before = first_day - timedelta(days=self.days_before)
        if self.decide_within is None:
            return before
        return min(school_day_after(school, requested_on, self.decide_within), before)


def leave_terms(school: School, on: date) -> LeaveTerms:
    pack = pack_of(school, on)
    known = kinds_of(pack, on)
    names = [REQUEST, DECISION, *_both(pack, "kinds", on)]
    return LeaveTerms(
        kinds={name: known[name] for name in names if name in known},
        about={name: kind.about for name, kind in pack.records.items()},
        request_asks=_both(pack, "request_asks", on),
        decision_asks=_both(pack, "decision_asks", on),
        granted_asks=_both(pack, "granted_asks", on),
        part_time_asks=listed_by(pack, "part_time.asks", on),
        decided_by=_deciders(pack, on),
        decide_within=_number(pack, "decision_school_days", on),
        days_before=_number(pack, "days_before", on) or 0,
        too_late=_too_late(pack, on),
        usual_days=number_by(pack, ".leave_usual_days", on),
        refused_code=refused_code(pack, on),
    )


def refused_code(pack: Pack, on: date) -> str:
    return next((str(each) for each in held_by(pack, "leave.refused_code", on)), "")


def length_of(school: School, first: date, last: date) -> int:
    """School days from the first to the last; weekdays where the school's terms are not set."""
    held = len(days_met(school, first, last))
    span = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return held or sum(day.isoweekday() <= 5 for day in span)


def _both(pack: Pack, name: str, on: date) -> list[str]:
    """The national list, then what the bodies above it add."""
    return [*listed_by(pack, f"leave.{name}", on), *listed_by(pack, f".leave_{name}", on)]


def _number(pack: Pack, name: str, on: date) -> int | None:
    """A body's own number, or the national one."""
    own = number_by(pack, f".leave_{name}", on)
    return own if own is not None else number_by(pack, f"leave.{name}", on)


def _too_late(pack: Pack, on: date) -> int | None:
    value = pack.values.get("leave.too_late_days")
    step = value.on_or_none(on) if value is not None else None
    if step is None or not isinstance(step.value, int):
        return None
    return step.value + 1 if step.operator is Operator.MORE_THAN else step.value


def _deciders(pack: Pack, on: date) -> list[str]:
    """The roles that the pack's decisions on leave name."""
    return [
        role
        for entry in pack.entries.values()
        if entry.section == "decisions" and entry.details.get("record") == DECISION and on in entry.span
        for role in entry.listed("decided_by")
    ]
