"""Facts that a pack makes from records, flags, the school, the parents and dates.

A rule names such a fact as it names a measure. What is not known stays not known: without a
history there is no record fact, and nothing is taken as “no”.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Union

from supportfirst.attendance.packs.case_shape import PUPIL, Clock, Filter
from supportfirst.attendance.packs.condition_shape import Condition


class Gives(StrEnum):
    YES_NO = "yes or no"
    NUMBER = "number"
    DATE = "date"


class RecordsAsk(StrEnum):
    ANY = "any"
    COUNT = "count"
    FIRST = "first"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class OfRecords:
    """Asked of all records of some kinds that pass every filter, in the order of their days.

    FIRST and LATEST give a date or number field of one record or, where `equals` is written, whether
    that field is one of the texts. For a fact of a parent only records that name the parent count.
    A COUNT with `once_by` counts records that say the same in that field once; one silent there counts alone.
    """

    ask: RecordsAsk
    kinds: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    field: str = "on"
    equals: tuple[str, ...] = ()
    once_by: str = ""


@dataclass(frozen=True, slots=True)
class OfThis:
    """A field of the record that the item stands for; with `equals`, whether it is one of the texts;
    with `present`, whether it is there at all."""

    field: str
    equals: tuple[str, ...] = ()
    present: bool = False


@dataclass(frozen=True, slots=True)
class OfFlag:
    """A dated flag of the pupils file, on the day; `reviewed`: the day an EHCP was last reviewed;
    with `present`, whether such a day is written."""

    flag: str
    reviewed: bool = False
    present: bool = False


@dataclass(frozen=True, slots=True)
class OfSchool:
    """`traded`, or whether a key of the school file (`type`, `phase`) is one of the texts."""

    key: str
    equals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfParent:
    """`parental_responsibility`, `day_to_day_care` or `address_confidential` of the parent."""

    key: str


@dataclass(frozen=True, slots=True)
class MovedTo:
    """The latest move on the track that its table allows led to this stage; "" asks whether any was made."""

    track: str
    stage: str


@dataclass(frozen=True, slots=True)
class AtStage:
    """The pupil's stage now is one of these stage rules."""

    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedCondition:
    when: Condition


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a clock's period, a date."""

    clock: Clock


@dataclass(frozen=True, slots=True)
class Between:
    """How many days or weeks lie between two dates, the first counted from, the last included: a number.

    `end` "" is the day of the assessment. unit: "calendar days", "school days", "weeks" (whole ones of
    seven days), "school weeks" (those with a session between the two), "months" (whole ones).
    """

    start: str
    end: str
    unit: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Of some dates the `first known` in the order written, the `earliest` or the `latest`."""

    choose: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfSessions:
    """How many of the pupil's sessions are of a kind, over some days.

    counts: "threshold" (codes marked as counting), "unauthorised", "authorised", "absence", "late", or
    symbols of codes separated by spaces. window: the days of a counting window; else from the date fact
    `since` (or the first mark) to the date fact `until` (or the day). not_in: sessions inside the days
    `covers_from` to `covers_to` of records of these kinds that pass the filters are left out. beside: symbols
    of codes; only sessions of days that also hold one of them.
    """

    counts: str
    window: str = ""
    since: str = ""
    until: str = ""
    not_in: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    beside: str = ""


FactAsk = Union[  # noqa: UP007
    OfRecords,
    OfThis,
    OfFlag,
    OfSchool,
    OfParent,
    MovedTo,
    AtStage,
    NamedCondition,
    LastDay,
    Between,
    OneOf,
    OfSessions,
]


@dataclass(frozen=True, slots=True)
class FactRule:
    """A named fact that conditions and texts may use as they use a measure."""

    id: str
    words: str  # completes “…: yes”, “…: 2” or “…: 3 March 2026”
    gives: Gives
    ask: FactAsk
    each: str = PUPIL  # "pupil", "parent", or a kind of record
    missing: str = ""  # what to supply where it is not known
    where: str = ""
