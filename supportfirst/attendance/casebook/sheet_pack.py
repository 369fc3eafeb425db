"""What a sheet keeps of its pack: fingerprints of each layer, the rules judged, and the values.

A fingerprint says that something differs. The digest of each rule, with the facts it is made of,
and every dated value say what, so that a sheet that comes out otherwise can name it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from supportfirst.attendance.casebook.sheet_text import digest
from supportfirst.attendance.packs.shape import DatedValue, Pack, Rule
from supportfirst.attendance.packs.value_words import content_in_words, value_as_json

WHERE = "where"  # the place in a file: moves with every line above it, and changes no rule
RULES = "rules"  # which ones are judged rests on the pupil as well
SHOWN_RULES = 3


def pack_section(layers: Sequence[Pack], rules: Iterable[str]) -> dict[str, Any]:
    """layers: the pack last, over those beneath it. rules: ids of the rules that were judged."""
    pack = layers[-1]
    parts = parts_of(pack)
    by_id = {rule.id: rule for rule in pack.rules}
    return {
        "id": pack.id,
        "title": pack.title,
        "fingerprint": pack.fingerprint,
        "layers": [{"id": layer.id, "fingerprint": layer.fingerprint} for layer in layers],
        "rules": {id: parts.rule_digest(by_id[id]) for id in sorted(set(rules)) if id in by_id},  # noqa: A001
        "values": {id: parts.value(id) for id in sorted(pack.values)},  # noqa: A001
    }


def parts_of(pack: Pack) -> PackParts:
    """The parts of a pack, kept while it is among the last that were asked about.

    By the pack itself and not by its fingerprint, which one that is tried out with other values may share.
    """
    for held in _KEPT:
        if held.pack is pack:
            return held
    made = PackParts(pack)
    _KEPT.append(made)
    return made


class PackParts:
    """What the rules of a pack are made of: each fact, record and note is looked at once."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._named: dict[str, frozenset[str]] = {}  # by the id of a part, all texts inside it
        self._digests: dict[str, str] = {}
        self._rules: dict[str, str] = {}
        self._values: dict[str, dict[str, Any]] = {}

    def rule_digest(self, rule: Rule) -> str:
        """SHA-256 of a rule with the facts, records and notes that it is made of, its values apart."""
        if rule.id not in self._rules:
            own = plain(rule)
            reached = sorted(self._reached(frozenset(_texts(own))))
            self._rules[rule.id] = digest([own, {name: self._digests[name] for name in reached}])
        return self._rules[rule.id]

    def value(self, id: str) -> dict[str, Any]:  # noqa: A002
        """A dated value as JSON."""
        if id not in self._values:
            self._values[id] = _value(self.pack.values[id])
        return self._values[id]

    def values_behind(self, rule: Rule) -> set[str]:
        """Ids of the values that a rule names, itself or through its facts and windows."""
        named = set(_texts(plain(rule)))
        for name in self._reached(frozenset(named)):
            named |= self._named[name]
        for window in self.pack.windows:
            if any(text.partition(".")[0] == window.id for text in named):
                named |= {window.length, window.threshold}
        return named & set(self.pack.values)

    def _reached(self, texts: frozenset[str]) -> set[str]:
        """Ids of every part that is named, and of those named inside it; a circle ends where it began."""
        found: set[str] = set()
        ahead = set(texts)
        while ahead:
            name = ahead.pop()
            if name not in found and self._look_at(name):
                found.add(name)
                ahead |= self._named[name] - found
        return found

    def _look_at(self, name: str) -> bool:
        """Whether the pack has such a part."""
        if name not in self._named:
            pack = self.pack
            parts = [held.get(name) for held in (pack.facts, pack.records, pack.notes)]
            if not any(parts):
                return False
            own = plain(parts)
            self._named[name] = frozenset(_texts(own))
            self._digests[name] = digest(own)
        return True


_KEPT: deque[PackParts] = deque(maxlen=8)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)


def plain(thing: Any) -> Any:
    """Any value of a pack as JSON values, so that equal parts have equal digests."""
    if isinstance(thing, Enum):
        return thing.value
    if is_dataclass(thing) and not isinstance(thing, type):
        held = {each.name: plain(getattr(thing, each.name)) for each in fields(thing) if each.name != WHERE}
        return {"is": type(thing).__name__, **held}
    if isinstance(thing, Mapping):
        return {str(key): plain(held) for key, held in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(held) for held in thing]
    if isinstance(thing, set | frozenset):
        return sorted(str(held) for held in thing)
    return str(thing) if isinstance(thing, date | Fraction) else thing


