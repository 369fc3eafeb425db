"""Facts asked of records: whether there is one, how many, and what the first or latest says.

Every answer names the records it was read from. Without a history nothing is known; with one,
what is not recorded did not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from supportfirst.attendance.assessment.ranks import Value
from supportfirst.attendance.casebook.chronology import Chronology, Record
from supportfirst.attendance.packs.case_shape import Filter, Test
from supportfirst.attendance.packs.fact_shape import OfRecords, OfThis, RecordsAsk


class Answer(NamedTuple):
    """A value and the ids of the records behind it; `missing`: what to supply where it is not known."""

    value: Value
    records: tuple[str, ...] = ()
    missing: str = ""


class Against(NamedTuple):
    """How filters look at what is not in the record: date facts by name, and values of the pack."""

    date_fact: Callable[[str], date | None]
    pack_value: Callable[[str], object]
    still_runs: Callable[[date, str], bool | None]  # whether a period of so long from a day has not ended


def passing(
    chronology: Chronology, kinds: tuple[str, ...], filters: tuple[Filter, ...], parent: str, against: Against
) -> list[Record] | None:
    """Standing records of some kinds that pass every filter, in order; None where a filter can't be told.

    parent: only records that name this parent; "" for all.
    """
    found = []
    for record in chronology.of(kinds):
        if parent and parent not in record.parents:
            continue
        passes = _passes(record, filters, against)
        if passes is None:
            return None
        if passes:
            found.append(record)
    return found


def of_records(ask: OfRecords, records: list[Record]) -> Answer:
    """The answer to a question about records that passed."""
    if ask.ask is RecordsAsk.ANY:
        return Answer(bool(records), _ids(records))
    if ask.ask is RecordsAsk.COUNT:
        return Answer(_number(records, ask.once_by), _ids(records))
    chosen = records[:1] if ask.ask is RecordsAsk.FIRST else records[-1:]
    if ask.equals:
        return Answer(bool(chosen) and chosen[0].says(ask.field, ask.equals), _ids(chosen))
    if not chosen:
        return Answer(None, (), "nothing of the kind is recorded")
    held = chosen[0].field(ask.field)
    if not isinstance(held, int | Fraction | date):
        return Answer(None, _ids(chosen), f"the record does not say “{ask.field}”")
    return Answer(held, _ids(chosen))


def _number(records: list[Record], once_by: str) -> int:
    """How many; those that say the same in a field are one."""
    if not once_by:
        return len(records)
    said = [record.text(once_by) for record in records]
    return len({each for each in said if each}) + sum(not each for each in said)


def of_this(ask: OfThis, record: Record) -> Answer:
    """A field of the record that an item stands for."""
    held = record.field(ask.field)
    if ask.present:
        return Answer(held is not None, (record.id,))
    if ask.equals:
        return Answer(record.says(ask.field, ask.equals), (record.id,))
    if not isinstance(held, int | Fraction | date):
        return Answer(None, (record.id,), f"record {record.id} does not say “{ask.field}”")
    return Answer(held, (record.id,))


def _ids(records: list[Record]) -> tuple[str, ...]:
    return tuple(record.id for record in records)


def _passes(record: Record, filters: tuple[Filter, ...], against: Against) -> bool | None:
    """Whether a record passes all of them: one that it plainly fails decides, whatever is not known."""
    told: bool | None = True
    for each in filters:
        passes = _TESTS[each.test](record, each, against)
        if passes is False:
            return False
        if passes is None:
            told = None
    return told


def _since(record: Record, each: Filter, against: Against) -> bool | None:
    held = record.field(each.field)
    if not isinstance(held, date):
        return False
    first = against.date_fact(each.against[0])
    return None if first is None else held >= first


def _until(record: Record, each: Filter, against: Against) -> bool | None:
    held = record.field(each.field)
    if not isinstance(held, date):
        return False
    last = against.date_fact(each.against[0])
    return None if last is None else held <= last


def _since_value(record: Record, each: Filter, against: Against) -> bool | None:
    first, held = against.pack_value(each.against[0]), record.field(each.field)
    return None if first is None else isinstance(held, date) and held.isoformat() >= str(first)


def _at_least(record: Record, each: Filter, against: Against) -> bool | None:
    least, held = against.pack_value(each.against[0]), record.field(each.field)
    if not isinstance(least, int | Fraction):
        return None
    return isinstance(held, int | Fraction) and not isinstance(held, bool) and held >= least


def _within(record: Record, each: Filter, against: Against) -> bool | None:
    held = record.field(each.field)
    return against.still_runs(held, each.against[0]) if isinstance(held, date) else False


_TESTS: dict[Test, Callable[[Record, Filter, Against], bool | None]] = {
    Test.IS: lambda record, each, _: record.says(each.field, each.against),
    Test.IS_NOT: lambda record, each, _: not record.says(each.field, each.against),
    Test.PRESENT: lambda record, each, _: record.field(each.field) is not None,
    Test.ABSENT: lambda record, each, _: record.field(each.field) is None,
    Test.SINCE: _since,
    Test.UNTIL: _until,
    Test.SINCE_VALUE: _since_value,
    Test.WITHIN: _within,
    Test.AT_LEAST: _at_least,
}
