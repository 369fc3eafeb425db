"""One row of the worklist explained: each line with its tree of reasons, its source, the marks behind it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.record_kinds import pack_title, record_kinds
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_age import age_words
from supportfirst.casework.queries.named_people import contacts_of
from supportfirst.casework.queries.worklist import Row, as_rows, on_roll_today
from supportfirst.casework.store.models import Adult, Assessed, CaseEvent, NamedPerson, Pupil

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
    title: str
    text: str
    state: str
    about: str  # the parent or the record that it was judged for
    by: date | None
    overdue: bool
    starts: date | None
    until: date | None
    lift: str
    source: str
    address: str
    stated: bool
    notes: Sequence[str]
    because: ReasonShown | None


@dataclass(frozen=True, slots=True)
class SectionShown:
    title: str
    lines: Sequence[LineShown]


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    row: Row
    listed: bool
    pack: str
    age: str  # "" for a child of compulsory school age
    sections: Sequence[SectionShown]
    faults: Sequence[str]  # records that could not be followed
    contacts: Mapping[str, NamedPerson]  # who is the contact for what at the school, such as early help


def assessed_pupil(actor: Actor, pupil_id: uuid.UUID) -> Assessed:
    """The stored row of a child on roll today, the most pressing of several. Raises NotThere."""
    reached = places_of(actor, Right.SEE_WORKLIST).as_query("school__")
    rows = on_roll_today(Assessed.objects.filter(reached, enrolment__pupil=pupil_id), actor)
    found = rows.select_related("enrolment__pupil", "enrolment__group", "school__authority")
    row = found.order_by("-listed", "urgency").first()
    if row is None:
        raise NotThere
    return row


def worklist_row(actor: Actor, stored: Assessed) -> ExplainedRow:
    """The row explained. Whoever shows it has the reading audited (`actions.read_worklist_row`)."""
    titles = {kind: each.title for kind, each in record_kinds(stored.school, stored.on).items()}
    words = _Words(_adults(stored.enrolment.pupil), _events(stored.enrolment.pupil, titles))
    sections = [SectionShown(title, words.lines(stored.document.get(part, ()))) for part, title in PARTS]
    return ExplainedRow(
        row=as_rows(actor, [stored])[0],
        listed=stored.listed,
        pack=pack_title(stored.school, stored.on),
        age=age_words(stored.enrolment.pupil.date_of_birth, pack_of(stored.school, actor.today), actor.today),
        sections=[section for section in sections if section.lines],
        faults=stored.document.get("record_faults", ()),
        contacts=contacts_of(stored.school, actor.today),
    )


def _adults(pupil: Pupil) -> dict[str, str]:
    return {str(adult.pk): adult.name for adult in Adult.objects.filter(links__pupil=pupil)}


def _events(pupil: Pupil, titles: Mapping[str, str]) -> dict[str, str]:
    """Events by what they are and their day; never their words, which may be restricted."""
    rows = CaseEvent.objects.filter(pupil__in=same_child([pupil.pk])).values_list(
        "event", "kind", "happened_on"
    )
    return {
        str(event): f"{titles.get(kind, kind.replace('_', ' '))}, {day.day} {day:%B %Y}"
        for event, kind, day in rows
    }


@dataclass(frozen=True, slots=True)
class _Words:
    """Turns a document's parts into what is shown, with names for the ids in it."""

    adults: Mapping[str, str]
    events: Mapping[str, str]

    def lines(self, found: Iterable[Mapping[str, Any]]) -> list[LineShown]:
        return [self._line(each) for each in found]

    def _line(self, told: Mapping[str, Any]) -> LineShown:
        source, because = told["source"], told.get("because")
        state = told.get("status")
        return LineShown(
            rule=told["rule"],
            title=told["title"],
            text=told["text"],
            state=STATES.get(state, "") if state else OUTCOMES.get(told["outcome"], ""),
            about=", ".join(self._about(told)),
            by=_day(told.get("due_on")),
            overdue=bool(told.get("overdue")),
            starts=_day(told.get("from")),
            until=_day(told.get("until")),
            lift=told.get("lift", ""),
            source=_source(source),
            address=_web_address(source["address"]),
            stated=source["stated"],
            notes=told["notes"],
            because=None if because is None else self._reason(because),
        )

    def _about(self, told: Mapping[str, Any]) -> Iterator[str]:
        if "parent_id" in told:
            yield self.adults.get(told["parent_id"], "a parent")
        if "record_id" in told:
            yield self.events.get(told["record_id"], "a record")

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
        records = [self.events.get(record, "a record") for record in told.get("records", ())]
        return FactShown(
            words=told["words"],
            value=_value(told["value"]),
            origin=told["origin"],
            missing=told.get("missing", ""),
            marks=marks,
            records=records,
        )


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
