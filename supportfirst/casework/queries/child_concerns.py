"""What is recorded about a child's safety, for whoever may read it; for everybody else, that it is there.

What other agencies tell is not even hinted at: nobody without safeguarding access learns that there is any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import RIGHTS, Right
from supportfirst.casework.access.safeguarding import may_read_record, readable_records, sees_safeguarding
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.bridge.safeguarding_words import Signs, signs_on, steps_not_seen
from supportfirst.casework.bridge.same_child import kept_child, same_child
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import OfChild, child_at, reaches
from supportfirst.casework.queries.morning_page import contact_page
from supportfirst.casework.queries.safeguarding_procedure import ProcedureShown, procedure_of
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Enrolment, Membership, SafeguardingRecord, User

CONCERN, INFORMATION = "safeguarding_concern", "agency_information"
REFERRAL, CONSIDERED = "safeguarding_referral", "information_considered"
STEPS = {  # what may be said of a record: by part of the address, its kind, and what it is about
    "decide": (REFERRAL, CONCERN),
    "reference": ("safeguarding_reference", CONCERN),
    "considered": (CONSIDERED, INFORMATION),
}


# --- the part of the child's page --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChildConcerns:
    """What the child's page says. `there`: a concern was raised, whoever may read it."""

    there: bool
    may_open: bool  # something stands on the page of concerns that is the reader's to read
    sees_all: bool
    may_raise: bool
    waiting: int  # concerns without a decision, for those who decide
    information: int  # of other agencies and not yet weighed in support, for those who may know
    raised: Sequence[datetime]  # when the reader raised one: it was received


def child_concerns(actor: Actor, seen: AsSeen) -> ChildConcerns:
    held = list(_rows(seen.enrolment).filter(recorded_at__lte=seen.moment))
    sees_all = sees_safeguarding(actor, seen.school)
    concerns = [row for row in held if row.kind == CONCERN]
    mine = set(readable_records(actor).filter(pk__in=[row.pk for row in held]).values_list("pk", flat=True))
    followed = {row.about_id for row in held if row.kind in (REFERRAL, CONSIDERED)}
    told = [row for row in held if row.kind == INFORMATION and row.pk not in followed]
    return ChildConcerns(
        there=bool(concerns),
        may_open=sees_all or bool(mine),
        sees_all=sees_all,
        may_raise=not seen.past and reaches(actor, seen.enrolment, Right.SEE_PUPIL),
        waiting=sum(row.pk not in followed for row in concerns) if sees_all else 0,
        information=len(told) if sees_all else 0,
        raised=[row.recorded_at for row in concerns if row.recorded_by_id == actor.user.pk],
    )


def _rows(enrolment: Enrolment) -> QuerySet[SafeguardingRecord]:
    """Of this school alone: what another school knows, its own safeguarding lead hands over."""
    held = SafeguardingRecord.objects.filter(
        school=enrolment.school_id, pupil__in=same_child([enrolment.pupil_id])
    )
    return held.order_by("-happened_on", "-recorded_at", "pk")


# --- the page of concerns ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """One row as it is shown."""

    title: str
    on: date
    by: str
    recorded_at: datetime
    told: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RecordShown:
    id: UUID
    said: Said
    followed_by: Sequence[Said]
    readers: Sequence[str]
    settled: bool  # decided, or weighed in support


@dataclass(frozen=True, slots=True)
class ConcernsPage(OfChild):
    left: bool
    sees_all: bool
    concerns: Sequence[RecordShown]
    information: Sequence[RecordShown]
    procedure: ProcedureShown


def concerns_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> ConcernsPage:
    """Raises NotThere, as for a page that does not exist, where nothing is the reader's to read."""
    enrolment = child_at(actor, school_id, pupil_id, or_left=True)
    sees_all = sees_safeguarding(actor, enrolment.school)
    found = readable_records(actor).filter(pk__in=_rows(enrolment).order_by().values("pk"))
    rows = list(
        found.select_related("recorded_by")
        .prefetch_related("readers__user")
        .order_by("-happened_on", "-recorded_at", "pk")
    )
    if not sees_all and not rows:
        raise NotThere
    shown = _shown(enrolment, rows, actor.today)
    return ConcernsPage(
        enrolment,
        not reaches(actor, enrolment, Right.SEE_PUPIL),
        sees_all,
        shown[CONCERN],
        shown[INFORMATION],
        procedure_of(enrolment.school),
    )


