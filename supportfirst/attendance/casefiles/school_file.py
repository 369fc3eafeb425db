"""School files (`school/1`): one school, its times, and whether it buys the authority's service.

What the file does not say is not known, and a wrong value is not known either: it becomes a
problem, and the rest is used. Spans of the traded service that contradict each other leave
the whole of it unknown, because taking either would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supportfirst.attendance.casefiles.cells import (
    Unusable,
    read_iso_day,
    read_mapping,
    read_text,
    read_yes_no,
)
from supportfirst.attendance.casefiles.placed_json import CaseFileUnreadable, Placed, PlacedJson
from supportfirst.attendance.vocabulary.casework import School, TradedSpan
from supportfirst.attendance.vocabulary.problems import Problem
from supportfirst.attendance.vocabulary.spans import DateSpan

SCHEMA = "school/1"
_URN = re.compile(r"\d{6}", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d", re.ASCII)
_UNKNOWN = Unusable("unknown-key", "nothing reads this", "check the spelling, or leave it out")
_TWICE = Unusable("repeated-key", "it is given twice, so neither was used", "keep one of them")
_TRADED = Unusable(
    "unreadable-traded",
    "it does not say whether the traded service is bought",
    "write true, false, or a list of {“from”: day, “to”: day, “traded”: true}",
)
_CONTRADICTS = Unusable(
    "traded-contradicts",
    "two of its spans overlap and say different things, so it is not known whether the service is bought",
    "let one span end before the next begins",
)


@dataclass(slots=True)
class ReadSchool:
    school: School = field(default_factory=School)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def parse_school(data: bytes, *, name: str) -> ReadSchool:
    """Read a school file. Raises CaseFileUnreadable only where it is no such JSON object."""
    text = PlacedJson(data, name=name)
    whole = text.whole()
    if not isinstance(whole.value, dict) or whole.value.get("schema", SCHEMA) != SCHEMA:
        raise CaseFileUnreadable(
            what="this is not a school file",
            where=name,
            remedy="see “supportfirst schema school” for what it must hold",
        )
    return _Reading(name).take(text.pairs(whole))


class _Reading:
    """One school file being read: keys in, a school and problems out."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._read = ReadSchool()
        self._readers: Mapping[str, Callable[[str, Placed], Any]] = {
            "urn": self._urn,
            "name": self._text,
            "type": self._word,
            "phase": self._word,
            "times": self._texts,
            "register_closes": self._closing_times,
            "attendance_target": self._target,
            "traded": self._traded,
            "roles": self._texts,
        }

    def take(self, pairs: list[tuple[str, Placed]]) -> ReadSchool:
        keys = [key for key, _ in pairs]
        found: dict[str, Any] = {}
        for key, placed in pairs:
            if key == "schema":
                continue
            if key not in self._readers:
                told = _UNKNOWN.at(file=self._name, line=placed.line, column=key, value="", warning=True)
                self._read.warnings.append(told)
            elif keys.count(key) > 1 or placed.repeated:
                self._problem(_TWICE, placed, key if not placed.repeated else f"{key}, {placed.repeated[0]}")
            elif placed.value is not None:
                found[key] = self._readers[key](key, placed)
        known = {key: value for key, value in found.items() if value is not None}
        self._read.school = School(**known)
        return self._read

    def _problem(self, fault: Unusable, placed: Placed, key: str, value: Any = None) -> None:
        self._read.problems.append(fault.at(file=self._name, line=placed.line, column=key, value=value))

    def _text(self, key: str, placed: Placed) -> str | None:
        read = read_text(placed.value)
        if isinstance(read, Unusable):
            self._problem(read, placed, key, placed.value)
            return None
        return read

    def _word(self, key: str, placed: Placed) -> str | None:
        """A text that rules compare: lower case, one space between words."""
        text = self._text(key, placed)
        return None if text is None else " ".join(text.lower().split())

    def _urn(self, key: str, placed: Placed) -> str | None:
        urn = str(placed.value).strip() if isinstance(placed.value, int | str) else ""
        if _URN.fullmatch(urn):
            return urn
        fault = Unusable(
            "unreadable-urn", "a school's number has six digits", "check it in the register of schools"
        )
        self._problem(fault, placed, key, placed.value)
        return None

    def _texts(self, key: str, placed: Placed) -> dict[str, str] | None:
        read = read_mapping(placed.value)
        if isinstance(read, Unusable):
            self._problem(read, placed, key, placed.value)
            return None
        texts: dict[str, str] = {}
        for name, value in read.items():
            text = read_text(value)
            if isinstance(text, Unusable):
                self._problem(text, placed, f"{key}, {name}", value)
            else:
                texts[name] = text
        return texts

    def _closing_times(self, key: str, placed: Placed) -> dict[str, str] | None:
        texts = self._texts(key, placed)
        for name, text in (texts or {}).items():
            if not _TIME.fullmatch(text):
                fault = Unusable("unreadable-time", "it is not a time of day", "write it as 09:30")
                self._problem(fault, placed, f"{key}, {name}", text)
        return {name: text for name, text in (texts or {}).items() if _TIME.fullmatch(text)} or None

    def _target(self, key: str, placed: Placed) -> float | None:
        value = placed.value
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
            return float(value)
        fault = Unusable("unreadable-percentage", "it is not a percentage from 0 to 100", "write it as 97")
        self._problem(fault, placed, key, value)
        return None

    def _traded(self, key: str, placed: Placed) -> tuple[TradedSpan, ...] | None:
        always = read_yes_no(placed.value)
        if not isinstance(always, Unusable):
            return (TradedSpan(DateSpan(date.min), always),)
        given = placed.value if isinstance(placed.value, list) else [placed.value]
        spans = []
        for item in given:
            span = _traded_span(item)
            if isinstance(span, Unusable):
                self._problem(span, placed, key, item)
            else:
                spans.append(span)
        if any(_contradict(one, two) for place, one in enumerate(spans) for two in spans[:place]):
            self._problem(_CONTRADICTS, placed, key)
            return None
        return tuple(sorted(spans, key=lambda each: each.span)) if spans else None


def _traded_span(item: Any) -> TradedSpan | Unusable:
    """`{"from", "to", "traded"}`; no `to`: until further notice; no `traded`: it is bought."""
    if not isinstance(item, dict) or set(item) - {"from", "to", "traded"}:
        return _TRADED
    traded = read_yes_no(item.get("traded", True))
    first = read_iso_day(item.get("from"))
    last = None if item.get("to") is None else read_iso_day(item["to"])
    for read in (traded, first, last):
        if isinstance(read, Unusable):
            return read
    assert isinstance(first, date)
    assert isinstance(traded, bool)
    if isinstance(last, date) and last < first:
        return Unusable(
            "traded-ends-before-start", "it ends before it begins", "correct whichever day is wrong"
        )
    return TradedSpan(DateSpan(first, last if isinstance(last, date) else None), traded)


def _contradict(one: TradedSpan, two: TradedSpan) -> bool:
    return one.traded != two.traded and one.span.overlaps(two.span)
