"""Kinds of record and histories of invented people, for the tests of the room that reads them."""

from __future__ import annotations

import json
from typing import Any

from supportfirst.attendance.casefiles.history_file import ReadHistory, parse_history
from supportfirst.attendance.packs.case_shape import FieldKind, RecordField, RecordKind
from tests.factories.registers import ADA


def _kind(id: str, *fields: RecordField, **more: Any) -> RecordKind:  # noqa: A002
    return RecordKind(id, id, {field.name: field for field in fields}, **more)


KINDS = {
    kind.id: kind
    for kind in (
        _kind(
            "contact",
            RecordField("channel", FieldKind.CHOICE, "the channel", ("phone", "letter"), required=True),
            RecordField("reason", FieldKind.TEXT, "the reason"),
            RecordField("informal", FieldKind.YES_NO, "whether it was informal"),
            RecordField("calls", FieldKind.NUMBER, "how many calls"),
            RecordField("present", FieldKind.LIST, "who was there"),
            RecordField("posted_on", FieldKind.DATE, "the day it was posted"),
        ),
        _kind("answer", RecordField("text", FieldKind.TEXT, "the answer"), about=("contact",)),
        _kind("notice", for_parent=True),
        _kind("struck_out", about=("any",)),
    )
}


def event(id: str, kind: str = "contact", **more: Any) -> dict[str, Any]:  # noqa: A002
    """One sound event of Ada's, as the file holds it; a key that is given as None is left out."""
    data = {"channel": "phone"} if kind == "contact" else {}
    given = {"id": id, "upn": ADA, "kind": kind, "on": "2026-01-12", "data": data} | more
    return {key: value for key, value in given.items() if value is not None}


def read(*events: Any) -> ReadHistory:
    """Read a history with each event on a line of its own, the first on line 2; all are accounted for."""
    text = "[\n" + ",\n".join(json.dumps(each) for each in events) + "\n]"
    found = parse_history(text.encode(), name="history.json", records=KINDS)
    assert found.given == len(events) == len(found.events) + found.left_out
    assert len({problem.line for problem in found.problems}) == found.left_out
    return found


def told(found: ReadHistory) -> list[tuple[int, str, str]]:
    """Each problem's line, place and kind."""
    return [(problem.line, problem.column, problem.kind) for problem in found.problems]
