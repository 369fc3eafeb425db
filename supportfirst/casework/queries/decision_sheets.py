"""The decisions about a child's prompts: a prompt to decide on, what was decided, and one sheet opened.

Everything that was known stands on a sheet, flags and records of the family with it: it is for those who see
the child's worklist row and the family both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import readable
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.decision_sheets import (
    DECLINED,
    Again,
    Opened,
    Sheet,
    opened,
    records_on,
    same_as_then,
    unpacked,
)
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.queries.child import OfChild, child_at, reaches
from supportfirst.casework.queries.issuing import Issue, standing_of
from supportfirst.casework.store.models import Assessed, CaseEvent, DecisionSheet, Enrolment

PROMPTS = ("steps_due", "stages", "prompts")  # the parts of a document that ask for a decision
WHOLE_ROW = "The whole row of the worklist"


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision in a list."""

    id: UUID
    rule: str
    title: str
    declined: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PromptPage(OfChild):
    """One prompt as it was last assessed, and what was decided about it before."""

    key: str
    answer: str  # what the line says of its rule: that it is due, or met
    title: str
    text: str
    source: str
    on: date
    known_at: datetime
    being_assessed: bool
    before: Sequence[Decided]

    @property
    def newest(self) -> str:
        """The decision about it that the reader has seen, for the form to carry; "" where there is none."""
        return str(self.before[0].id) if self.before else ""


@dataclass(frozen=True, slots=True)
class SheetPage(OfChild):
    row: DecisionSheet
    decided: Decided
    about: str
    opened: Opened
    today: Again | None  # None: not asked for
    may_export: bool
    issue: Issue | None  # whether what it relied on was changed since
    kept_back: bool  # it holds a restricted record that the reader may not read: so nothing of it is shown


def prompt_page(actor: Actor, school_id: UUID, pupil_id: UUID, key: str) -> PromptPage:
    """Raises NotThere: out of reach, or no prompt of the child's last assessment."""
    enrolment = child_at(
        actor, school_id, pupil_id, Right.SEE_CONTACTS, Right.SEE_WORKLIST, Right.ACT_ON_CASE
    )
    stored = Assessed.objects.filter(enrolment=enrolment).first()
    told = None if stored is None else _prompt(stored.document, key)
    if stored is None or told is None:
        raise NotThere
    source = told["source"]
    return PromptPage(
        enrolment=enrolment,
        key=key,
        answer=told.get("status") or told["outcome"],
        title=told["title"],
        text=told["text"],
        source=", ".join(part for part in (source["title"], source["passage"]) if part),
        on=stored.on,
        known_at=stored.known_at,
        being_assessed=stored.stale_since is not None,
        before=[each for each in decisions_about(enrolment) if each.rule == key],
    )


def _prompt(document: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    """The line of that key that crosses its rule, or is due."""
    lines = (line for part in PROMPTS for line in document.get(part, ()))
    return next((line for line in lines if line["id"] == key), None)


def decisions_about(enrolment: Enrolment, moment: datetime | None = None) -> list[Decided]:
    """The newest first; two queries. moment: those of later are not there."""
    held = DecisionSheet.objects.filter(pupil__in=same_child([enrolment.pupil_id]), school=enrolment.school)
    if moment is not None:
        held = held.filter(decided_at__lte=moment)
    return [_decided(row) for row in held.defer("sheet").order_by("-decided_at", "pk")]


def _decided(row: DecisionSheet) -> Decided:
    by = f"{row.name}, {row.job_title}" if row.job_title else row.name
    return Decided(row.pk, row.rule, row.title, row.decided == DECLINED, row.reason, by, row.decided_at)


def decision_sheet(actor: Actor, school_id: UUID, pupil_id: UUID, sheet_id: UUID) -> DecisionSheet:
    """Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_CONTACTS, Right.SEE_WORKLIST, or_left=True)
    held = DecisionSheet.objects.filter(
        pupil__in=same_child([pupil_id]), school=enrolment.school, pk=sheet_id
    )
    row = held.select_related("enrolment__pupil", "enrolment__school__authority").first()
    if row is None:
        raise NotThere
    return row


def sheet_page(actor: Actor, row: DecisionSheet, *, today: bool, for_parent: bool = False) -> SheetPage:
    """The sheet judged again from what it holds; today: from the records as they are known now, too.

    for_parent: in the words for a parent. Raises SheetUnreadable, CalendarUnusable.
    """
    sheet = unpacked(row)
    return SheetPage(
        enrolment=row.enrolment,
        row=row,
        decided=_decided(row),
        about=row.title if row.rule else f"{WHOLE_ROW}: {row.title}",
        opened=opened(sheet, for_parent=for_parent),
        today=same_as_then(sheet, row.enrolment, actor.at) if today else None,
        may_export=reaches(actor, row.enrolment, Right.EXPORT),
        issue=standing_of("sheet", str(row.pk)),
        kept_back=not may_read_sheet(actor, sheet),
    )


def may_read_sheet(actor: Actor, sheet: Sheet) -> bool:
    """A sheet holds each record word for word: who opens it must be one who may read every one of them."""
    held = CaseEvent.objects.filter(event__in=records_on(sheet), restricted=True).select_related("school")
    restricted = list(held)
    return len(readable(actor, restricted)) == len(restricted)
