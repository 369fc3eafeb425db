"""Kinds of record: which events a history may hold, and the fields of each."""

from __future__ import annotations

from collections.abc import Mapping

from supportfirst.attendance.packs.bench import Bench
from supportfirst.attendance.packs.case_shape import FieldKind, RecordField, RecordKind
from supportfirst.attendance.packs.fields import Fields
from supportfirst.attendance.packs.text_form import Node, place

ANY_KIND = "any"  # in `about`: a record of whatever kind
MARKERS: Mapping[str, FieldKind] = {
    "text": FieldKind.TEXT,
    "date": FieldKind.DATE,
    "yes_no": FieldKind.YES_NO,
    "number": FieldKind.NUMBER,
    "list": FieldKind.LIST,
    "choice": FieldKind.CHOICE,
}
ALWAYS_THERE = ("on", "note", "about", "parents")  # of every event; no kind has a field of its own so named


def build_records(document: Node, bench: Bench) -> dict[str, RecordKind]:
    """The kinds of record of one file. Faults go to the bench."""
    fields = Fields(document, bench.faults, "records file")
    bench.checked_if_written(fields)
    found = {name: _kind(name, node, bench) for name, node in fields.named("records").items()}
    fields.finish()
    return found


def _kind(name: str, node: Node, bench: Bench) -> RecordKind:
    fields = Fields(node, bench.faults, f"record {name}")
    made = (_field(each, held, name, bench) for each, held in fields.named("fields").items())
    kind = RecordKind(
        id=name,
        title=fields.text("title", required=True),
        fields={field.name: field for field in made if field is not None},
        about=fields.several("about"),
        for_parent=fields.yes_no("for_parent", default=False),
        visibility=fields.text("visibility") or "shared",
        where=place(node),
    )
    fields.finish()
    return kind


def _field(name: str, node: Node, record: str, bench: Bench) -> RecordField | None:
    fields = Fields(node, bench.faults, f"record {record}, field {name}")
    written = [marker for marker in MARKERS if marker in fields.table.entries]
    if name in ALWAYS_THERE:
        told = f"“{name}” is what every record has"
        fields.fault("reserved-field", told, "give the field another name")
    words, required = fields.text("words", required=True), fields.yes_no("required", default=False)
    choices: tuple[str, ...] = ()
    for marker in written:
        if marker == "choice":
            choices = fields.texts(marker, required=True)
        elif not fields.yes_no(marker, default=False):
            fields.fault("bad-field", f"“{marker}” says nothing but yes", f"write {marker}: yes", key=marker)
    fields.finish()
    if len(written) != 1:
        told = "a field is exactly one of " + ", ".join(MARKERS)
        fields.fault("bad-field", told, "keep one of them")
        return None
    return RecordField(name, MARKERS[written[0]], words, choices, required)
