"""A sheet judged again: the same to the byte, or every input named that is not as it was.

It is judged from what it holds, or from today's files where they are given. Nothing is put right
on the way: a sheet that was altered after it was written is told as such, and judged as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supportfirst.attendance.casebook.input_changes import input_changes
from supportfirst.attendance.casebook.sheet import (
    DECIDED,
    PARTS,
    SCHEMA,
    Answer,
    Question,
    judge,
    part_of,
    seal,
    sheet_from,
)
from supportfirst.attendance.casebook.sheet_inputs import INPUTS, ReadInputs, Section, read_inputs
from supportfirst.attendance.casebook.sheet_pack import pack_changes
from supportfirst.attendance.casebook.sheet_parts import RESTORE, Held, SheetDamaged
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.moments import MomentUnreadable, read_moment

NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read; its parts are of the right form, which says nothing of whether they are true."""

    name: str
    data: bytes
    document: Mapping[str, Any]
    question: Question

    @property
    def pack_id(self) -> str:
        return str(self.document["pack"]["id"])

    @property
    def inputs(self) -> Mapping[str, Section]:
        inputs: Mapping[str, Section] = self.document["inputs"]
        return inputs

    def held_inputs(self, sections: Mapping[str, Section], pack: Pack) -> ReadInputs:
        """The inputs of such sections, as the pack reads them. Raises SheetDamaged."""
        held = Held(dict(sections), self.name, "inputs")
        return read_inputs(self.question.upn, held, pack.records)


@dataclass(frozen=True, slots=True)
class Rerun:
    """What a sheet came to when it was judged again."""

    same: bool  # byte for byte
    changed: Sequence[str]  # each input, or other thing, that is not as it was
    came_out: Sequence[str]  # each rule and figure that came out otherwise
    then: Answer  # from the sheet's own inputs, under the pack of today


def read_sheet(data: bytes, *, name: str) -> Sheet:
    """Raises SheetDamaged with the place, where the file is no sheet or not whole."""
    document = _json(data, name)
    held = Held(document, name)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise held.damaged(f"this is not a “{SCHEMA}” file")
    held["program"]["version"].text()
    held["pack"]["id"].text()
    for part in INPUTS:
        held["inputs"][part].named()
    dict(held["result"]["pupil"].named())
    _check_decision(held["decision"])
    held["seal"]["chain"].text()
    for part in PARTS:
        held["seal"]["parts"][part].text()
    return Sheet(name, data, document, _question(held["question"]))


def _question(held: Held) -> Question:
    known_at = held["known_at"].text_or_none()
    try:
        moment = None if known_at is None else read_moment(known_at)
    except MomentUnreadable as error:
        raise held["known_at"].damaged("it is not a moment") from error
    on = held["on"].day()
    if on.year == on.max.year:
        raise held["on"].damaged("it is too late a day")
    return Question(held["upn"].text(), on, moment, known_at, held["rule"].text_or_none() or "")


def _check_decision(held: Held) -> None:
    if held.is_blank:
        return
    for part in ("by", "title", "reason"):
        held[part].text()
    held["on"].day()
    if held["decided"].text() not in DECIDED:
        raise held["decided"].damaged("it is no decision")


def _json(data: bytes, name: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        read = dict(pairs)
        if len(read) < len(pairs):
            raise ValueError("a key stands twice in it")
        return read

    def refuse(constant: str) -> Any:
        raise ValueError(f"it holds “{constant}”, which is no number")

    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=refuse)
    except UnicodeDecodeError as error:
        what, where = f"it is not UTF-8 ({error.reason})", f"{name}, byte {error.start:,}"
    except json.JSONDecodeError as error:
        what, where = "it breaks off, or is not JSON from here on", f"{name}, line {error.lineno}"
    except (ValueError, RecursionError) as error:
        told = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        what, where = told, name
    raise SheetDamaged(what=what, where=where, remedy=RESTORE)


def rerun(sheet: Sheet, layers: Sequence[Pack], *, today: Mapping[str, Section], version: str) -> Rerun:
    """Judge a sheet again. layers: the pack of today last, over those beneath it.

    today: parts of the inputs from today's files, which stand in place of the sheet's own. Raises
    SheetDamaged, NotInTheFiles or DayOutsidePack.
    """
    pack = layers[-1]
    own = sheet.held_inputs(sheet.inputs, pack)
    then = judge(sheet.question, own.inputs, pack)
    read = sheet.held_inputs({**sheet.inputs, **today}, pack) if today else own
    now = judge(sheet.question, read.inputs, pack) if today else then
    question = sheet.question
    if question.rule and question.rule not in now.pupil.judged():
        question = question._replace(rule="")
    fresh = sheet_from(question, read.inputs, now, layers, version, sheet.document["decision"])
    same = sheet_bytes(fresh) == sheet.data
    if same:
        return Rerun(same=True, changed=[], came_out=[], then=then)
    changed = list(_altered(sheet))
    for name in INPUTS:
        changed += input_changes(name, sheet.inputs[name], fresh["inputs"][name])
    changed += pack_changes(sheet.document["pack"], fresh["pack"], pack, question.on)
    changed += now.unreadable
    changed += [f"history: {each.column} can't be read: {each.problem}" for each in read.unreadable]
    changed += _program(sheet, version)
    came_out = list(_came_out(sheet.document["result"], fresh["result"]))
    changed = changed or [_unexplained(sheet, fresh)]
    return Rerun(same=False, changed=changed, came_out=came_out, then=then)


def _altered(sheet: Sheet) -> Iterator[str]:
    """Parts that do not fit the digests they were sealed with."""
    written, sound = sheet.document["seal"], seal(sheet.document)
    for name in PARTS:
        if written["parts"][name] != sound["parts"][name]:
            yield f"sheet: “{name}” was altered after the sheet was written"
    if written["parts"] == sound["parts"] and written["chain"] != sound["chain"]:
        yield "sheet: its seal was altered after it was written"


def _program(sheet: Sheet, version: str) -> Iterator[str]:
    was = sheet.document["program"]["version"]
    if was != version:
        yield f"program: {was} → {version}"


def _unexplained(sheet: Sheet, fresh: Mapping[str, Any]) -> str:
    """Nothing that goes in differs, so it is the writing, something added, or the program itself."""
    if sheet.document == fresh:
        return "sheet: its content is the same, and it is not written as it was (spaces, line ends or order)"
    if all(part_of(sheet.document, name) == part_of(fresh, name) for name in PARTS):
        return "sheet: something was added to it after it was written"
    return (
        "result: it does not follow from the inputs; the sheet was altered and sealed again, "
        "or the program judges otherwise than it did"
    )


def _came_out(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Rules with their old and new status, then figures that are one number or answer each."""
    before, after = was["pupil"], now["pupil"]
    for name, old, new in _differences(before.get("judged"), after.get("judged")):
        yield f"{name}: {_status(old)} → {_status(new)}"
    for name, old, new in _differences(before.get("measures"), after.get("measures")):
        if not isinstance(old, dict | list) and not isinstance(new, dict | list):
            yield f"{name}: {_figure(old)} → {_figure(new)}"


def _differences(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def _status(status: Any) -> str:
    return NOT_JUDGED if status is None else str(status)


def _figure(figure: Any) -> str:
    if figure is None:
        return "none"
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    return f"{figure:g}" if isinstance(figure, float) else str(figure)


__all__ = ["Rerun", "Sheet", "SheetDamaged", "read_sheet", "rerun"]
