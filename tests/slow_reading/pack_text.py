"""A pack read plainly from its YAML files, layer over layer: tables, lists and texts, nothing built of them.

This is the ground of the slow reading: it knows README.md and CASEWORK.md of the policy folder, and none of
the program that builds packs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from supportfirst.attendance.packs.read import read_yaml
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar

POLICY = Path(__file__).parents[2] / "supportfirst" / "policy"
ONE_DAY = timedelta(days=1)
NUMBERS = frozenset(
    (
        *("sessions", "percent", "school weeks", "weeks", "school days", "calendar days", "working days"),
        *("days", "hours", "minutes", "months", "years", "times", "pounds", "decimal places", "weekdays"),
        "marks",
    )
)


@dataclass
class Step:
    """What a value is from one day to another, both included; `last` None: without end."""

    first: date
    last: date | None
    value: Any  # a number, text, yes or no, or the list as written
    operator: str


@dataclass
class PackText:
    """All that lies over one another, by id. Rules are those of every layer with what upper layers narrow."""

    id: str
    layers: list[str] = field(default_factory=list)  # national first
    values: dict[str, list[list[Step]]] = field(
        default_factory=dict
    )  # by id: the steps of each layer that has it
    units: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    moves: dict[str, dict[str, Any]] = field(default_factory=dict)
    bank_holidays: set[date] = field(default_factory=set)

    @cached_property
    def yes_or_no(self) -> set[tuple[str, str]]:
        """Kinds of record with their yes-or-no fields, also those that a follow-up of the kind has."""
        found = set()
        for kind, told in self.records.items():
            fields = [name for name, how in told.get("fields", {}).items() if "yes_no" in how]
            found |= {(each, name) for each in (kind, *several(told.get("about"))) for name in fields}
        return found

    def step_on(self, name: str, day: date) -> Step | None:
        """The step of a value on a day: of the highest layer that speaks on it."""
        name, place = self._parted(name)
        for steps in reversed(self.values[name]):
            for step in reversed(steps):
                if step.first <= day and (step.last is None or day <= step.last):
                    return step if place is None else self._item(step, place, self.units[name])
        return None

    def began(self, name: str, day: date) -> bool:
        """Whether a value had begun by a day."""
        name, _ = self._parted(name)
        return any(step.first <= day for steps in self.values[name] for step in steps)

    def unit(self, name: str) -> str:
        return self.units[name]

    def _parted(self, name: str) -> tuple[str, int | None]:
        if name in self.values:
            return name, None
        whole, _, place = name.rpartition(".")
        return whole, int(place) - 1

    def _item(self, step: Step, place: int, unit: str) -> Step:
        item = number(step.value[place])
        return Step(step.first, step.last, 2 * item if "sessions/2" in unit else item, step.operator)


def plain(node: Node) -> Any:
    """The text form without its lines: dicts, lists and strings."""
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(held) for key, held in node.entries.items()}


def several(held: Any) -> list[str]:
    """Where a list is asked for, one word may stand alone; what is left out is an empty one."""
    if held is None or held == "":
        return []
    return list(held) if isinstance(held, list) else [held]


def number(text: str) -> int | Fraction:
    exact = Fraction(text)
    return int(exact) if exact.denominator == 1 else exact


@lru_cache(maxsize=16)
def read_pack_text(name: str) -> PackText:
    """The pack of a folder, with the layers beneath it."""
    pack = PackText(name)
    above: str | None = name
    while above:
        pack.layers.insert(0, above)
        above = _document(POLICY / above / "pack.yaml").get("over")
    for layer in pack.layers:
        _lay(pack, layer)
    return pack


@lru_cache(maxsize=1000)
def _document(path: Path) -> dict[str, Any]:
    """A file as it is written. It is read once, for all packs over it: nothing may be changed in it."""
    node, problems = read_yaml(path.read_bytes(), file=str(path))
    assert not problems, problems
    assert node is not None, path
    read: dict[str, Any] = plain(node)
    return read


def worked_histories(pack: PackText) -> list[tuple[date, list[dict[str, Any]]]]:
    """The histories of the worked cases of every layer, each with its day: sound material for walks."""
    found = []
    for layer in pack.layers:
        for path in sorted((POLICY / layer / "worked_cases").glob("*.yaml")):
            for case in _document(path)["cases"]:
                if case.get("history"):
                    found.append((date.fromisoformat(case["on"]), case["history"]))
    return found


def _lay(pack: PackText, layer: str) -> None:
    narrows: dict[str, Any] = {}
    for path in sorted((POLICY / layer).glob("*/*.yaml")):
        if path.parent.name in ("worked_cases", "codes", "entries"):
            continue
        document = _document(path)
        for name, told in document.get("values", {}).items():
            _lay_value(pack, name, told)
        pack.facts |= document.get("facts", {})
        pack.records |= document.get("records", {})
        pack.moves |= document.get("moves", {})
        pack.rules |= {name: dict(told) for name, told in document.get("rules", {}).items()}
        narrows |= document.get("narrows", {})
    holidays = POLICY / layer / "bank_holidays.yaml"
    if holidays.exists():
        pack.bank_holidays |= {date.fromisoformat(day) for day in _document(holidays)["holidays"]}
    for name, added in narrows.items():
        _narrow(pack.rules[name], added)


def _lay_value(pack: PackText, name: str, told: dict[str, Any]) -> None:
    unit = pack.units.setdefault(name, told["unit"])
    steps = []
    for place, step in enumerate(told["steps"]):
        following = told["steps"][place + 1 : place + 2]
        last = date.fromisoformat(step["end"]) if "end" in step else None
        if last is None and following:
            last = date.fromisoformat(following[0]["start"]) - ONE_DAY
        held = _held(step["value"], unit)
        steps.append(Step(date.fromisoformat(step["start"]), last, held, step.get("operator", "")))
    pack.values.setdefault(name, []).append(steps)


def _held(written: Any, unit: str) -> Any:
    if unit in NUMBERS:
        return number(written)
    return written in ("yes", "true") if unit == "yes or no" else written


def _narrow(route: dict[str, Any], added: dict[str, Any]) -> None:
    """More evidence, one condition more, a first day or a limit where there was none."""
    route["needs"] = several(route.get("needs")) + several(added.get("needs"))
    if "opens" in added:
        route["opens"] = {"all": [route["opens"], added["opens"]]}
    for key in ("opens_on", "limit"):
        if key in added:
            route[key] = added[key]
