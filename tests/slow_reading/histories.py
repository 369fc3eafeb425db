"""Plausible histories by chance, from the vocabulary of a pack: its kinds, fields, choices and moves.

Most begin with the history of a worked case, brought to the day and spoilt a little. Days lie near the lines
of the pack's clocks, since there the readings could part. Events are corrected, struck out and followed up;
some lie after the day, or were recorded late. Chance comes from the caller's seed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from supportfirst.attendance.vocabulary.casework import CaseEvent, Parent, School, TradedSpan
from supportfirst.attendance.vocabulary.moments import end_of_day
from supportfirst.attendance.vocabulary.people import Flag, Pupil
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.slow_reading.pack_text import PackText, number, several, worked_histories

DAYS_IN = {"calendar days": 1.0, "weeks": 7.0, "school days": 1.45, "working days": 1.41, "school weeks": 7.9}
DAYS_IN |= {"months": 30.44, "years": 365.25}
HOURS = 3_600_000_000  # in microseconds
PARENTS = ("P1", "P2", "P3")
FLAGS = ("sen_support", "ehcp", "looked_after", "child_in_need", "child_protection", "social_worker", "camhs")


@dataclass(frozen=True)
class Vocabulary:
    """Words and lengths that a pack's facts look for."""

    texts: dict[tuple[str, str], tuple[str, ...]]  # by kind of record and field
    lengths: tuple[int, ...]  # about how many days the pack's clocks run
    cautions: tuple[str, ...]
    worked: tuple[tuple[date, list[dict[str, Any]]], ...]  # histories of worked cases, with their days


def vocabulary_of(pack: PackText, on: date) -> Vocabulary:
    texts: dict[tuple[str, str], set[str]] = {}
    for told in pack.facts.values():
        named = [told[key] for key in ("any", "count", "first", "latest") if key in told] or [
            told.get("each")
        ]
        for kind in several(named[0]):
            tests = [*told.get("where", []), {"field": told.get("field") or told.get("this"), **told}]
            for test in tests:
                held = several(test.get("is")) + several(test.get("is_not"))
                texts.setdefault((kind, str(test["field"])), set()).update(held)
    clocks = _named(list(pack.rules.values()) + list(pack.facts.values()))
    steps = [(pack.step_on(name, on), pack.unit(name)) for name in sorted(clocks)]
    lengths = {int(step.value * DAYS_IN[unit]) for step, unit in steps if step and unit in DAYS_IN}
    cautions = sorted(name for name, rule in pack.rules.items() if rule.get("severity") == "caution")
    sorted_texts = {key: tuple(sorted(held)) for key, held in texts.items() if held}
    return Vocabulary(sorted_texts, tuple(sorted(lengths)), tuple(cautions), tuple(worked_histories(pack)))


def _named(held: Any) -> set[str]:
    """The names of all values that a clock or a “within” rests on."""
    if isinstance(held, list):
        return {name for item in held for name in _named(item)}
    if not isinstance(held, dict):
        return set()
    own = {held[key] for key in ("length", "within") if isinstance(held.get(key), str)}
    return own.union(*(_named(inner) for inner in held.values()))


