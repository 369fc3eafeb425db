"""The JSON Schema of a history file, with every kind of event that the packs which ship know.

Made when it is asked for, so that a kind added to a pack is in it at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportfirst.attendance.packs.case_shape import FieldKind, RecordField, RecordKind
from supportfirst.attendance.packs.load import load_pack, pack_names

_SHAPES: Mapping[FieldKind, Mapping[str, Any]] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.DATE: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    FieldKind.YES_NO: {"enum": [True, False, "yes", "no"]},
    FieldKind.NUMBER: {"type": "number", "minimum": 0},
    FieldKind.CHOICE: {"type": "string"},
    FieldKind.LIST: {"type": "array", "items": {"type": "string", "minLength": 1}},
}


def shipped_records() -> dict[str, RecordKind]:
    """Every kind of record of every pack that ships, the national ones first."""
    kinds: dict[str, RecordKind] = {}
    for name in pack_names():
        kinds |= load_pack(name).records
    return kinds


def with_kinds(frame: Mapping[str, Any], kinds: Mapping[str, RecordKind]) -> dict[str, Any]:
    """The frame of the schema, its event filled with what each kind of record may hold."""
    event = frame["$defs"]["event"]
    named = {"description": "what happened", "enum": list(kinds)}
    filled = event | {
        "properties": event["properties"] | {"kind": named},
        "allOf": [_when(kind) for kind in kinds.values()],
    }
    return {**frame, "$defs": {"event": filled}}


def _when(kind: RecordKind) -> dict[str, Any]:
    """What must hold of an event of one kind."""
    fields = {field.name: _field(field) for field in kind.fields.values()}
    required = [field.name for field in kind.fields.values() if field.required]
    if kind.about:
        of = "any kind" if "any" in kind.about else " or ".join(kind.about)
        fields["about"] = {"type": "string", "description": f"the id of the event it follows up, of {of}"}
        required.append("about")
    note = {"type": "string", "description": "nothing is judged by it"}
    data = {"properties": fields | {"note": fields.get("note", note)}, "additionalProperties": False}
    then: dict[str, Any] = {"properties": {"data": data}, "required": []}
    if required:
        data |= {"type": "object", "required": required}
        then["required"].append("data")
    if kind.for_parent:
        then["properties"]["parents"] = {"type": "array", "minItems": 1}
        then["required"].append("parents")
    return {"title": kind.title, "if": {"properties": {"kind": {"const": kind.id}}}, "then": then}


def _field(field: RecordField) -> dict[str, Any]:
    choices = {"enum": list(field.choices)} if field.choices else {}
    return {**_SHAPES[field.kind], **choices, "description": field.words}
