"""What the core tells a parent of a child, in blocks that a page or a paper can set: as known at a moment.

The words are the core's letter (`supportfirst explain --for parent`), made from the marks and records as they
stand now; nothing here loads the compiled kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from supportfirst.attendance.assessment.parents import letter
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.bridge.child_assessment import child_then
from supportfirst.casework.bridge.record_kinds import table_of
from supportfirst.casework.store.models import Enrolment

WORDS = "papers.parent_words"
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Block:
    """What stands beneath a heading, in parts; without a heading it is plain sentences.

    A part is who does something, and what; or, without anybody, lines that stand by themselves.
    """

    heading: str
    parts: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Letter:
    title: str
    blocks: Sequence[Block]
    parents: frozenset[str]  # the ids of the child's parents in law


@dataclass(frozen=True, slots=True)
class ParentWords:
    """The sentences of every paper for a parent; "" where the pack has none."""

    mark: str
    help: str
    decide: str
    nobody: str
    telephone: str
    checked: str  # where a mark is being checked


def parent_words(pack: Pack, day: date) -> ParentWords:
    held = table_of(pack, WORDS, day)
    return ParentWords(**{name: held.get(name, "") for name in ParentWords.__slots__})


def letter_to(enrolment: Enrolment, moment: datetime, parent: str | None) -> Letter | None:
    """None where nothing can be told, such as of a school whose terms are not set.

    parent: the id of who reads; None: only what concerns every parent of the child.
    """
    try:
        then = child_then(enrolment, moment)
        assessment = then.assessed()
    except AttendanceError:
        return None
    [pupil] = assessment.pupils
    title, *rest = letter(pupil, assessment.pack, assessment.on, None, parent)
    parents = frozenset(each.id for each in then.files.parents or ())
    return Letter(title, list(_blocks(rest)), parents)


def _blocks(lines: Iterable[str]) -> Iterable[Block]:
    for is_blank, group in groupby(lines, key=lambda line: not line):
        if is_blank:
            continue
        held = list(group)
        if len(held) > 1 and all(line.startswith(INDENT) for line in held[1:]):
            yield Block(held[0].rstrip(":"), _parts(held[1:]))
        else:
            yield Block("", [("", [line.strip() for line in held])])


def _parts(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """A line that ends with a colon says who does what stands after it."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        told = line.strip()
        if told.endswith(":"):
            found.append((told, []))
        elif (found and line.startswith(2 * INDENT)) or (found and not found[-1][0]):
            found[-1][1].append(told)
        else:
            found.append(("", [told]))
    return found
