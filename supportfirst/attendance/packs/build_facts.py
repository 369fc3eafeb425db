"""Facts that a pack makes: from records, flags, the school, the parents, dates and sessions.

Each is made in exactly one way, named by its key. What kind of answer it gives (yes or no, a number,
a date) follows from the way and, for a field of a record, from the kind of field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_conditions import condition_at, date_name, known_unit, pack_fact
from supportfirst.attendance.packs.build_terms import clock_at, length_name
from supportfirst.attendance.packs.build_values import NUMBERS, WORD
from supportfirst.attendance.packs.case_shape import PUPIL, FieldKind, Filter, Test
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    FactAsk,
    FactRule,
    Gives,
    LastDay,
    MovedTo,
    NamedCondition,
    OfFlag,
    OfParent,
    OfRecords,
    OfSchool,
    OfSessions,
    OfThis,
    OneOf,
    RecordsAsk,
)
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.record_fields import kinds_of_field
from supportfirst.attendance.packs.text_form import Node, Table, place

BETWEEN_UNITS = ("calendar days", "school days", "weeks", "school weeks", "months")
SCHOOL_KEYS = ("traded", "type", "phase")
PARENT_KEYS = ("parental_responsibility", "day_to_day_care", "address_confidential")
ANY_STAGE = "any"  # `moved_to: any`: whether any move was made
Built = tuple[FactAsk, Gives] | None


def names_of_facts(document: Node) -> list[str]:
    """The names that a file of `facts/` will give, before any of them is built."""
    facts = document.entries.get("facts") if isinstance(document, Table) else None
    return list(facts.entries) if isinstance(facts, Table) else []


def build_facts(document: Node, bench: Bench) -> dict[str, FactRule]:
    """The facts of one file. Faults go to the bench."""
    fields = Fields(document, bench.faults, "facts file")
    bench.checked_if_written(fields)
    found = {name: _fact(name, node, bench) for name, node in fields.named("facts").items()}
    fields.finish()
    return {name: fact for name, fact in found.items() if fact is not None}


def _fact(name: str, node: Node, bench: Bench) -> FactRule | None:
    fields = Fields(node, bench.faults, f"fact {name}")
    words, missing = fields.text("words", required=True), fields.text("missing")
    each = fields.text("each") or PUPIL
    ways = [way for way in WAYS if way in fields.table.entries]
    if len(ways) != 1:
        told = "a fact is made in exactly one way: " + ", ".join(WAYS)
        fields.fault("bad-fact", told, "keep one of them")
        return None
    made = WAYS[ways[0]](fields, bench, each)
    fields.finish()
    if made is None:
        return None
    return FactRule(name, words, made[1], made[0], each, missing, place(node))


# --- from records --------------------------------------------------------------------------


def _any(fields: Fields, bench: Bench, each: str) -> Built:
    ask = OfRecords(RecordsAsk.ANY, fields.several("any", required=True), _filters(fields, bench))
    return ask, Gives.YES_NO


def _count(fields: Fields, bench: Bench, each: str) -> Built:
    kinds, once_by = fields.several("count", required=True), fields.text("once_by")
    return OfRecords(RecordsAsk.COUNT, kinds, _filters(fields, bench), once_by=once_by), Gives.NUMBER


def _first(fields: Fields, bench: Bench, each: str) -> Built:
    return _of_one_record(fields, bench, RecordsAsk.FIRST)


def _latest(fields: Fields, bench: Bench, each: str) -> Built:
    """`latest` chooses among records, or among dates: the names tell which."""
    names = fields.several("latest", required=True)
    if any(name in bench.pack_facts for name in names) and not any(name in bench.records for name in names):
        return _one_of("latest")(fields, bench, each)
    return _of_one_record(fields, bench, RecordsAsk.LATEST)


def _of_one_record(fields: Fields, bench: Bench, ask: RecordsAsk) -> Built:
    kinds = fields.several(ask.value, required=True)
    filters, field = _filters(fields, bench), fields.text("field") or "on"
    equals, gives = _answer(fields, kinds, field, bench)
    return None if gives is None else (OfRecords(ask, kinds, filters, field, equals), gives)


def _this(fields: Fields, bench: Bench, each: str) -> Built:
    field = fields.text("this", required=True)
    if each in (PUPIL, "parent"):
        told = "only a fact of a kind of record can look at “this” record"
        fields.fault("no-record", told, "write each: and the kind of record", key="this")
        return None
    if "present" in fields.table.entries:
        if not fields.yes_no("present", default=False):
            told = "a fact is made of what is there"
            fields.fault("bad-fact", told, "write present: yes, and ask “fails” of it", key="present")
        return OfThis(field, present=True), Gives.YES_NO
    equals, gives = _answer(fields, (each,), field, bench)
    return None if gives is None else (OfThis(field, equals), gives)


def _answer(
    fields: Fields, kinds: tuple[str, ...], field: str, bench: Bench
) -> tuple[tuple[str, ...], Gives | None]:
    """The texts that a field is held to, and what the fact gives; None where the field can't be used."""
    equals = fields.several("is")
    if equals:
        return equals, Gives.YES_NO
    if not any(kind in bench.records for kind in kinds):
        return (), None  # the kinds are told of when the layer is whole
    held = kinds_of_field(kinds, field, bench.records)
    if held == {FieldKind.DATE}:
        return (), Gives.DATE
    if held == {FieldKind.NUMBER}:
        return (), Gives.NUMBER
    if held == {FieldKind.YES_NO}:
        return ("yes",), Gives.YES_NO
    told = f"“{field}” is neither a date, a number nor a yes or no of {', '.join(kinds)}"
    fields.fault("bad-field", told, "correct its name, or add “is: [texts]”", key="field")
    return (), None


