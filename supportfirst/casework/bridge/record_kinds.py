"""The kinds of event that a school's pack knows on a day, with the fields that each asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.store.models import School


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


def record_kinds(school: School, on: date) -> Mapping[str, KindAsked]:
    """By the kind's name."""
    return {
        name: KindAsked(
            name,
            kind.title,
            [
                FieldAsked(field, each.words, str(each.kind), tuple(each.choices), each.required)
                for field, each in kind.fields.items()
            ],
        )
        for name, kind in pack_of(school, on).records.items()
    }


def pack_title(school: School, on: date) -> str:
    return pack_of(school, on).title