class Teller:
    """Tells one history: a few events, each from the pack's own kinds and fields."""

    def __init__(self, chance: Random, pack: PackText, words: Vocabulary, upn: str, on: date) -> None:
        self.chance, self.pack, self.words, self.upn, self.on = chance, pack, words, upn, on
        self.events: list[CaseEvent] = []
        self.kinds = sorted(pack.records)
        self.favoured = sorted({kind for kind, _ in words.texts} & set(pack.records))

    def begin(self) -> None:
        """Take the events of some worked case, each brought to the day; some are lost or a little moved."""
        day, written = self.chance.choice(self.words.worked)
        for event in written:
            if self.chance.random() < 0.9:
                self.events.append(self._worked(event, self.on - day))
        known = {event.id for event in self.events}
        self.events = [event for event in self.events if event.data.get("about", next(iter(known))) in known]

    def _worked(self, written: dict[str, Any], by: timedelta) -> CaseEvent:
        fields = self.pack.records[written["kind"]].get("fields", {})
        moved = by + timedelta(days=self.chance.choice((0, 0, 0, 0, 0, -1, 1, -7, 7, -30)))
        data = {
            name: _read(held, fields.get(name, {"text": "yes"}), moved)
            for name, held in written.get("data", {}).items()
            if self.chance.random() < 0.95 or fields.get(name, {}).get("required") == "yes" or name == "about"
        }
        return CaseEvent(
            id=written["id"],
            upn=self.upn,
            kind=written["kind"],
            on=date.fromisoformat(written["on"]) + moved,
            by_name="A. Person" if self.chance.random() < 0.95 else "",
            parents=tuple(several(written.get("parents"))),
            corrects=written.get("corrects", ""),
            data=data,
        )

    def tell(self, most: int) -> list[CaseEvent]:
        theme = self.chance.sample(self.kinds, k=min(6, len(self.kinds)))
        for _ in range(self.chance.randint(0, most)):
            self.events.append(self._one(theme))
        return self.events

    def _one(self, theme: list[str]) -> CaseEvent:
        way = self.chance.random()
        if self.events and way < 0.08:
            return self._correction()
        if self.events and way < 0.14:
            return self.event("struck_out", about=self.chance.choice(self.events).id)
        if self.events and way < 0.40:
            followed = self.chance.choice(self.events)
            kinds = [
                kind for kind in self.kinds if followed.kind in several(self.pack.records[kind].get("about"))
            ]
            if kinds:
                return self.event(self.chance.choice(kinds), about=followed.id, since=followed.on)
        if way < 0.55 and self.pack.moves:
            return self._move()
        fitting = [theme, self.kinds, self.favoured][self.chance.randrange(3)]
        alone = [kind for kind in fitting if not several(self.pack.records[kind].get("about"))]
        return self.event(self.chance.choice(alone or ["concern"]))

    def _correction(self) -> CaseEvent:
        wrong = self.chance.choice(self.events)
        right = self.event(wrong.kind, about=wrong.data.get("about", ""))
        return replace(right, corrects=wrong.id, on=right.on if self.chance.random() < 0.5 else wrong.on)

    def _move(self) -> CaseEvent:
        move = self.pack.moves[self.chance.choice(sorted(self.pack.moves))]
        made = self.event("stage_move")
        return replace(made, data={"track": move["track"], "to": move["to"], "reason": "agreed"})

    def event(self, kind: str, *, about: str = "", since: date | None = None) -> CaseEvent:
        told = self.pack.records[kind]
        fields = told.get("fields", {})
        data = {
            name: self._held(kind, name, how)
            for name, how in fields.items()
            if how.get("required") == "yes" or self.chance.random() < 0.75
        }
        if about:
            data["about"] = about
        on = self._day()
        if since is not None and self.chance.random() < 0.8:
            on = since + timedelta(days=self.chance.randint(0, 30))
        return CaseEvent(
            id=f"x{len(self.events) + 1}",
            upn=self.upn,
            kind=kind,
            on=on,
            recorded_at=end_of_day(on) + self.chance.randint(-5, 200) * HOURS
            if self.chance.random() < 0.4
            else None,
            by_name="A. Person" if self.chance.random() < 0.8 else "",
            parents=self._parents(must=told.get("for_parent") == "yes"),
            data=data,
        )

    def _parents(self, *, must: bool) -> tuple[str, ...]:
        if not must and self.chance.random() < 0.6:
            return ()
        return tuple(self.chance.sample(PARENTS, k=self.chance.choice((1, 1, 1, 2))))

    def _held(self, kind: str, name: str, how: dict[str, Any]) -> Any:
        if "date" in how:
            return self._day()
        if "yes_no" in how:
            return self.chance.random() < 0.6
        if "number" in how:
            return self.chance.choice((0, 1, 2, 3, 5, 10, 80, 90, Fraction(185, 2), 100))
        texts = self._texts(kind, name)
        if "list" in how:
            return tuple(text for text in texts if self.chance.random() < 0.9) or ("something",)
        if "choice" in how:
            wanted = [text for text in texts if text in how["choice"]]
            return self.chance.choice(wanted if wanted and self.chance.random() < 0.5 else how["choice"])
        return self.chance.choice(texts) if texts and self.chance.random() < 0.85 else "something"

    def _texts(self, kind: str, name: str) -> tuple[str, ...]:
        if (kind, name) == ("reason_to_go_on", "hold"):
            return self.words.cautions
        return self.words.texts.get((kind, name), ())

    def _day(self) -> date:
        """A day near the line of one of the pack's clocks, or any of the last year; seldom one to come."""
        if self.chance.random() < 0.5:
            return self.on - timedelta(days=self.chance.randint(-8, 300))
        away = self.chance.choice(self.words.lengths) + self.chance.randint(-2, 2)
        return self.on - timedelta(days=away)


