"""What a step, a hold, an item of evidence and a route say beyond `when`; and clocks.

Roles, papers and groups are only names here: whether they exist is judged when the whole layer
is there.
"""

from __future__ import annotations

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_conditions import condition_at, date_name, known_unit
from supportfirst.attendance.packs.case_shape import Clock, Counting, HoldSeverity, Severity
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.shape import (
    EvidenceTerms,
    HoldTerms,
    RouteTerms,
    RuleKind,
    StepTerms,
    Terms,
)

LENGTHS = ("calendar days", "weeks", "school days", "school weeks", "working days", "months", "years")


def build_terms(kind: RuleKind, fields: Fields, bench: Bench) -> Terms | None:
    """The terms of a rule of casework; None for any other kind, or where what is asked for is missing."""
    match kind:
        case RuleKind.STEP:
            return _step(fields, bench)
        case RuleKind.HOLD:
            return _hold(fields, bench)
        case RuleKind.EVIDENCE:
            return _evidence(fields, bench)
        case RuleKind.ROUTE:
            return _route(fields, bench)
    return None


def clock_at(fields: Fields, key: str, bench: Bench, *, required: bool = False) -> Clock | None:
    """The clock under a key: {from: DATE FACT, length: VALUE, counting: beginning with | after}."""
    held = fields.take(key, required=required)
    if held is None:
        return None
    inner = Fields(held, bench.faults, f"{fields.what}, {key}")
    start = date_name(inner, "from", bench, required=True)
    length = length_name(inner, "length", bench)
    counting = inner.choice("counting", list(Counting), required=True)
    inner.finish()
    return Clock(start, length, Counting(counting)) if start and length and counting else None


def length_name(fields: Fields, key: str, bench: Bench) -> str:
    """The name of a value that is a length of time."""
    name = fields.text(key, required=True)
    unit = known_unit(fields, key, name, bench)
    if unit and unit not in LENGTHS:
        told = f"“{name}” is in {unit}, and a length of time is needed"
        fields.fault("not-a-length", told, f"name a value in {', '.join(LENGTHS)}", key=key)
    return name


def _step(fields: Fields, bench: Bench) -> StepTerms:
    if "due" in fields.table.entries and "due_date" in fields.table.entries:
        fields.fault("two-days", "it has both “due” and “due_date”", "keep one of them", key="due_date")
    return StepTerms(
        who=fields.several("who", required=True),
        done=condition_at(fields, "done", bench),
        due=clock_at(fields, "due", bench),
        due_date=date_name(fields, "due_date", bench),
        brings=fields.several("brings"),
    )


def _hold(fields: Fields, bench: Bench) -> HoldTerms:
    severity = fields.choice("severity", list(HoldSeverity), required=True)
    return HoldTerms(
        owner=fields.text("owner", required=True),
        stops=fields.several("stops", required=True),
        lift=fields.text("lift", required=True),
        severity=HoldSeverity(severity or HoldSeverity.BLOCK),
        starts=date_name(fields, "starts", bench),
        until=clock_at(fields, "until", bench),
    )


def _evidence(fields: Fields, bench: Bench) -> EvidenceTerms | None:
    severity = fields.choice("severity", list(Severity), required=True)
    groups = fields.several("groups", required=True)
    met = condition_at(fields, "met", bench, required=True)
    answered = condition_at(fields, "answered", bench)
    supplied_by, document = fields.text("supplied_by"), fields.text("document")
    if answered is not None and severity == Severity.BLOCK:
        told = "a block can't be answered by a reason"
        fields.fault(
            "block-answered", told, "write document_or_reason, or take “answered” out", key="answered"
        )
    if met is None:
        return None
    return EvidenceTerms(
        severity=Severity(severity or Severity.BLOCK),
        groups=groups,
        met=met,
        answered=answered,
        supplied_by=supplied_by,
        document=document,
    )


def _route(fields: Fields, bench: Bench) -> RouteTerms | None:
    opens = condition_at(fields, "opens", bench, required=True)
    order = fields.number("order")
    needs, groups = fields.several("needs"), fields.several("groups")
    decided_by, hearing = fields.text("decided_by"), fields.text("hearing")
    opens_on = date_name(fields, "opens_on", bench)
    limit = clock_at(fields, "limit", bench)
    if opens is None:
        return None
    return RouteTerms(
        opens=opens,
        needs=needs,
        groups=groups,
        order=order if isinstance(order, int) else 0,
        decided_by=decided_by,
        hearing="" if hearing == "none" else hearing,
        opens_on=opens_on,
        limit=limit,
    )
