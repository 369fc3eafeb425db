"""What only a whole layer shows: names that lead nowhere, law left open, rules without their values.

Only what the layer itself writes is told of it; the layers beneath have been judged by then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from supportfirst.attendance.codes.codebook import CodeBook, CodeStanding
from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.build_values import CODE, LIST_OF_CODES, WORD, YES_NO
from supportfirst.attendance.packs.fact_shape import FactAsk
from supportfirst.attendance.packs.fields import day_of
from supportfirst.attendance.packs.naming import values_of_rule
from supportfirst.attendance.packs.narrow import Narrowing, values_of_narrowing
from supportfirst.attendance.packs.shape import DatedValue, Pack, Rule
from supportfirst.attendance.packs.text_form import Scalar
from supportfirst.attendance.packs.whole_facts import judge_facts
from supportfirst.attendance.packs.whole_names import judge_names
from supportfirst.attendance.packs.whole_records import judge_records
from supportfirst.attendance.vocabulary.problems import Problem

UNREADABLE = ("unreadable-yaml", "unreadable-file")
FOLLOWS = (  # names that a file which could not be read may have held
    "unknown-source",
    "unknown-value",
    "unknown-name",
    "unknown-note",
    "unknown-rule",
    "unknown-code",
    "unknown-fact",
    "unknown-record",
    "unknown-field",
    "unknown-stage",
    "unknown-track",
    "unknown-role",
    "unknown-statement",
    "unknown-entry",
    "unknown-route",
    "unknown-group",
    "unknown-window",
    "bad-field",
)
ONE_DAY = timedelta(days=1)


def judge_whole(pack: Pack, folder: str, bench: Bench, narrows: Collection[Narrowing] = ()) -> None:
    """Note on the bench each fault of the layer in `folder` that no single file shows."""
    judge_names(pack, folder, bench, narrows)
    judge_records(pack, folder, bench)
    judge_facts(pack, folder, bench, narrows)
    for each in narrows:
        _narrowing_and_values_apart(each, pack, bench)
    _orphans(pack, folder, bench)
    for value in _written_here(pack, folder):
        _unknown_codes(value, pack.codes, folder, bench)
    for rule in pack.rules:
        if rule.where.startswith(f"{folder}/"):
            _rule_and_values_apart(rule, pack, bench)
    _law_left_open(pack, folder, bench)


def causes_first(problems: list[Problem], broken: Collection[str]) -> list[Problem]:
    """Faults of files that could not be read (`broken`) first, without those of names they may have held."""
    if not broken:
        return problems
    kept = [problem for problem in problems if problem.kind not in FOLLOWS]
    return sorted(kept, key=lambda problem: problem.file not in broken)


def _asks(pack: Pack) -> dict[str, FactAsk]:
    return {name: fact.ask for name, fact in pack.facts.items()}


def _written_here(pack: Pack, folder: str) -> Iterator[DatedValue]:
    for value in pack.values.values():
        if any(step.where.startswith(f"{folder}/") for step in value.steps):
            yield value


def _at(where: str, text: str) -> Scalar:
    file, _, line = where.rpartition(":")
    return Scalar(text, file, int(line))


def _orphans(pack: Pack, folder: str, bench: Bench) -> None:
    """Names that lead nowhere: a rule's note, and the pack's list of day steps."""
    for rule in pack.rules:
        for name in rule.notes:
            if name not in pack.notes and rule.where.startswith(f"{folder}/"):
                told = f"rule {rule.id} names the note “{name}”, which does not exist"
                remedy = "add the note, or correct its name"
                bench.faults.add("unknown-note", _at(rule.where, name), told, remedy, column="notes")
    if pack.day_steps and pack.day_steps not in pack.values:
        at = Scalar(pack.day_steps, f"{folder}/pack.yaml", 0)
        told = f"“{pack.day_steps}” is not a value"
        bench.faults.add("unknown-value", at, told, "name a list of days", column="day_steps")


def _unknown_codes(value: DatedValue, codes: CodeBook, folder: str, bench: Bench) -> None:
    if value.unit not in (CODE, LIST_OF_CODES):
        return
    for step in value.steps:
        if not step.where.startswith(f"{folder}/"):
            continue
        named = step.value if isinstance(step.value, tuple) else (step.value,)
        for symbol in map(str, named):
            if codes.read(symbol, step.span.first).standing is not CodeStanding.IN_FORCE:
                told = f"value {value.id}: “{symbol}” is not a register code on {step.span.first}"
                remedy = "correct the code, or the day from which it is named"
                bench.faults.add("unknown-code", _at(step.where, symbol), told, remedy, column="value")


def _rule_and_values_apart(rule: Rule, pack: Pack, bench: Bench) -> None:
    """A rule may not begin before a value that it is held against, nor outlive it."""
    for name in values_of_rule(rule, _asks(pack), in_conditions=False):
        if name not in pack.values or bench.is_lost(name):
            continue
        gap = _first_day_without(pack.values[name], rule.span.first, rule.span.last)
        if gap is not None:
            told = f"rule {rule.id} is in force on {gap}, and its value “{name}” is not"
            remedy = "move “first_day” or “last_day” of the rule, or add a step to the value"
            bench.faults.add("value-not-in-force", _at(rule.where, name), told, remedy, column="when")


def _narrowing_and_values_apart(added: Narrowing, pack: Pack, bench: Bench) -> None:
    """What is added to a route must be known on every day of the pack on which the route is in force."""
    route = next((rule for rule in pack.rules if rule.id == added.rule), None)
    for name in values_of_narrowing(added, _asks(pack)) if route is not None else ():
        if route is None or name not in pack.values or bench.is_lost(name):
            continue
        first = max(route.span.first, pack.span.first)
        gap = _first_day_without(pack.values[name], first, route.span.last)
        if gap is not None:
            told = f"{added.rule} is in force on {gap}, and the value “{name}” that narrows it is not"
            remedy = "add a step to the value, or move the first day of the pack"
            bench.faults.add("value-not-in-force", added.at, told, remedy, column="narrows")


def _first_day_without(value: DatedValue, first: date, last: date | None) -> date | None:
    """The first day from first to last (None: for ever) on which the value says nothing."""
    day = first
    for step in value.steps:
        if step.span.first > day:
            break
        if step.span.last is None:
            return None
        day = max(day, step.span.last + ONE_DAY)
    return day if last is None or day <= last else None


def _is_setting(value: DatedValue) -> bool:
    """A switch, which each body sets for itself; a date that is written as text is none."""
    if value.unit == WORD:
        return not any(day_of(str(step.value)) for step in value.steps)
    return value.unit == YES_NO


def _law_left_open(pack: Pack, folder: str, bench: Bench) -> None:
    """A national value that a legal step or a national window rests on must say what a lower layer may do."""
    national = pack.over[0] if pack.over else folder
    rests_on = {
        name: f"the rule {rule.id}, a step towards a sanction,"
        for rule in pack.rules
        if rule.legal and rule.where.startswith(f"{folder}/")
        for name in values_of_rule(rule, _asks(pack))
    }
    if national == folder:
        for window in pack.windows:
            rests_on |= dict.fromkeys((window.length, window.threshold), f"the window {window.id}")
    for name, by in rests_on.items():
        value = pack.values.get(name)
        if value is None or value.fixed_by_law or not value.steps[0].where.startswith(f"{national}/"):
            continue
        if _is_setting(value):
            continue
        told = f"value {name} has no “fixed_by_law”, and {by} rests on it"
        remedy = "say what a lower layer may do to it: fixed_by_law: {may: nothing}, raise or lower"
        bench.faults.add("not-fixed", _at(value.steps[0].where, name), told, remedy, column="fixed_by_law")