def _read(written: Any, how: dict[str, Any], moved: timedelta) -> Any:
    """A field of a worked case as a history file would hold it."""
    if "date" in how:
        return date.fromisoformat(written) + moved
    if "yes_no" in how:
        return written in ("yes", "true")
    if "number" in how:
        return number(written)
    return tuple(several(written)) if "list" in how else written


@dataclass(frozen=True)
class Files:
    """What else is given about the pupil; None where there is no such file."""

    history: list[CaseEvent] | None
    parents: list[Parent] | None
    school: School | None
    flags_known: frozenset[str] | None
    pupil: Pupil | None
    known_at: int | None


def random_files(chance: Random, pack: PackText, words: Vocabulary, upn: str, on: date) -> Files:
    history = None
    if chance.random() < 0.96:
        teller = Teller(chance, pack, words, upn, on)
        if chance.random() < 0.65:
            teller.begin()
        history = teller.tell(chance.choice((0, 3, 8, 15, 30)))
    known_at = end_of_day(on - timedelta(days=chance.randint(0, 40))) if chance.random() < 0.2 else None
    return Files(history, _parents(chance, upn), _school(chance), *_flags(chance, upn, on), known_at)


def _parents(chance: Random, upn: str) -> list[Parent] | None:
    if chance.random() < 0.07:
        return None
    told = (True, True, True, False, None)
    return [
        Parent(
            name,
            upn,
            parental_responsibility=chance.choice(told),
            day_to_day_care=chance.choice(told),
            address_confidential=chance.choice(told),
        )
        for name in PARENTS[: chance.choice((0, 1, 1, 2, 2, 3))]
    ]


def _school(chance: Random) -> School | None:
    if chance.random() < 0.1:
        return None
    spans = tuple(
        TradedSpan(DateSpan(first, last), chance.random() < 0.5)
        for first, last in ((date(2020, 9, 1), date(2025, 8, 31)), (date(2025, 9, 1), None))
    )
    kinds = ("academy", "academy", "community school", "independent", "independent school", "")
    kind = chance.choice((*kinds, "non-maintained special", "non_maintained_special"))
    phase = chance.choice(("primary", "secondary", ""))
    return School(type=kind, phase=phase, traded=spans if chance.random() < 0.8 else None)


def _flags(chance: Random, upn: str, on: date) -> tuple[frozenset[str] | None, Pupil | None]:
    if chance.random() < 0.1:
        return None, None
    columns = frozenset(name for name in FLAGS if chance.random() < 0.8)
    first = on - timedelta(days=chance.randint(-20, 500))
    unclear = frozenset(name for name in sorted(columns) if chance.random() < 0.05)
    flags = tuple(
        Flag(
            name, first if chance.random() < 0.5 else None, chance.choice((None, None, on, on - timedelta(1)))
        )
        for name in sorted(columns - unclear)
        if chance.random() < 0.25
    )
    reviewed = on - timedelta(days=chance.randint(0, 800)) if chance.random() < 0.5 else None
    return columns, Pupil(upn, flags=flags, ehcp_reviewed_on=reviewed, unclear_flags=unclear)
