"""The values of a pack: numbers, words and lists, each dated and sourced.

The unit decides how a value is read. A list also gives each of its items a name of its own
(`day_steps.1`, `day_steps.2`, …), so that a rule can be held against one of them; items of a
list in days are then counted in sessions, two to the day, as every measure is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from supportfirst.attendance.packs.bench import Bench, Checked
from supportfirst.attendance.packs.condition_shape import Operator
from supportfirst.attendance.packs.dated import contiguous_spans
from supportfirst.attendance.packs.fields import Fields, number_of
from supportfirst.attendance.packs.shape import DatedValue, ValueFrom
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table, place
from supportfirst.attendance.vocabulary.spans import DateSpan

MOST = 10_000  # of anything counted; more is a slip of the pen, and the measures hold counts in 16 bits


class Range(NamedTuple):
    most: int
    whole: bool = True


NUMBERS: Mapping[str, Range] = {  # none is below 0
    "sessions": Range(MOST),
    "percent": Range(100, whole=False),
    "school weeks": Range(MOST),
    "weeks": Range(MOST),  # of seven days each
    "school days": Range(MOST),
    "calendar days": Range(MOST),
    "working days": Range(MOST),
    "days": Range(MOST),
    "hours": Range(MOST, whole=False),
    "minutes": Range(MOST),
    "months": Range(1200),
    "years": Range(100),
    "times": Range(MOST),
    "pounds": Range(MOST),
    "decimal places": Range(6),
    "weekdays": Range(5),
    "marks": Range(MOST),
}
DAYS_IN_SESSIONS = "list of days (sessions/2)"
LISTS_OF_NUMBERS = {DAYS_IN_SESSIONS: Range(366), "list of percent": Range(100)}
CODE, LIST_OF_CODES = "code", "list of codes"  # each names codes of the code book; `whole` looks them up
LISTS_OF_WORDS = (LIST_OF_CODES, "list of dates")
WORD, YES_NO, TABLE = "text", "yes or no", "table"
UNITS = (*NUMBERS, *LISTS_OF_NUMBERS, *LISTS_OF_WORDS, CODE, WORD, YES_NO, TABLE)
MAY = ("raise", "lower", "nothing")
SESSIONS_A_DAY = 2

Value = int | Fraction | str | bool | tuple[object, ...] | dict[str, object]


def build_values(document: Node, bench: Bench) -> Iterator[DatedValue]:
    """The values of one file, list items included. Faults go to the bench."""
    fields = Fields(document, bench.faults, "values file")
    checked = bench.checked(fields) if "checked" in fields.table.entries else None
    for name, node in fields.named("values").items():
        value = _dated_value(name, node, bench, checked)
        if value is not None:
            yield value
            yield from _items(value)
    fields.finish()


def _dated_value(name: str, node: Node, bench: Bench, checked: Checked | None) -> DatedValue | None:
    fields = Fields(node, bench.faults, f"value {name}")
    unit = fields.choice("unit", UNITS, required=True)
    steps = _steps(fields, bench, unit, name)
    mark = bench.checked(fields, checked)
    value = DatedValue(
        id=name,
        question=fields.text("question", required=True),
        unit=unit,
        steps=steps,
        reading=fields.text("reading"),
        open_question=fields.text("open_question"),
        show=fields.text("show"),
        checked_by=mark.by,
        checked_on=mark.on,
        review_on=mark.next,
        fixed_by_law=_fixed(fields, bench),
    )
    fields.finish()
    written = fields.table.entries.get("steps")
    if not isinstance(written, Listing) or len(steps) < len(written.items):
        bench.lost.add(name)
    return value if steps else None


def _fixed(fields: Fields, bench: Bench) -> str:
    held = fields.take("fixed_by_law")
    if held is None:
        return ""
    inner = Fields(held, bench.faults, f"{fields.what}, fixed_by_law")
    may = inner.choice("may", MAY, required=True)
    inner.finish()
    return may


def _steps(fields: Fields, bench: Bench, unit: str, name: str) -> list[ValueFrom]:
    written: list[tuple[date, date | None, Node]] = []
    found: list[ValueFrom] = []
    for node in fields.tables("steps", required=True):
        step = Fields(node, bench.faults, f"value {name}")
        start = step.day("start", required=True)
        end = step.day("end")
        operator = step.choice("operator", list(Operator))
        value = _value(step, unit)
        source = bench.source(step)
        stated = step.yes_no("stated", default=True)
        step.finish()
        if start is None or value is None:
            continue
        written.append((start, end, node))
        found.append(
            ValueFrom(
                span=DateSpan(start),  # its end is known when all starts are
                value=value,
                source=source,
                operator=Operator(operator) if operator else None,
                stated=stated,
                where=place(node),
            )
        )
    spans = contiguous_spans(written, bench.faults, what=f"value {name}")
    return [replace(step, span=span) for step, span in zip(found, spans, strict=True)]


def _value(step: Fields, unit: str) -> Value | None:
    if unit in NUMBERS:
        number = step.number("value", required=True)
        return None if number is None or not _fits(number, NUMBERS[unit], unit, step) else number
    if unit == YES_NO:
        return step.yes_no("value", default=False) if step.text("value", required=True) else None
    if unit in LISTS_OF_NUMBERS:
        return _numbers(step, unit)
    if unit in LISTS_OF_WORDS:
        return step.texts("value", required=True) or None
    if unit == TABLE:
        return _table(step)
    return step.text("value", required=True) or None


def _fits(number: int | Fraction, allowed: Range, unit: str, step: Fields) -> bool:
    """Whether a number can be so many of its unit; a fault where it can't."""
    if 0 <= number <= allowed.most and (not allowed.whole or isinstance(number, int)):
        return True
    kind = "whole number" if allowed.whole else "number"
    told = f"{float(number):g} cannot be a number in {unit}"
    step.fault("bad-number", told, f"write a {kind} from 0 to {allowed.most}", key="value")
    return False


