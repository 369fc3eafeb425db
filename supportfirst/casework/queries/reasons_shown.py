"""The lines of an assessment as they are shown: each with its state, sentence, source and tree of reasons.

Shared by every page that shows a line: a row of the worklist explained, what is due on a child's page, what a
referral would need. Ids in a document become names here; a record that was written down in confidence is
only “a record” to those who may not read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import readable
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.store.models import Adult, CaseEvent, Enrolment

OUTCOMES = {"met": "Yes", "not_met": "No", "cannot_tell": "Cannot tell yet"}
STATES = {
    "due": "Due",
    "done": "Done",
    "in_force": "In force",
    "met": "There",
    "missing": "Not there",
    "answered": "A reason is recorded why there is none",
    "open": "Open",
    "shut": "Shut",
    "cannot_tell": "Cannot tell yet",
}
# The parts of a document, with their headings, in the order in which they are read.
PARTS = (
    ("steps_due", "What is to be done"),
    ("holds", "What holds a step back"),
    ("stages", "Stage"),
    ("prompts", "Lines crossed"),
    ("evidence", "Evidence"),
    ("routes", "Routes"),
)
A_RECORD = "a record"


@dataclass(frozen=True, slots=True)
class Mark:
    day: date
    half: str
    code: str


@dataclass(frozen=True, slots=True)
class FactShown:
    words: str
    value: str
    origin: str
    missing: str
    marks: Sequence[Mark]
    records: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """A question, how it came out and why, and the questions beneath it."""

    asks: str
    outcome: str
    because: str
    source: str
    facts: Sequence[FactShown]
    parts: Sequence[ReasonShown]


@dataclass(frozen=True, slots=True)
class LineShown:
    """One rule held against the pupil."""

    rule: str
    key: str  # the rule, with the parent or record that it was judged for
    anchor: str  # where it stands on the page of reasons
    title: str
    text: str
    status: str  # the document's own word: how it stands, or how it came out
    state: str
    about: str  # the parent or the record that it was judged for
    who: str  # who is to do it, or who owns the hold
    by: date | None
    overdue: bool
    starts: date | None
    until: date | None
    lift: str
    records: Sequence[str]  # that met an item of evidence
    source: str
    address: str
    stated: bool
    notes: Sequence[str]
    because: ReasonShown | None


@dataclass(frozen=True, slots=True)
class SectionShown:
    title: str
    lines: Sequence[LineShown]


def teller_of(
    actor: Actor, enrolment: Enrolment, moment: datetime, events: Sequence[CaseEvent] | None = None
) -> Teller:
    """Of what was written down by a moment; a few queries, however much that is.

    events: those of the child, with their schools, where they are read already.
    """
    if events is None:
        held = CaseEvent.objects.filter(pupil__in=same_child([enrolment.pupil_id]))
        events = list(held.defer("data", "adults").prefetch_related("school"))
    known = {str(each.event): each for each in events if each.recorded_at <= moment}
    return Teller(
        adults={str(each.pk): each.name for each in Adult.objects.filter(links__pupil=enrolment.pupil_id)},
        events=known,
        may_read=readable(actor, known.values()),
        titles={kind: each.title for kind, each in record_kinds(enrolment.school, actor.today).items()},
    )


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns a document's parts into what is shown, with names for the ids in it."""

    adults: Mapping[str, str]
    events: Mapping[str, CaseEvent]
    may_read: Collection[UUID]
    titles: Mapping[str, str]  # of the kinds of record

    def sections(self, document: Mapping[str, Any]) -> list[SectionShown]:
        """Those that have a line."""
        made = [SectionShown(title, self.lines(document.get(part, ()))) for part, title in PARTS]
        return [section for section in made if section.lines]

    def lines(self, found: Iterable[Mapping[str, Any]]) -> list[LineShown]:
        return [self.line(each) for each in found]

    def line(self, told: Mapping[str, Any], *, tree: bool = True) -> LineShown:
        """tree: with its reasons, which a list of many lines leaves to their own page."""
        source, because = told["source"], told.get("because") if tree else None
        state = told.get("status")
        return LineShown(
            rule=told["rule"],
            key=told["id"],
            anchor=anchor_of(told),
            title=told["title"],
            text=told["text"],
            status=state or told["outcome"],
            state=STATES.get(state, "") if state else OUTCOMES.get(told["outcome"], ""),
            about=", ".join(self._about(told)),
            who=" or ".join(told.get("who", ())) or told.get("owner") or told.get("supplied_by") or "",
            by=_day(told.get("due_on")),
            overdue=bool(told.get("overdue")),
            starts=_day(told.get("from")),
            until=_day(told.get("until")),
            lift=told.get("lift") or "",
            records=self.recorded(told.get("records", ())),
            source=_source(source),
            address=_web_address(source["address"]),
            stated=source["stated"],
            notes=told["notes"],
            because=None if because is None else self._reason(because),
        )

    def recorded(self, ids: Iterable[str]) -> Sequence[str]:
        return [self._record(each) for each in ids]

    def _record(self, id: str) -> str:  # noqa: A002
        """What it is and its day; never its words."""
        event = self.events.get(id)
        if event is None or event.event not in self.may_read:
            return A_RECORD
        title = self.titles.get(event.kind, event.kind.replace("_", " "))
        return f"{title}, {event.happened_on.day} {event.happened_on:%B %Y}"

    def _about(self, told: Mapping[str, Any]) -> Iterator[str]:
        if told.get("parent_id") is not None:
            yield self.adults.get(told["parent_id"], "a parent")
        if told.get("record_id") is not None:
            yield self._record(told["record_id"])

    def _reason(self, told: Mapping[str, Any]) -> ReasonShown:
        return ReasonShown(
            asks=told["asks"],
            outcome=OUTCOMES[told["outcome"]],
            because=told["because"],
            source=_source(told["source"]) if "source" in told else "",
            facts=[self._fact(fact) for fact in told.get("facts", ())],
            parts=[self._reason(part) for part in told.get("parts", ())],
        )

    def _fact(self, told: Mapping[str, Any]) -> FactShown:
        marks = [
            Mark(date.fromisoformat(mark["date"]), mark["session"], mark["code"])
            for mark in told.get("sessions", ())
        ]
        return FactShown(
            words=told["words"],
            value=_value(told["value"]),
            origin=told["origin"],
            missing=told.get("missing", ""),
            marks=marks,
            records=self.recorded(told.get("records", ())),
        )


def anchor_of(told: Mapping[str, Any]) -> str:
    """The line's key as an address may hold it: a rule's dots, and the parent or record it stands for."""
    return str(told["id"]).replace("@", "--").replace(".", "-")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "not known"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _source(told: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (told["title"], told["passage"]) if part)


def _web_address(address: str) -> str:
    """Only what leads out to the web; a page of ours, or nothing, is no link."""
    return address if address.startswith("https://") else ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