def _shown(
    enrolment: Enrolment, rows: Sequence[SafeguardingRecord], day: date
) -> Mapping[str, list[RecordShown]]:
    kinds, signs = record_kinds(enrolment.school, day), signs_on(enrolment.school, day)
    after: dict[UUID, list[SafeguardingRecord]] = defaultdict(list)
    for row in reversed(rows):
        if row.about_id is not None:
            after[row.about_id].append(row)
    found: dict[str, list[RecordShown]] = defaultdict(list)
    for row in rows:
        if row.about_id is None:
            follow = after[row.pk]
            found[row.kind].append(
                RecordShown(
                    row.pk,
                    _said(row, kinds, signs),
                    [_said(each, kinds, signs) for each in follow],
                    [each.user.name for each in row.readers.all()],
                    any(each.kind in (REFERRAL, CONSIDERED) for each in follow),
                )
            )
    return found


def _said(row: SafeguardingRecord, kinds: Mapping[str, KindAsked], signs: Signs) -> Said:
    kind = kinds.get(row.kind)
    words = {field.name: field.words for field in kind.fields} if kind else {}
    return Said(
        kind.title if kind else row.kind.replace("_", " ").capitalize(),
        row.happened_on,
        row.recorded_by.name,
        row.recorded_at,
        [(_capital(words.get(name, name)), _value(name, value, signs)) for name, value in row.data.items()],
    )


def _value(name: str, value: Any, signs: Signs) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(signs.words(str(each)) for each in value)
    return str(value).replace("_", " ") if name in ("decision", "agency") else str(value)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- what is written ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RaisePage(OfChild):
    signs: Signs
    kind: KindAsked
    procedure: ProcedureShown


def raise_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> RaisePage:
    """For everybody who sees the child. Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id)
    kind = _kind(enrolment, CONCERN, actor.today)
    return RaisePage(enrolment, signs_on(enrolment.school, actor.today), kind, procedure_of(enrolment.school))


@dataclass(frozen=True, slots=True)
class InformationPage(OfChild):
    kind: KindAsked


def information_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> InformationPage:
    """For those with safeguarding access. Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_PUPIL, Right.SEE_RESTRICTED)
    return InformationPage(enrolment, _kind(enrolment, INFORMATION, actor.today))


def _kind(enrolment: Enrolment, name: str, day: date) -> KindAsked:
    kind = record_kinds(enrolment.school, day).get(name)
    if kind is None:
        raise NotThere
    return kind


@dataclass(frozen=True, slots=True)
class FollowUpPage(OfChild):
    record: SafeguardingRecord
    step: str
    kind: KindAsked
    procedure: ProcedureShown


def follow_up_page(actor: Actor, school_id: UUID, record_id: UUID, step: str) -> FollowUpPage:
    """Raises NotThere."""
    enrolment, record = _record_at(actor, school_id, record_id)
    kind, about = STEPS.get(step, ("", ""))
    if record.kind != about:
        raise NotThere
    procedure = procedure_of(enrolment.school)
    return FollowUpPage(enrolment, record, step, _kind(enrolment, kind, actor.today), procedure)


@dataclass(frozen=True, slots=True)
class ConfidePage(OfChild):
    record: SafeguardingRecord
    staff: Sequence[User]


def confide_page(actor: Actor, school_id: UUID, record_id: UUID) -> ConfidePage:
    """Colleagues of this very school who see children's records by their role. Raises NotThere."""
    enrolment, record = _record_at(actor, school_id, record_id)
    roles = [role for role, rights in RIGHTS.items() if {Right.SEE_PUPIL, Right.SEE_CONTACTS} <= rights]
    held = Membership.objects.filter(in_force(actor.today), school=enrolment.school_id, role__in=roles)
    staff = User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=actor.user.pk)
    return ConfidePage(enrolment, record, list(staff.order_by("name", "pk")))


def _record_at(actor: Actor, school_id: UUID, record_id: UUID) -> tuple[Enrolment, SafeguardingRecord]:
    record = SafeguardingRecord.objects.filter(pk=record_id, school=school_id).first()
    if record is None or not may_read_record(actor, record.pk):
        raise NotThere
    kept = kept_child(record.pupil_id)
    # Who leaves the roll takes no concern away: it is still to be decided, by the school that knows of it.
    return child_at(actor, school_id, kept, Right.SEE_PUPIL, Right.SEE_RESTRICTED, or_left=True), record


# --- a child who was not seen ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotSeenPage(OfChild):
    steps: Sequence[str]
    procedure: ProcedureShown
    may_escalate: bool  # the morning's list has the child, and nobody knows where they are


def not_seen_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> NotSeenPage:
    """What is to be done at once. Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id)
    contact = contact_page(actor, school_id, pupil_id, actor.today)
    escalates = contact is not None and contact.row is not None and not contact.row.since
    steps = steps_not_seen(enrolment.school, actor.today)
    return NotSeenPage(enrolment, steps, procedure_of(enrolment.school), escalates)
