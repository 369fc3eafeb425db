"""What the pack in force says of a school's day: codes written by themselves, plans, reasons, reports.

No code and no hour stands here. Where the pack says nothing of a thing, there is nothing to warn of, and
no default takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.packs.condition_shape import Operator
from supportfirst.attendance.packs.shape import Pack, ValueFrom
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, in_force
from supportfirst.casework.store.models import School

PRESENT = "present_code"
AFTER_CLOSE = "after_close_default"
PLANNED = "planned.{}_codes"
ACCEPTED = "authorise.accepted_codes"
OUTSIDE_SCHOOL_AGE = "outside_school_age.codes"
REASONS = "absence_reasons"
EVIDENCE = "evidence.codes"
WHOLE_DAY = "appointment.whole_day"
REPORT_BY = "report.by"
EACH_DAY = "report.each_day"
CONTACT_AFTER = "absence.contact_after_days"
RESOLVE_IN = "n_code_resolve_school_days"
BECOMES = "unexplained_becomes"


def _step(pack: Pack, name: str, day: date) -> ValueFrom | None:
    held = pack.values.get(name)
    return None if held is None else held.on_or_none(day)


def _code(pack: Pack, name: str, day: date) -> str:
    step = _step(pack, name, day)
    return "" if step is None else str(step.value)


def _codes(pack: Pack, name: str, day: date) -> tuple[str, ...]:
    step = _step(pack, name, day)
    return tuple(str(each) for each in step.value) if step and isinstance(step.value, tuple) else ()


def _number(pack: Pack, name: str, day: date) -> int | None:
    step = _step(pack, name, day)
    return step.value if step is not None and isinstance(step.value, int) else None


def present_code(pack: Pack, day: date) -> str:
    return _code(pack, PRESENT, day)


def after_close_default(pack: Pack, day: date) -> str:
    """The mark of an arrival after the close as the pack has it, whatever the school has set."""
    return _code(pack, AFTER_CLOSE, day)


def after_close(school: School, pack: Pack, day: date) -> str:
    """The mark of an arrival after the close: the school's own, else the pack's."""
    return school.after_close_mark or after_close_default(pack, day)


def unexplained_becomes(pack: Pack, day: date) -> str:
    return _code(pack, BECOMES, day)


def resolve_within(pack: Pack, day: date) -> int | None:
    """In how many school days an unexplained mark must become another."""
    return _number(pack, RESOLVE_IN, day)


def planned_choices(pack: Pack, kind: str, day: date) -> Sequence[Choice]:
    """The codes that a plan of a kind may take on a day, in the pack's order."""
    known = {choice.symbol: choice for choice in choices_of(pack.codes, day)}
    return [known[symbol] for symbol in _codes(pack, PLANNED.format(kind), day) if symbol in known]


def reasons_of(pack: Pack, day: date) -> Mapping[str, str]:
    """The reasons for an absence that are offered, each with the code that it comes to."""
    step = _step(pack, REASONS, day)
    held = step.value if step is not None and isinstance(step.value, Mapping) else {}
    return {reason: str(code) for reason, code in held.items()}


def authorises(pack: Pack, symbol: str, day: date) -> bool:
    """Whether a code stands for an authorised absence on a day."""
    return any(
        code.symbol == symbol and code.statistical_class is StatisticalClass.AUTHORISED
        for code in in_force(pack.codes, day)
    )


def needs_permission(pack: Pack, symbol: str, day: date) -> bool:
    """Whether only somebody who may authorise absences may write the code: no reason is enough for it."""
    accepted = _codes(pack, ACCEPTED, day)
    return bool(accepted) and symbol not in accepted and authorises(pack, symbol, day)


def is_for_outside_school_age(pack: Pack, symbol: str, day: date) -> bool:
    """Whether a code is for a child alone who is not of compulsory school age."""
    return symbol in _codes(pack, OUTSIDE_SCHOOL_AGE, day)


def asks_evidence(pack: Pack, symbol: str, day: date) -> bool:
    return symbol in _codes(pack, EVIDENCE, day)


def whole_day_words(pack: Pack, symbol: str, day: date) -> str:
    """What is said of an appointment on both sessions of a day; "" where the pack has nothing against it."""
    step = _step(pack, WHOLE_DAY, day)
    if (
        step is None
        or step.value is not False
        or symbol not in _codes(pack, PLANNED.format("appointment"), day)
    ):
        return ""
    return pack.values[WHOLE_DAY].show


def report_by(school: School, pack: Pack, day: date) -> time | None:
    """The last minute in which a report is in time: the school's own, else the pack's."""
    said = _code(pack, REPORT_BY, day)
    return school.report_by or (time.fromisoformat(said) if said else None)


def reports_each_day(pack: Pack, day: date) -> bool:
    """Whether a report speaks for its own day alone, and the next day asks for another."""
    step = _step(pack, EACH_DAY, day)
    return step is not None and step.value is True


def contact_due_on_day(pack: Pack, day: date) -> int | None:
    """On which day of an absence somebody must have been in touch; None where the pack sets none."""
    step, number = _step(pack, CONTACT_AFTER, day), _number(pack, CONTACT_AFTER, day)
    if step is None or number is None:
        return None
    return number + 1 if step.operator is Operator.MORE_THAN else number
