"""What the casebook says of one pupil, as values: steps due, holds, evidence, routes, and the moves open.

They are findings like any other, with their reasons; what each kind adds stands in `more`. The
casebook makes them; here is only their form, so that a result can be written without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from supportfirst.attendance.assessment.finding import Finding
from supportfirst.attendance.assessment.pupil_facts import PupilFacts
from supportfirst.attendance.vocabulary.people import Pupil


class Status(StrEnum):
    """How an item stands; each kind of rule uses its own few of them."""

    DUE = "due"
    DONE = "done"
    NOT_DUE = "not_due"
    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"
    MET = "met"
    MISSING = "missing"
    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    OPEN = "open"
    SHUT = "shut"
    NOT_IN_VIEW = "not_in_view"
    CANNOT_TELL = "cannot_tell"


NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


class CaseItem(NamedTuple):
    """One step, hold, item of evidence or route. `more` is JSON-ready, as the contract names its keys."""

    finding: Finding
    status: Status
    more: Mapping[str, Any] = NOTHING_MORE

    def as_json(self, *, tree: bool) -> dict[str, Any]:
        return {**self.finding.as_json(tree=tree), **self.more}


# From all its fields at once, in order, as `reason_of` of a reason.
CaseItemFields = tuple[Finding, Status, Mapping[str, Any]]
case_item_of: Callable[[CaseItemFields], CaseItem] = partial(tuple.__new__, CaseItem)


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """A record that counts on the day, as a person knows it: what it is, of which day, of which parents."""

    title: str
    on: date
    parents: tuple[str, ...] = ()  # ids; () where it concerns them all
    kind: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)  # its own, with those of what followed it up


@dataclass(frozen=True, slots=True)
class CaseItems:
    """What was judged for one pupil: with everything asked for each rule, else what is listed unasked."""

    steps: Sequence[CaseItem] = ()
    holds: Sequence[CaseItem] = ()
    evidence: Sequence[CaseItem] = ()
    routes: Sequence[CaseItem] = ()
    moves: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)  # by track, JSON-ready
    reached: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)  # how, by track
    faults: Sequence[str] = ()  # records that could not be followed, in plain words
    records: Mapping[str, RecordSeen] = field(default_factory=dict)  # by id
    parents: tuple[str, ...] | None = None  # ids of every parent of the pupil; None: not known

    def all(self) -> list[CaseItem]:
        return [*self.steps, *self.holds, *self.evidence, *self.routes]


class JudgesCases(Protocol):
    """The casebook, as an assessment calls it for each pupil on roll."""

    def judge(
        self,
        upn: str,
        pupil: Pupil | None,
        measures: PupilFacts,
        *,
        extra: Mapping[str, str],
        found: Sequence[Finding],
        everything: bool,
    ) -> tuple[list[Finding], CaseItems]:
        """Further stages, prompts and lists beside those found from the figures, and the case's items."""

    def left_out(self) -> dict[str, int]:
        """Events that do not count on the day, by why."""

    def moments_complete(self) -> bool:
        """Whether every event that counts says when it was recorded."""
