"""A pack with some values changed, in memory: what a policy would do if one of its numbers were another.

The change is made in the text of the pack's own layer and the pack is built again, so that a
value is read, checked and held to the law exactly as if somebody had written it in the file.
What changes is the step in force on the day; other days keep their own law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from supportfirst.attendance.packs.build import build_pack
from supportfirst.attendance.packs.build_values import LISTS_OF_NUMBERS, LISTS_OF_WORDS, TABLE
from supportfirst.attendance.packs.cache import FolderText
from supportfirst.attendance.packs.condition_shape import Operator
from supportfirst.attendance.packs.fields import Faults
from supportfirst.attendance.packs.load import layer_of
from supportfirst.attendance.packs.overlay import refuse_loosening
from supportfirst.attendance.packs.shape import DatedValue, Pack, ValueFrom
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table
from supportfirst.attendance.packs.value_words import value_as_json, value_in_words
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.problems import Problem

RESTATED = "values/changed for a test drive.yaml"  # where a value of a layer beneath is laid over it

AS_THE_LAW = "leave it as it is, or try a value of the body's own"


class ChangeUnusable(AttendanceError):
    """A value can't be changed as asked: there is none, it isn't in force, or what is given doesn't fit."""


class LawLoosened(AttendanceError):
    """A change would move what the law fixes in a way that the law does not leave open."""


@dataclass(frozen=True, slots=True)
class Change:
    """`value` as it was typed: “45”, “4, 7, 10”, “yes”; `operator` None: as it is."""

    id: str
    value: str
    operator: Operator | None = None


@dataclass(frozen=True, slots=True)
class ChangedValue:
    id: str
    question: str
    unit: str
    before: ValueFrom
    after: ValueFrom

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.id,
            "question": self.question,
            "unit": self.unit,
            "before": _side(self.before),
            "after": _side(self.after),
        }

    @property
    def words(self) -> str:
        return f"{self.id}: {value_in_words(self.before)} becomes {value_in_words(self.after)} ({self.unit})"


def _side(step: ValueFrom) -> dict[str, Any]:
    return {
        "operator": step.operator.value if step.operator else None,
        "value": value_as_json(step.value),
        "from": step.span.first.isoformat(),
        "to": step.span.last.isoformat() if step.span.last else None,
    }


def read_change(typed: str) -> Change:
    """`VALUE_ID=VALUE`, where VALUE may begin with an operator. Raises ChangeUnusable."""
    name, equals, told = typed.partition("=")
    told = told.strip()
    operator = next((each for each in sorted(Operator, key=len, reverse=True) if told.startswith(each)), None)
    value = told.removeprefix(operator).strip() if operator else told
    if not name.strip() or not equals or not value:
        raise ChangeUnusable(
            what=f"“{typed}” is not a value and what it becomes",
            where="--set",
            remedy="write advisory_marker=75, or “stage3_entry=< 45” to change how it is compared as well",
        )
    return Change(name.strip(), value, operator)


def changed_pack(name_or_dir: str, changes: Sequence[Change], on: date) -> tuple[Pack, list[ChangedValue]]:
    """The pack with every change made to the step in force on the day, and each change as it came out.

    Raises UnknownPack, PackUnusable, ChangeUnusable, or LawLoosened. The fingerprint says that it is
    no pack that is kept anywhere: “essex with 1 changed value: 5f3c…”.
    """
    text, beneath = layer_of(name_or_dir)
    was = build_pack(text, beneath).pack
    documents = dict(text.documents)
    for change in changes:
        documents = _with(documents, change, was, on, text.name)
    built = build_pack(FolderText(text.name, documents), beneath)
    _refuse(built.problems, was)
    found = []
    for change in changes:
        before, after = was.value(change.id, on), built.pack.value(change.id, on)
        _refuse_loosened(was.values[change.id], after)
        value = was.values[change.id]
        found.append(ChangedValue(value.id, value.question, value.unit, before, after))
    told = f"with {len(found)} changed value" + ("" if len(found) == 1 else "s")
    pack = replace(
        built.pack,
        title=f"{was.title}, {told}",
        fingerprint=f"{was.id} {told}: {built.pack.fingerprint}",
    )
    return pack, found


def _with(documents: Mapping[str, Node], change: Change, was: Pack, on: date, folder: str) -> dict[str, Node]:
    """The documents with one change; a value that lies beneath is restated in a file of its own."""
    value, step = _in_force(change, was, on)
    for path, document in documents.items():
        written = _value_in(document, change.id) if path.startswith("values/") else None
        if written is not None and _step_at(written, step.span.first) is not None:
            changed = _changed_value(written, step, change, value.unit)
            return {**documents, path: _put(document, ("values", change.id), changed)}
    laid = documents.get(RESTATED) or _empty(f"{folder}/{RESTATED}", value)
    restated = _restated(value, step, change, f"{folder}/{RESTATED}")
    return {**documents, RESTATED: _put(laid, ("values", change.id), restated)}


