"""Which fields a record has once its follow-ups have been laid over it, and what each holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from supportfirst.attendance.packs.case_shape import FieldKind, RecordField, RecordKind

ITS_DAY = "on"


def follow_ups_of(kind: str, records: Mapping[str, RecordKind]) -> Iterator[RecordKind]:
    """The kinds that add their fields to a record of a kind. What strikes a record out adds none."""
    return (each for each in records.values() if kind in each.about)


def fields_named(kinds: Iterable[str], name: str, records: Mapping[str, RecordKind]) -> Iterator[RecordField]:
    """Every field of that name of these kinds and of what follows them up."""
    for kind in kinds:
        if kind not in records:
            continue
        for each in (records[kind], *follow_ups_of(kind, records)):
            if name in each.fields:
                yield each.fields[name]


def kinds_of_field(kinds: Iterable[str], name: str, records: Mapping[str, RecordKind]) -> set[FieldKind]:
    """What a field of that name holds; empty where none of the kinds has it.

    `on` is a day, and so is the name of a follow-up's kind.
    """
    kinds = tuple(kinds)
    if name == ITS_DAY:
        return {FieldKind.DATE}
    found = {field.kind for field in fields_named(kinds, name, records)}
    if any(each.id == name for kind in kinds for each in follow_ups_of(kind, records)):
        found.add(FieldKind.DATE)
    return found


def texts_of_field(
    kinds: Iterable[str], name: str, records: Mapping[str, RecordKind]
) -> frozenset[str] | None:
    """The texts that a field may be; None where it may be any."""
    found = list(fields_named(kinds, name, records))
    if not found or not all(field.kind in (FieldKind.CHOICE, FieldKind.YES_NO) for field in found):
        return None
    held = (("yes", "no") if field.kind is FieldKind.YES_NO else field.choices for field in found)
    return frozenset(text for texts in held for text in texts)
