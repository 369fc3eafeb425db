"""Conditions, clocks and facts in plain words, with the numbers of one day filled in.

What stands here is for reviewing a pack; nothing is judged by it. A condition keeps its own
question (`asks`), and `how` says what the question is answered from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.attendance.packs.case_shape import Clock, Filter, Test
from supportfirst.attendance.packs.condition_shape import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Holds,
    NoneOf,
    Operator,
    Reached,
    Share,
    Switch,
)
from supportfirst.attendance.packs.fact_shape import (
    AtStage,
    Between,
    FactAsk,
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
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.packs.value_words import content_in_words

OPERATORS: Mapping[Operator, str] = {
    Operator.AT_LEAST: "at least",
    Operator.MORE_THAN: "more than",
    Operator.AT_MOST: "at most",
    Operator.LESS_THAN: "less than",
}
TESTS: Mapping[Test, str] = {
    Test.IS: "is",
    Test.IS_NOT: "is not",
    Test.PRESENT: "is written",
    Test.ABSENT: "is not written",
    Test.SINCE: "is on or after",
    Test.UNTIL: "is on or before",
    Test.SINCE_VALUE: "is on or after the day of",
    Test.WITHIN: "is within",
    Test.AT_LEAST: "is at least",
}
RECORDS: Mapping[RecordsAsk, str] = {
    RecordsAsk.ANY: "whether there is a record of",
    RecordsAsk.COUNT: "how many records there are of",
    RecordsAsk.FIRST: "from the first record of",
    RecordsAsk.LATEST: "from the latest record of",
}


@dataclass(frozen=True, slots=True)
class Words:
    """How a pack's names are said on a day. `measures`: the words of facts that registers give."""

    pack: Pack
    on: date
    measures: Mapping[str, str]

    def fact(self, name: str) -> str:
        if name in self.pack.facts:
            return self.pack.facts[name].words
        return self.measures.get(name, name)

    def value(self, name: str) -> str:
        """“20 sessions [min_sessions]”; the name is kept, for it leads to the source."""
        known = self.pack.values.get(name)
        step = known.on_or_none(self.on) if known else None
        if known is None or step is None:
            return f"nothing in force on {self.on} [{name}]"
        unit = {"percent": "%", "text": "", "yes or no": ""}.get(known.unit, f" {known.unit}")
        return f"{content_in_words(step.value)}{unit} [{name}]"

    def record(self, kind: str) -> str:
        return self.pack.records[kind].title if kind in self.pack.records else kind

    def clock(self, clock: Clock) -> str:
        return f"{self.value(clock.length)}, {clock.counting.value} this day: {self.fact(clock.start)}"

    def condition(self, when: Condition) -> dict[str, Any]:
        """The tree: asks, how, and parts where it has any."""
        match when:
            case Compare():
                how = f"{self.fact(when.fact)}: {OPERATORS[when.operator]} {self.value(when.value)}"
            case Share():
                limit = f"{OPERATORS[when.operator]} {self.value(when.value)}"
                how = f"{self.fact(when.part)}, of {self.fact(when.whole)}: {limit}"
            case Holds():
                how = f"{self.fact(when.fact)}: {'yes' if when.expected else 'no'}"
            case Reached():
                how = f"{self.fact(when.fact)}: {'is over' if when.passed else 'has come'}"
            case Switch():
                how = f"the local setting is “{content_in_words(when.equals)}”; now {self.value(when.value)}"
            case AllOf() | AnyOf() | NoneOf():
                together = {AllOf: "all of these", AnyOf: "at least one of these", NoneOf: "none of these"}
                parts = [self.condition(part) for part in when.parts]
                return {"asks": when.asks, "how": together[type(when)], "parts": parts}
        return {"asks": when.asks, "how": how, "parts": []}

    def ask(self, ask: FactAsk) -> str:
        """How a fact is made."""
        for kind, told in _ASKS.items():
            if isinstance(ask, kind):
                return told(self, ask)
        raise AssertionError(f"no words for {type(ask).__name__}")

    def filters(self, filters: tuple[Filter, ...]) -> str:
        return "".join(f", whose {self._filter(each)}" for each in filters)

    def _filter(self, each: Filter) -> str:
        field = "day" if each.field == "on" else each.field.replace("_", " ")
        if each.test in (Test.PRESENT, Test.ABSENT):
            return f"{field} {TESTS[each.test]}"
        if each.test in (Test.SINCE, Test.UNTIL):
            against = " or ".join(self.fact(name) for name in each.against)
        elif each.test in (Test.IS, Test.IS_NOT):
            against = " or ".join(f"“{text}”" for text in each.against)
        else:
            against = " or ".join(self.value(name) for name in each.against)
        return f"{field} {TESTS[each.test]} {against}"

    def stage(self, rule_id: str) -> str:
        return next((rule.title for rule in self.pack.rules if rule.id == rule_id), rule_id)