def _filters(fields: Fields, bench: Bench) -> tuple[Filter, ...]:
    made = (_filter(node, fields.what, bench) for node in fields.tables("where"))
    return tuple(each for each in made if each is not None)


def _filter(node: Node, what: str, bench: Bench) -> Filter | None:
    fields = Fields(node, bench.faults, f"{what}, where")
    field = fields.text("field", required=True)
    written = [key for key in FILTER_KEYS if key in fields.table.entries]
    if len(written) != 1 or not field:
        told = "a filter needs exactly one of " + ", ".join(FILTER_KEYS)
        fields.fault("bad-filter", told, "keep one; a record must pass all filters of the list")
        return None
    found = _test(fields, written[0], field, bench)
    fields.finish()
    return found


def _test(fields: Fields, key: str, field: str, bench: Bench) -> Filter:
    if key in ("is", "is_not"):
        return Filter(field, Test(key), fields.several(key, required=True))
    if key == "present":
        return Filter(field, Test.PRESENT if fields.yes_no(key, default=True) else Test.ABSENT)
    if key in ("since", "until"):
        return Filter(field, Test(key), (date_name(fields, key, bench, required=True),))
    if key == "within":
        return Filter(field, Test.WITHIN, (length_name(fields, key, bench),))
    name = fields.text(key, required=True)
    unit = known_unit(fields, key, name, bench)
    if key == "since_value" and unit and unit != WORD:
        told = f"“{name}” is in {unit}, and a date written as text is needed"
        fields.fault("not-a-date", told, "name a value in text, such as 2024-08-19", key=key)
    if key == "at_least" and unit and unit not in NUMBERS:
        told = f"“{name}” is a {unit}, and a number is needed"
        fields.fault("not-a-number", told, "name a value that is a number", key=key)
    return Filter(field, Test(key), (name,))


FILTER_KEYS = tuple(test.value for test in Test if test is not Test.ABSENT)


# --- from files ----------------------------------------------------------------------------