def _numbers(step: Fields, unit: str) -> tuple[object, ...] | None:
    held = step.take("value", required=True)
    items = held.items if isinstance(held, Listing) else ()
    numbers = [number_of(item.text) if isinstance(item, Scalar) else None for item in items]
    if not numbers or None in numbers:
        step.fault("bad-number", "the value is not a list of numbers", "write it as [4, 7, 10]", key="value")
        return None
    known = [number for number in numbers if number is not None]
    fits = [_fits(number, LISTS_OF_NUMBERS[unit], unit, step) for number in known]
    return tuple(known) if all(fits) else None


def _table(step: Fields) -> dict[str, object] | None:
    held = step.take("value", required=True)
    if not isinstance(held, Table) or not all(isinstance(each, Scalar) for each in held.entries.values()):
        step.fault("not-a-table", "the value must be keys and values", "write {key: value}", key="value")
        return None
    words = {key: each.text for key, each in held.entries.items() if isinstance(each, Scalar)}
    return {key: text if number_of(text) is None else number_of(text) for key, text in words.items()}


def _items(value: DatedValue) -> Iterator[DatedValue]:
    """A value for each place of a list, over the dates on which the list is that long."""
    if value.unit not in LISTS_OF_NUMBERS:
        return
    in_sessions = value.unit == DAYS_IN_SESSIONS
    longest = max(len(_tuple(step)) for step in value.steps)
    for at in range(longest):
        steps = [
            replace(step, value=_item(step, at, in_sessions=in_sessions))
            for step in value.steps
            if len(_tuple(step)) > at
        ]
        unit = "sessions" if in_sessions else "percent"
        yield replace(value, id=f"{value.id}.{at + 1}", unit=unit, steps=steps)


def _item(step: ValueFrom, at: int, *, in_sessions: bool) -> int | Fraction:
    number = _tuple(step)[at]
    assert isinstance(number, int | Fraction)
    return number * SESSIONS_A_DAY if in_sessions else number


def _tuple(step: ValueFrom) -> tuple[object, ...]:
    assert isinstance(step.value, tuple)
    return step.value
