"""The page of a child at a school: everything that the reader's rights let them see, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.queries.child import OfChild, child_at, reaches, reaches_home
from supportfirst.casework.queries.child_events import Chronology, chronology
from supportfirst.casework.queries.child_family import AdultShown, Sibling, adults_of, siblings_of
from supportfirst.casework.queries.child_marks import RecentMarks, recent_marks
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import (
    Assessed,
    Enrolment,
    ExternalReference,
    Marker,
    MarkerKind,
    Message,
    PlannedAbsence,
    PupilFlag,
)

PAST_PLANS = timedelta(days=14)
NEWEST_MESSAGES = 10


@dataclass(frozen=True, slots=True)
class FlagShown:
    name: str
    words: str
    holds: bool
    first_day: date | None
    last_day: date | None
    today: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The stored assessment: as known at a moment, and whether something has changed since."""

    possible: int
    attended: int
    unauthorised: int
    stages: Sequence[str]
    known_at: datetime
    being_assessed: bool

    @property
    def percentage(self) -> str:
        return f"{100 * self.attended / self.possible:.1f}%" if self.possible else ""


@dataclass(frozen=True, slots=True)
class MessageShown:
    at: datetime
    sent: bool
    channel: str
    adult: str
    subject: str
    state: str


@dataclass(frozen=True, slots=True)
class ChildPage(OfChild):
    """Parts that are not the reader's to see are None or empty; `sees_home` says which it is."""

    left: date | None  # the last day of a child who is on the roll no more
    stays: Sequence[Enrolment]  # at this school, newest first
    elsewhere: Sequence[str]  # other schools whose roll the child is on
    sees_home: bool  # parents, flags, chronology: whoever may reach parents
    sees_list: bool
    may_edit: bool
    may_call: bool
    may_note: bool
    may_export: bool
    sees_trail: bool  # who has looked at the record, and what was done with it
    bereaved: bool
    died: bool
    figures: Figures | None
    marks: RecentMarks
    plans: Sequence[PlannedAbsence]
    flags: Sequence[FlagShown]
    references: Sequence[ExternalReference]
    chronology: Chronology | None
    adults: Sequence[AdultShown]
    siblings: Sequence[Sibling]
    messages: Sequence[MessageShown]
    orders: bool  # an order of no contact is about

    @property
    def shows_parents(self) -> bool:
        """Whether there is a page of what a parent sees: of a child on roll alone."""
        return self.sees_home and self.left is None

    @property
    def sees_row(self) -> bool:
        """Whether there is a row of the worklist to explain, and it is the reader's to see."""
        return self.sees_list and self.figures is not None


def child_page(actor: Actor, school_id: UUID, pupil_id: UUID, *, everything: bool = False) -> ChildPage:
    """Raises NotThere. `everything`: the whole chronology. Whoever shows it has the reading audited."""
    enrolment = child_at(actor, school_id, pupil_id, or_left=True)
    school, today = enrolment.school, actor.today
    here = reaches(actor, enrolment, Right.SEE_PUPIL)
    sees_home = reaches_home(actor, enrolment)
    sees_list = reaches(actor, enrolment, Right.SEE_WORKLIST)
    adults = adults_of(pupil_id, today) if sees_home else []
    kinds = set(
        Marker.objects.filter(pupil=pupil_id, first_day__lte=today)
        .filter(not_ended(today))
        .values_list("kind", flat=True)
    )
    # to which school a child went who left, only those are told whose child it is there as well
    mine = set() if here else set(schools_for(actor, Right.SEE_PUPIL).values_list("pk", flat=True))
    every = Enrolment.objects.filter(pupil=pupil_id).select_related("school", "group").order_by("-first_day")
    return ChildPage(
        enrolment=enrolment,
        left=None if here else enrolment.last_day,
        stays=[stay for stay in every if stay.school_id == school.pk],
        elsewhere=[
            stay.school.name
            for stay in every
            if stay.school_id != school.pk
            and (stay.last_day is None or stay.last_day >= today)
            and (here or stay.school_id in mine)
        ],
        sees_home=sees_home,
        sees_list=sees_list,
        may_edit=reaches(actor, enrolment, Right.EDIT_PEOPLE),
        may_call=here and sees_home and may(actor, Right.LOG_CONTACT, school),
        may_note=sees_home and reaches(actor, enrolment, Right.LOG_CONTACT),
        sees_trail=may(actor, Right.SEE_AUDIT, school),
        may_export=reaches(actor, enrolment, Right.EXPORT)
        or left_for(actor, Right.EXPORT).filter(pk=enrolment.pk).exists(),
        bereaved=MarkerKind.BEREAVED in kinds,
        died=MarkerKind.DECEASED in kinds,
        figures=_figures(enrolment, sees_list=sees_list),
        marks=recent_marks(enrolment, today),
        plans=_plans(enrolment, today),
        flags=flags_of(pupil_id, today) if sees_home else (),
        references=references_of(pupil_id) if sees_home else (),
        chronology=chronology(actor, enrolment, everything=everything) if sees_home else None,
        adults=adults,
        siblings=siblings_of(actor, enrolment) if sees_home else (),
        messages=_messages(enrolment) if sees_home else (),
        orders=any(adult.kept_from or adult.protected for adult in adults) or MarkerKind.NO_CONTACT in kinds,
    )


def _figures(enrolment: Enrolment, *, sees_list: bool) -> Figures | None:
    row = Assessed.objects.filter(enrolment=enrolment).defer("document").first()
    if row is None:
        return None
    stages = [str(reason["title"]) for reason in row.reasons if reason.get("kind") == "stage"]
    return Figures(
        row.sessions_possible,
        row.sessions_attended,
        row.sessions_unauthorised,
        stages if sees_list else (),
        row.known_at,
        row.stale_since is not None,
    )


def flags_of(pupil_id: UUID, today: date) -> list[FlagShown]:
    """By name, what holds today first."""
    rows = PupilFlag.objects.filter(pupil=pupil_id).order_by("name", "-first_day", "pk")
    found = [
        FlagShown(
            name=row.name,
            words=flag_words(row.name),
            holds=row.holds,
            first_day=row.first_day,
            last_day=row.last_day,
            today=row.holds
            and (row.first_day is None or row.first_day <= today)
            and (row.last_day is None or row.last_day >= today),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: not each.today)


SHORT_FORMS = {"ehcp": "EHC plan", "fsm": "Free school meals", "sen_support": "SEN support", "camhs": "CAMHS"}


def flag_words(name: str) -> str:
    return SHORT_FORMS.get(name, name.replace("_", " ").capitalize())


def references_of(pupil_id: UUID) -> list[ExternalReference]:
    held = ExternalReference.objects.filter(pupil=pupil_id).select_related("noted_by")
    return list(held.order_by("system", "number"))


def _plans(enrolment: Enrolment, today: date) -> list[PlannedAbsence]:
    held = PlannedAbsence.objects.filter(enrolment=enrolment, withdrawn_at=None)
    return list(held.filter(last_day__gte=today - PAST_PLANS).order_by("first_day", "pk"))


def _messages(enrolment: Enrolment) -> list[MessageShown]:
    held = Message.objects.filter(pupil=enrolment.pupil_id, school=enrolment.school_id)
    return [
        MessageShown(
            each.asked_at,
            each.direction == "out",
            each.get_channel_display(),
            each.adult.name if each.adult else "",
            each.subject,
            each.get_state_display(),
        )
        for each in held.select_related("adult").order_by("-asked_at")[:NEWEST_MESSAGES]
    ]