def _value(value: DatedValue) -> dict[str, Any]:
    return {
        "unit": value.unit,
        "steps": [
            {
                "from": step.span.first.isoformat(),
                "to": step.span.last.isoformat() if step.span.last else None,
                "operator": step.operator.value if step.operator else None,
                "value": value_as_json(step.value),
            }
            for step in value.steps
        ],
    }


# --- what differs ----------------------------------------------------------------------


def pack_changes(was: Mapping[str, Any], now: Mapping[str, Any], pack: Pack, on: date) -> list[str]:
    """A sentence for each layer, value and rule of a sheet's pack that differs now. `pack` is today's.

    was, now: `pack_section`s; `was` is as a sheet has it, so that a part of another form is passed over.
    """
    if was == now:
        return []
    if was.get("id") != now["id"]:
        return [
            f"pack: “{was.get('id')}” then, “{now['id']}” now; “supportfirst compare-packs” compares them"
        ]
    told = list(_layer_changes(was, now))
    told += _value_changes(was, now, pack, on)
    told += _rule_changes(was, now, pack)
    if not told and any(was.get(key) != now[key] for key in now if key != RULES):
        told.append("pack: what is told of it differs")
    return told


def _layer_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    before, after = _layers(was), _layers(now)
    beneath = ""
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield f"pack: the layer “{name}” {'was not there' if old is None else 'is no longer there'}"
        elif old != new:
            rests = f", as it must, since it lies over “{beneath}”" if beneath else ""
            yield f"pack: the layer “{name}” differs (fingerprint {old[:12]}… → {new[:12]}…){rests}"
            beneath = beneath or name
    if was.get("title") != now.get("title"):
        yield f"pack: its title was “{was.get('title')}”, is now “{now.get('title')}”"
    if before == after and was.get("fingerprint") != now.get("fingerprint"):
        yield f"pack: fingerprint {str(was.get('fingerprint'))[:12]}… → {now['fingerprint'][:12]}…"


def _layers(section: Mapping[str, Any]) -> dict[str, str]:
    """Fingerprints by layer, the lowest first; where one differs, so do all that lie over it."""
    layers = section.get("layers")
    return {
        str(each.get("id")): str(each.get("fingerprint"))
        for each in (layers if isinstance(layers, list) else [])
        if isinstance(each, dict)
    }


def _mapping(section: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    held = section.get(key)
    return held if isinstance(held, dict) else {}


def _value_changes(was: Mapping[str, Any], now: Mapping[str, Any], pack: Pack, on: date) -> Iterator[str]:
    before, after = _mapping(was, "values"), _mapping(now, "values")
    judged, parts = _mapping(was, RULES), PackParts(pack)
    behind = {rule.id: parts.values_behind(rule) for rule in pack.rules if rule.id in judged}
    others = []
    for name in sorted({*before, *after}):
        if before.get(name) == after.get(name):
            continue
        resting = [rule for rule, values in behind.items() if name in values]
        if not resting:
            others.append(name)
            continue
        old, new = _in_words(before.get(name), on), _in_words(after.get(name), on)
        told = f"was {old}, is now {new}"
        if old == new:
            told = f"is {new} on {on} as it was, and differs on other days"
        more = len(resting) - SHOWN_RULES
        rules = ", ".join(resting[:SHOWN_RULES]) + (f" and {more} more" if more > 0 else "")
        yield f"pack: value “{name}” {told} (named by {rules})"
    if others:
        yield f"pack: values differ that no rule of this sheet names: {', '.join(others)}"


def _in_words(value: Any, on: date) -> str:
    """The step in force on the day: “>= 10 sessions”."""
    steps = value.get("steps") if isinstance(value, dict) else None
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict) and _is_in_force(step, on.isoformat()):
            operator = f"{step.get('operator')} " if step.get("operator") else ""
            held = step.get("value")
            return f"{operator}{content_in_words(tuple(held) if isinstance(held, list) else held)}"
    return "not there" if value is None else "without a value on that day"


def _is_in_force(step: Mapping[str, Any], day: str) -> bool:
    last = step.get("to")
    return str(step.get("from")) <= day and (last is None or day <= str(last))


def _rule_changes(was: Mapping[str, Any], now: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    """Rules judged then, as today's pack has them; which ones are judged is no matter of the pack alone."""
    before, after = _mapping(was, RULES), _mapping(now, RULES)
    by_id, parts = {rule.id: rule for rule in pack.rules}, PackParts(pack)
    for name in sorted(before):
        if name not in by_id:
            yield f"pack: the rule “{name}” is no longer in it"
        elif parts.rule_digest(by_id[name]) != before[name]:
            yield f"pack: the rule “{name}”, or a fact it is made of, is written otherwise"
    if was.get("fingerprint") != now["fingerprint"]:
        for name in sorted(after.keys() - before.keys()):
            yield f"pack: the rule “{name}” is judged now and was not"
