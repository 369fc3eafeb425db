"""The kinds of event that a school's pack knows on a day, with the fields that each asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.store.models import School

LABELS = "record_labels"  # the pack's value
MOST_KEPT = 100  # a page asks for the same a handful of times, and a pack has a hundred kinds


@dataclass(frozen=True, slots=True)
class FieldAsked:
    """One field of a kind: `holds` is text, date, yes or no, number, choice or list."""

    name: str
    words: str
    holds: str
    choices: Sequence[str]
    required: bool


@dataclass(frozen=True, slots=True)
class KindAsked:
    kind: str
    title: str
    fields: Sequence[FieldAsked]
    label: str = ""  # whether it is informal, or a formal step, where the pack says so

    @property
    def named(self) -> str:
        return f"{self.title} ({self.label})" if self.label else self.title


def record_kinds(school: School, on: date) -> Mapping[str, KindAsked]:
    """By the kind's name."""
    return kinds_of(pack_of(school, on), on)


def catalogue_words(pack: Pack) -> Mapping[str, str]:
    """Titles of what a record may name by its id: stages and other rules, tracks, letters and meetings.

    A record names a letter or a meeting by the last part of its id.
    """
    named = {rule.id: rule.title for rule in pack.rules}
    named |= {name: track.title for name, track in pack.tracks.items()}
    for name, entry in pack.entries.items():
        named[name] = entry.title
        kind, _, last = name.rpartition(".")
        if kind.endswith((".letter", ".meeting")):
            named[last] = entry.title
    return named


def kinds_of(pack: Pack, on: date) -> Mapping[str, KindAsked]:
    """The same of a pack that is read already; made once for each day that is asked about."""
    kept = _KEPT.get((id(pack), on))
    if kept is None or kept[0] is not pack:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(pack), on] = (pack, MappingProxyType(_kinds_of(pack, on)))
    return kept[1]


# A pack can't be hashed. It stands beside what was made from it, so that no other has its id meanwhile.
_KEPT: dict[tuple[int, date], tuple[Pack, Mapping[str, KindAsked]]] = {}


def _kinds_of(pack: Pack, on: date) -> dict[str, KindAsked]:
    labels = table_of(pack, LABELS, on)
    return {
        name: KindAsked(
            name,
            kind.title,
            [
                FieldAsked(field, each.words, str(each.kind), tuple(each.choices), each.required)
                for field, each in kind.fields.items()
            ],
            labels.get(name, ""),
        )
        for name, kind in pack.records.items()
    }


def table_of(pack: Pack, name: str, on: date) -> Mapping[str, str]:
    """A table of words of the pack on a day; empty where the pack has none."""
    value = pack.values.get(name)
    step = value.on_or_none(on) if value is not None else None
    if step is None or not isinstance(step.value, Mapping):
        return {}
    return {key: str(each) for key, each in step.value.items()}


def pack_title(school: School, on: date) -> str:
    return pack_of(school, on).title
