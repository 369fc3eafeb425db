"""What may be recorded about one child from day to day, and the page that does it, with what stood before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import KEPT_BACK, readable
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.bridge.follow_up_rules import TalksOffered, talks_offered
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.bridge.said_elsewhere import KIND
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import CaseEvent, Enrolment, Membership, School, User

NEWEST = 20
DISCUSSION, LATE_TO_LESSON, TRUANCY = "discussion", "late_to_lesson", "truancy_found"
CONFIRMED_ELSEWHERE = "provider-confirmation"
ENGAGEMENT, LIAISON, PROBLEM = "engagement", "agency_liaison", "problem_reported"
MEDICAL_DOUBT, BY_HEAD = "medical_evidence_asked", "confirmed_by_head"
ALTERNATIVE = "alternative_engagement"
CIRCUMSTANCES = "meeting_circumstances"  # of a parent, that bear on meeting
TALK = "informal-talk"  # its kind of record is the pack's


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that may be recorded: its part of the address, its kind, what the link and the page say."""

    what: str
    kind: str
    words: str
    right: Right = Right.LOG_CONTACT
    required: frozenset[str] = frozenset()  # fields that this page asks for though the pack does not
    names_staff: bool = False  # restricted, and told to people by name
    with_home: bool = False  # an adult of the child may be named

    @property
    def is_restricted(self) -> bool:
        return self.names_staff


EVERYWHERE = (
    Offered(DISCUSSION, DISCUSSION, "Log a discussion with the child or a parent", with_home=True),
    Offered(LATE_TO_LESSON, LATE_TO_LESSON, "Record that the child came late to a lesson"),
    Offered("truancy", TRUANCY, "Record that truancy was found"),
    Offered(CONFIRMED_ELSEWHERE, KIND, "Record what another place of education says of attendance there"),
    Offered(
        ENGAGEMENT,
        ENGAGEMENT,
        "Record how the family engages",
        right=Right.ACT_ON_CASE,
        with_home=True,
    ),
    Offered(
        "liaison",
        LIAISON,
        "Log a contact with another agency",
        right=Right.ACT_ON_CASE,
        required=frozenset({"person"}),
    ),
    Offered(
        "alternative-engagement",
        ALTERNATIVE,
        "Log an alternative attempt to engage the family",
        with_home=True,
    ),
    Offered(
        "circumstances",
        CIRCUMSTANCES,
        "Record what bears on meeting a parent",
        right=Right.ACT_ON_CASE,
        with_home=True,
    ),
    Offered(
        "medical-doubt",
        MEDICAL_DOUBT,
        "Record a reason to doubt an illness, as the head confirms it",
        right=Right.ACT_ON_CASE,
        required=frozenset({"doubt"}),
    ),
    Offered("problem", PROBLEM, "Record a problem that a parent told of, in confidence", names_staff=True),
)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One event of the kind, as the history of the page shows it."""

    event: uuid.UUID
    on: date
    at: time | None
    by: str
    told: Sequence[tuple[str, str]]
    kept_back: str  # said in place of the words


@dataclass(frozen=True, slots=True)
class RecordPage(OfChild):
    offered: Offered
    kind: KindAsked
    talks: TalksOffered | None
    callers: Sequence[Caller]
    staff: Sequence[User]  # of whom some may be told in confidence
    history: Sequence[RecordLine]


def records_at(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID) -> Sequence[Offered]:
    """What somebody may record about a child at a school; nothing for a child out of reach."""
    held = enrolments_for(actor, Right.LOG_CONTACT).filter(school_id=school_id, pupil_id=pupil_id)
    enrolment = held.select_related("school__authority").first()
    if enrolment is None:
        return []
    school = enrolment.school
    known = record_kinds(school, actor.today)
    acts = enrolments_for(actor, Right.ACT_ON_CASE).filter(pk=enrolment.pk).exists()
    return [
        each
        for each in _all_offered(school, actor.today)
        if each.kind in known and (acts or each.right is Right.LOG_CONTACT)
    ]


def record_page(actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, what: str) -> RecordPage:
    """Raises NotThere for a child out of reach, and for what the school's pack or the person's role lacks."""
    enrolment = child_at(actor, school_id, pupil_id, Right.LOG_CONTACT)
    school = enrolment.school
    offered = next((each for each in _all_offered(school, actor.today) if each.what == what), None)
    kind = record_kinds(school, actor.today).get(offered.kind) if offered is not None else None
    if offered is None or kind is None:
        raise NotThere
    child_at(actor, school_id, pupil_id, offered.right)
    talks = talks_offered(school, actor.today) if what == TALK else None
    if talks is not None:
        kind = _in_places(kind, talks)
    callers = callers_shown(actor, school, pupil_id) if offered.with_home else ()
    return RecordPage(
        enrolment,
        offered,
        kind,
        talks,
        callers,
        _staff(actor, school) if offered.names_staff else (),
        history_of_kind(actor, enrolment, kind),
    )


def _all_offered(school: School, on: date) -> Sequence[Offered]:
    talks = talks_offered(school, on)
    if talks is None:
        return EVERYWHERE
    asked = frozenset({"staff_chosen"})
    return (*EVERYWHERE, Offered(TALK, talks.record, talks.title, required=asked, with_home=True))


def _in_places(kind: KindAsked, talks: TalksOffered) -> KindAsked:
    """The kind with those places alone that the school's phase has."""
    fields = [
        replace(each, choices=tuple(place for place in each.choices if place in talks.places))
        if each.name == "place"
        else each
        for each in kind.fields
    ]
    return replace(kind, title=talks.title, fields=fields)


def _staff(actor: Actor, school: School) -> Sequence[User]:
    """Everybody with a role at this very school today, but the person themselves."""
    held = Membership.objects.filter(in_force(actor.today), school=school).values("user")
    return list(
        User.objects.filter(pk__in=held, is_active=True).exclude(pk=actor.user.pk).order_by("name", "pk")
    )


# --- what stood before -------------------------------------------------------------------


def history_of_kind(actor: Actor, enrolment: Enrolment, kind: KindAsked) -> Sequence[RecordLine]:
    """The child's events of a kind at the school, newest first; of a restricted one, that it is there."""
    events = list(
        CaseEvent.objects.filter(
            school=enrolment.school, pupil__in=same_child([enrolment.pupil_id]), kind=kind.kind
        )
        .exclude(event__in=struck_out(enrolment.school))
        .select_related("school", "recorded_by")
        .order_by("-happened_on", "-serial")[:NEWEST]
    )
    may_read = readable(actor, events)
    return [line_of_event(each, kind, may_be_read=each.event in may_read) for each in events]


def line_of_event(event: CaseEvent, kind: KindAsked, *, may_be_read: bool) -> RecordLine:
    words = {field.name: field.words for field in kind.fields}
    told = [(_capital(words.get(name, name)), _said(value)) for name, value in event.data.items()]
    return RecordLine(
        event.event,
        event.happened_on,
        event.happened_at,
        event.recorded_by.name,
        told if may_be_read else (),
        "" if may_be_read else KEPT_BACK,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value).replace("_", " ")