def _any(texts: tuple[str, ...]) -> str:
    return " or ".join(f"“{text}”" for text in texts)


def _of_records(words: Words, ask: Any) -> str:
    kinds = " or ".join(words.record(kind) for kind in ask.kinds)
    told = f"{RECORDS[ask.ask]} {kinds}{words.filters(ask.filters)}"
    if ask.once_by:
        return f"{told}, those with the same {ask.once_by.replace('_', ' ')} once"
    if ask.ask in (RecordsAsk.ANY, RecordsAsk.COUNT):
        return told
    field = "its day" if ask.field == "on" else f"its {ask.field.replace('_', ' ')}"
    return f"{told}: {f'whether {field} is {_any(ask.equals)}' if ask.equals else field}"


def _of_this(words: Words, ask: Any) -> str:
    named = "day" if ask.field == "on" else ask.field.replace("_", " ")
    field = f"the {named} of this record"
    if ask.present:
        return f"whether {field} is written"
    return f"whether {field} is {_any(ask.equals)}" if ask.equals else field


def _of_flag(words: Words, ask: Any) -> str:
    named = ask.flag.replace("_", " ")
    day = f"the pupils file: the day {named} was last reviewed"
    if ask.present:
        return f"{day}, whether it is written"
    return day if ask.reviewed else f"the pupils file: {named}"


def _of_school(words: Words, ask: Any) -> str:
    return f"the school file: {ask.key}" + (f" is {_any(ask.equals)}" if ask.equals else "")


def _of_parent(words: Words, ask: Any) -> str:
    return f"the parents file: {ask.key.replace('_', ' ')}"


def _moved_to(words: Words, ask: Any) -> str:
    stage = f"to “{words.stage(ask.stage)}”" if ask.stage else "at all"
    return f"whether a named person moved the case {stage}, on the track {ask.track}"


def _at_stage(words: Words, ask: Any) -> str:
    return "whether the stage now is " + " or ".join(f"“{words.stage(stage)}”" for stage in ask.stages)


def _named(words: Words, ask: Any) -> str:
    return f"the answer to: {ask.when.asks}"


def _last_day(words: Words, ask: Any) -> str:
    return f"the last day of {words.clock(ask.clock)}"


def _between(words: Words, ask: Any) -> str:
    return f"{ask.unit} from {words.fact(ask.start)} to {words.fact(ask.end) if ask.end else 'the day'}"


def _one_of(words: Words, ask: Any) -> str:
    return f"the {ask.choose} of: " + "; ".join(words.fact(name) for name in ask.dates)


def _of_sessions(words: Words, ask: Any) -> str:
    told = f"sessions counted as {ask.counts}"
    if ask.window:
        told += f" in the window {ask.window}"
    if ask.since:
        told += f" since {words.fact(ask.since)}"
    if ask.until:
        told += f" until {words.fact(ask.until)}"
    if ask.not_in:
        kinds = " or ".join(words.record(kind) for kind in ask.not_in)
        told += f", without those that a record of {kinds} covers{words.filters(ask.filters)}"
    return told


_ASKS: Mapping[type, Callable[[Words, Any], str]] = {
    OfRecords: _of_records,
    OfThis: _of_this,
    OfFlag: _of_flag,
    OfSchool: _of_school,
    OfParent: _of_parent,
    MovedTo: _moved_to,
    AtStage: _at_stage,
    NamedCondition: _named,
    LastDay: _last_day,
    Between: _between,
    OneOf: _one_of,
    OfSessions: _of_sessions,
}