def _in_force(change: Change, was: Pack, on: date) -> tuple[DatedValue, ValueFrom]:
    value = was.values.get(change.id)
    if value is None:
        raise _unusable(
            change, "there is no such value", f"see “supportfirst packs show {was.id} --part values”"
        )
    step = value.on_or_none(on)
    if step is None:
        raise _unusable(change, f"it has no value on {on}", "name a value in force on the day")
    whole = change.id.rpartition(".")[0]
    if whole in was.values and was.values[whole].unit in LISTS_OF_NUMBERS:
        raise _unusable(change, f"it is one place of the list “{whole}”", f"set the whole list, {whole}=…")
    if value.unit == TABLE:
        raise _unusable(change, "it is a table", "copy the pack's folder and change the table there")
    return value, step


def _value_in(document: Node, name: str) -> Table | None:
    values = document.entries.get("values") if isinstance(document, Table) else None
    found = values.entries.get(name) if isinstance(values, Table) else None
    return found if isinstance(found, Table) else None


def _step_at(value: Table, first: date) -> int | None:
    """The place of the step that starts on a day."""
    steps = value.entries.get("steps")
    for place, step in enumerate(steps.items if isinstance(steps, Listing) else ()):
        start = step.entries.get("start") if isinstance(step, Table) else None
        if isinstance(start, Scalar) and start.text == first.isoformat():
            return place
    return None


def _changed_value(written: Table, step: ValueFrom, change: Change, unit: str) -> Table:
    steps = written.entries["steps"]
    place = _step_at(written, step.span.first)
    assert isinstance(steps, Listing), "the step was found a moment ago"
    assert place is not None, "the step was found a moment ago"
    old = steps.items[place]
    assert isinstance(old, Table), "a step is a table"
    new = _entered(old, "value", _node(change, unit, old.file, old.line))
    if change.operator:
        new = _entered(new, "operator", Scalar(change.operator.value, old.file, old.line))
    items = (*steps.items[:place], new, *steps.items[place + 1 :])
    return _entered(written, "steps", steps._replace(items=items))


def _restated(value: DatedValue, step: ValueFrom, change: Change, file: str) -> Table:
    operator = change.operator or step.operator
    told = {
        "start": step.span.first.isoformat(),
        "end": step.span.last.isoformat() if step.span.last else "",
        "operator": operator.value if operator else "",
        "source": step.source.id,
        "passage": step.source.passage,
        "stated": "no",
    }
    entries: dict[str, Node] = {key: Scalar(text, file, 1) for key, text in told.items() if text}
    entries["value"] = _node(change, value.unit, file, 1)
    steps = Listing((_table(entries, file),), file, 1)
    return _table(
        {"question": Scalar(value.question, file, 1), "unit": Scalar(value.unit, file, 1), "steps": steps},
        file,
    )


def _empty(file: str, value: DatedValue) -> Table:
    """A values file without values, checked as the changed value is."""
    days = {"by": value.checked_by, "on": str(value.checked_on), "next": str(value.review_on)}
    checked = _table({key: Scalar(text, file, 1) for key, text in days.items()}, file)
    return _table({"checked": checked, "values": _table({}, file)}, file)


def _node(change: Change, unit: str, file: str, line: int) -> Node:
    if unit not in (*LISTS_OF_NUMBERS, *LISTS_OF_WORDS):
        return Scalar(change.value, file, line)
    items = change.value.strip("[]").replace(",", " ").split()
    return Listing(tuple(Scalar(item, file, line) for item in items), file, line)


def _table(entries: dict[str, Node], file: str) -> Table:
    return Table(entries, dict.fromkeys(entries, 1), file, 1)


def _entered(table: Table, key: str, node: Node) -> Table:
    lines = {**table.key_lines, key: table.key_lines.get(key, node.line)}
    return table._replace(entries={**table.entries, key: node}, key_lines=lines)


def _put(document: Node, path: tuple[str, str], node: Node) -> Table:
    assert isinstance(document, Table), "a values file is a table"
    inner = document.entries[path[0]]
    assert isinstance(inner, Table), "its values are a table"
    return _entered(document, path[0], _entered(inner, path[1], node))


def _refuse(problems: Sequence[Problem], was: Pack) -> None:
    """The first fault of a pack that was sound before it was changed."""
    if not problems:
        return
    first = problems[0]
    if first.kind == "loosened":
        raise LawLoosened(what=first.problem, where="--set", remedy=AS_THE_LAW)
    raise ChangeUnusable(what=first.problem, where=f"--set, pack {was.id}", remedy=first.remedy)


def _refuse_loosened(value: DatedValue, step: ValueFrom) -> None:
    """Also for a national pack, beneath which nothing lies that the builder could hold it to."""
    faults = Faults()
    refuse_loosening(value, step, faults)
    for fault in faults.found:
        raise LawLoosened(what=fault.problem, where="--set", remedy=AS_THE_LAW)


def _unusable(change: Change, told: str, remedy: str) -> ChangeUnusable:
    return ChangeUnusable(what=f"“{change.id}” cannot be changed: {told}", where="--set", remedy=remedy)
