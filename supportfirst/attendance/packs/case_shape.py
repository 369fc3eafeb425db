"""A pack's casework as values: kinds of record, clocks, tracks, and the catalogue of papers and people.

Nothing here is judged. `casebook` reads these beside a child's chronology; the law they
state is in `policy/`, each with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan

PUPIL, PARENT = "pupil", "parent"  # what an item may stand for; else the name of a kind of record


class FieldKind(StrEnum):
    """What a field of a record holds."""

    TEXT = "text"
    DATE = "date"
    YES_NO = "yes or no"
    NUMBER = "number"
    CHOICE = "choice"
    LIST = "list"  # of texts


@dataclass(frozen=True, slots=True)
class RecordField:
    name: str
    kind: FieldKind
    words: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of event of the chronology. `about`: the kinds of record that it follows up."""

    id: str
    title: str
    fields: Mapping[str, RecordField]
    about: tuple[str, ...] = ()
    for_parent: bool = False  # must name at least one parent
    visibility: str = "shared"
    where: str = ""


class Counting(StrEnum):
    BEGINNING_WITH = "beginning with"  # the day itself is day 1: 21 days end on the day + 20
    AFTER = "after"  # the next day is day 1


@dataclass(frozen=True, slots=True)
class Clock:
    """So many days or weeks from a date: `start` names a date fact, `length` a dated value with its unit.

    Its answer is the last day of the period. Months and years end on the day before the same day of
    a later month when they begin with a day, and on that same day when they run after it.
    """

    start: str
    length: str
    counting: Counting


class Test(StrEnum):
    """How one field of a record is looked at."""

    IS = "is"  # one of the texts
    IS_NOT = "is_not"  # none of them; a field that is not there is none of them
    PRESENT = "present"
    ABSENT = "absent"
    SINCE = "since"  # a date on or after a date fact
    UNTIL = "until"  # a date on or before a date fact
    SINCE_VALUE = "since_value"  # a date on or after the day that a value of the pack names
    WITHIN = "within"  # a date whose period of so long, beginning with it, has not ended before the day
    AT_LEAST = "at_least"  # a number held against a value of the pack


@dataclass(frozen=True, slots=True)
class Filter:
    """`field` is a field of the record or of what follows it up, `on`, or the name of a follow-up's kind
    (then the day of the latest one)."""

    field: str
    test: Test
    against: tuple[str, ...] = ()


class Severity(StrEnum):
    """How a gap weighs: a block can only be lifted by a record; the next may be answered by a reason."""

    BLOCK = "block"
    DOCUMENT_OR_REASON = "document_or_reason"
    INFORMATION = "information"


class HoldSeverity(StrEnum):
    BLOCK = "block"
    CAUTION = "caution"  # a reason to go on must be recorded


@dataclass(frozen=True, slots=True)
class Track:
    """A way that a case goes, with the title people know it by."""

    id: str
    title: str
    text: str
    source: Source
    where: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the catalogue: a role, a statement, a letter, a meeting, a contract, a form, …"""

    id: str
    section: str  # "letters", "meetings", …
    title: str
    text: str
    source: Source
    span: DateSpan
    stated: bool = True
    details: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    where: str = ""

    def listed(self, key: str) -> tuple[str, ...]:
        """What a key holds as a list, where one word may stand alone; empty where it is left out."""
        held = self.details.get(key, ())
        return (held,) if isinstance(held, str) else held
