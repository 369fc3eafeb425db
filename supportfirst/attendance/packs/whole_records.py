"""Whether facts made from records and sessions name kinds, fields and texts that there are.

A filter that looks for a text that no record can hold never passes, and its fact is silently “no”;
so each text is held against the choices of its field, follow-ups' fields included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.case_shape import PARENT, PUPIL, FieldKind, Filter, Test
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    FactRule,
    MovedTo,
    OfRecords,
    OfSessions,
    OfThis,
)
from supportfirst.attendance.packs.fields import day_of
from supportfirst.attendance.packs.naming import values_of_fact
from supportfirst.attendance.packs.record_fields import kinds_of_field, texts_of_field
from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.attendance.packs.text_form import Scalar

COUNTS = ("threshold", "unauthorised", "authorised", "absence", "late", "possible")
COVERS = ("covers_from", "covers_to")  # the days of a record inside which sessions are left out
ON_DATES = (Test.SINCE, Test.UNTIL, Test.SINCE_VALUE, Test.WITHIN)


def judge_records(pack: Pack, folder: str, bench: Bench) -> None:
    """Note each fact of the layer in `folder` whose records, fields or texts there are not."""
    for fact in pack.facts.values():
        if fact.where.startswith(f"{folder}/"):
            for kind, name, told in _faults(fact, pack):
                file, _, line = fact.where.rpartition(":")
                at = Scalar(name, file, int(line))
                remedy = "correct the name, or add what it names"
                bench.faults.add(kind, at, f"fact {fact.id}: {told}", remedy, column="facts")


Found = tuple[str, str, str]  # the kind of fault, the name, what is wrong with it


def _faults(fact: FactRule, pack: Pack) -> Iterator[Found]:
    if fact.each not in (PUPIL, PARENT):
        yield from _kinds((fact.each,), pack)
    match fact.ask:
        case OfRecords():
            yield from _kinds(fact.ask.kinds, pack)
            yield from _field(fact.ask.kinds, fact.ask.field, fact.ask.equals, pack)
            yield from _filters(fact.ask.kinds, fact.ask.filters, pack)
            if fact.ask.once_by:
                yield from _field(fact.ask.kinds, fact.ask.once_by, (), pack)
        case OfThis():
            yield from _field((fact.each,), fact.ask.field, fact.ask.equals, pack)
        case OfSessions():
            yield from _sessions(fact.ask, pack)
        case MovedTo():
            yield from _moved(fact.ask, pack)
        case AtStage():
            stages = {rule.id for rule in pack.rules if rule.kind is RuleKind.STAGE}
            unknown = (name for name in fact.ask.stages if name not in stages)
            yield from (("unknown-stage", name, f"“{name}” is not a stage") for name in unknown)
    yield from _days_in_values(fact, pack)


def _kinds(kinds: Iterable[str], pack: Pack) -> Iterator[Found]:
    for kind in kinds:
        if kind not in pack.records:
            yield "unknown-record", kind, f"“{kind}” is not a kind of record"


def _field(kinds: Iterable[str], field: str, texts: Iterable[str], pack: Pack) -> Iterator[Found]:
    """A field that none of the kinds has, and texts that it can't hold."""
    known = [kind for kind in kinds if kind in pack.records]
    if not known:
        return
    if not kinds_of_field(known, field, pack.records):
        told = f"“{field}” is not a field of {', '.join(known)}, nor of what follows them up"
        yield "unknown-field", field, told
        return
    allowed = texts_of_field(known, field, pack.records)
    if allowed is None:
        return
    for text in texts:
        if text not in allowed:
            choices = ", ".join(sorted(allowed))
            told = f"“{field}” of {', '.join(known)} is never “{text}”; it is one of {choices}"
            yield "unknown-choice", text, told


def _filters(kinds: Iterable[str], filters: Iterable[Filter], pack: Pack) -> Iterator[Found]:
    kinds = tuple(kinds)
    for each in filters:
        texts = each.against if each.test in (Test.IS, Test.IS_NOT) else ()
        yield from _field(kinds, each.field, texts, pack)
        held = kinds_of_field(kinds, each.field, pack.records)
        if held and each.test in ON_DATES and held != {FieldKind.DATE}:
            yield (
                "wrong-kind-of-field",
                each.field,
                f"“{each.field}” is not a date, and {each.test} needs one",
            )
        if held and each.test is Test.AT_LEAST and held != {FieldKind.NUMBER}:
            yield (
                "wrong-kind-of-field",
                each.field,
                f"“{each.field}” is not a number, and {each.test} needs one",
            )


def _sessions(ask: OfSessions, pack: Pack) -> Iterator[Found]:
    symbols = pack.codes.symbols()
    counted = () if ask.counts in COUNTS else ask.counts.split()
    for symbol in (*counted, *ask.beside.split()):
        if symbol not in symbols:
            yield (
                "unknown-code",
                symbol,
                f"“{symbol}” is neither a register code nor one of {', '.join(COUNTS)}",
            )
    if ask.window and ask.window not in {window.id for window in pack.windows}:
        yield "unknown-window", ask.window, f"“{ask.window}” is not a counting window"
    yield from _kinds(ask.not_in, pack)
    for kind in ask.not_in:
        for field in COVERS:
            yield from _field((kind,), field, (), pack)
    yield from _filters(ask.not_in, ask.filters, pack)


def _moved(ask: MovedTo, pack: Pack) -> Iterator[Found]:
    if ask.track not in pack.tracks:
        yield "unknown-track", ask.track, f"“{ask.track}” is not a track"
    stages = {rule.id for rule in pack.rules if rule.kind is RuleKind.STAGE and rule.track == ask.track}
    if ask.stage and ask.stage not in stages:
        yield "unknown-stage", ask.stage, f"“{ask.stage}” is not a stage of “{ask.track}”"


def _days_in_values(fact: FactRule, pack: Pack) -> Iterator[Found]:
    """Values in text that stand for a day must be one."""
    asked = fact.ask.filters if isinstance(fact.ask, OfRecords | OfSessions) else ()
    names = {name for each in asked if each.test is Test.SINCE_VALUE for name in each.against}
    for name in values_of_fact(fact.ask):
        held = pack.values.get(name)
        if name in names and held is not None and any(day_of(str(step.value)) is None for step in held.steps):
            yield "not-a-date", name, f"the value “{name}” does not hold a date, such as 2024-08-19"
