"""What a school's pack asks of its staff, as it is put before them to read: stages, duties, and its print.

The fingerprint is of everything in the pack: where a word of it changes, it is to be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.shape import Pack, RuleKind
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.store.models import School


@dataclass(frozen=True, slots=True)
class Procedure:
    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Procedures:
    pack: str  # its id
    title: str
    fingerprint: str
    stages: Sequence[Procedure]
    steps: Sequence[Procedure]
    duties: Sequence[Procedure]


def procedures_of(school: School, on: date) -> Procedures:
    """Those in force on a day, in the order of the pack."""
    pack = pack_of(school, on)
    duties = [entry for entry in pack.entries.values() if entry.section == "duties" and on in entry.span]
    return Procedures(
        pack=pack.id,
        title=pack.title,
        fingerprint=pack.fingerprint,
        stages=_rules(pack, RuleKind.STAGE, on),
        steps=_rules(pack, RuleKind.STEP, on),
        duties=[Procedure(each.title, each.text, each.source.title) for each in duties],
    )


def _rules(pack: Pack, kind: RuleKind, on: date) -> Sequence[Procedure]:
    return [
        Procedure(rule.title, _without_values(rule.text), rule.source.title)
        for rule in pack.rules
        if rule.kind is kind and on in rule.span
    ]


def _without_values(text: str) -> str:
    """The words of a rule; where a figure of one child would stand, three dots."""
    found = ""
    depth = 0
    for letter in text:
        depth += letter == "{"
        if depth == 0:
            found += letter
        elif letter == "}":
            depth -= 1
            found += "…"
    return found