def _flag(fields: Fields, bench: Bench, each: str) -> Built:
    reviewed = fields.yes_no("reviewed", default=False)
    flag = fields.text("flag", required=True)
    if reviewed and flag != "ehcp":
        told = "only the review of an EHCP has a column"
        fields.fault("bad-fact", told, "write flag: ehcp, or take “reviewed” out", key="reviewed")
    present = fields.yes_no("present", default=False)
    if present and not reviewed:
        told = "only the day of a review can be there or not"
        fields.fault("bad-fact", told, "add “reviewed: yes”, or take “present” out", key="present")
    return OfFlag(flag, reviewed, present), Gives.DATE if reviewed and not present else Gives.YES_NO


def _school(fields: Fields, bench: Bench, each: str) -> Built:
    key = fields.choice("school", SCHOOL_KEYS, required=True)
    equals = tuple(text.lower() for text in fields.several("is"))
    if key and (key == "traded") is bool(equals):
        told = "traded is a yes or no, type and phase are texts"
        fields.fault(
            "bad-fact", told, "write “is: [texts]” with type and phase, and only there", key="school"
        )
    return (OfSchool(key, equals), Gives.YES_NO) if key else None


def _parent(fields: Fields, bench: Bench, each: str) -> Built:
    key = fields.choice("parent", PARENT_KEYS, required=True)
    if each != "parent":
        fields.fault("no-parent", "this is a fact of one parent", "write each: parent", key="parent")
    return (OfParent(key), Gives.YES_NO) if key else None


# --- from the case, from other facts, from sessions ---------------------------------------------


def _moved_to(fields: Fields, bench: Bench, each: str) -> Built:
    stage, track = fields.text("moved_to", required=True), fields.text("track", required=True)
    return MovedTo(track, "" if stage == ANY_STAGE else stage), Gives.YES_NO


def _at_stage(fields: Fields, bench: Bench, each: str) -> Built:
    return AtStage(fields.several("at_stage", required=True)), Gives.YES_NO


def _when(fields: Fields, bench: Bench, each: str) -> Built:
    when = condition_at(fields, "when", bench, required=True)
    return None if when is None else (NamedCondition(when), Gives.YES_NO)


def _last_day(fields: Fields, bench: Bench, each: str) -> Built:
    clock = clock_at(fields, "last_day", bench, required=True)
    return None if clock is None else (LastDay(clock), Gives.DATE)


def _between(fields: Fields, bench: Bench, each: str) -> Built:
    held = fields.take("between", required=True)
    inner = Fields(held or fields.table, bench.faults, f"{fields.what}, between")
    start, end = date_name(inner, "from", bench, required=True), date_name(inner, "to", bench)
    unit = inner.choice("unit", BETWEEN_UNITS, required=True)
    inner.finish()
    return (Between(start, end, unit), Gives.NUMBER) if start and unit else None


def _one_of(key: str) -> Callable[[Fields, Bench, str], Built]:
    def dates(fields: Fields, bench: Bench, each: str) -> Built:
        names = fields.several(key, required=True)
        for name in names:
            pack_fact(fields, key, name, bench)
        return OneOf(key.replace("_", " "), names), Gives.DATE

    return dates


def _sessions(fields: Fields, bench: Bench, each: str) -> Built:
    window = fields.text("window")
    since, until = date_name(fields, "since", bench), date_name(fields, "until", bench)
    if window and (since or until):
        told = "its days are those of a window, or from since to until"
        fields.fault("bad-fact", told, "keep one of them", key="window")
    ask = OfSessions(
        counts=fields.text("sessions", required=True),
        window=window,
        since=since,
        until=until,
        not_in=fields.several("not_in"),
        filters=_filters(fields, bench),
        beside=fields.text("beside"),
    )
    return ask, Gives.NUMBER


WAYS: Mapping[str, Callable[[Fields, Bench, str], Built]] = {
    "any": _any,
    "count": _count,
    "first": _first,
    "latest": _latest,
    "earliest": _one_of("earliest"),
    "first_known": _one_of("first_known"),
    "this": _this,
    "flag": _flag,
    "school": _school,
    "parent": _parent,
    "moved_to": _moved_to,
    "at_stage": _at_stage,
    "when": _when,
    "last_day": _last_day,
    "between": _between,
    "sessions": _sessions,
}
