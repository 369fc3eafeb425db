"""What the forms about a child and their adults begin with, for whoever may change them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from supportfirst.attendance.packs.fact_shape import OfFlag
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import go_beyond, schools_for
from supportfirst.casework.access.taken_over import not_yet_theirs
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.no_contact import kept_from
from supportfirst.casework.bridge.reward_values import reward_reading
from supportfirst.casework.bridge.school_files import enrolments_on, flags_known
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_family import AdultShown, adults_of
from supportfirst.casework.queries.child_flags import FlagShown, flag_words, flags_of
from supportfirst.casework.queries.child_page import references_of
from supportfirst.casework.queries.former_values import Former, former_values
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    AdultContact,
    ContactKind,
    Enrolment,
    ExternalReference,
    Link,
    Marker,
    MarkerKind,
    School,
)

CONFIRM_WITHIN = "contacts.confirm_within"  # the pack's value
PUPIL = ("legal_forename", "legal_surname", "preferred_forename", "preferred_surname", "date_of_birth")
ADULT = ("title", "legal_forename", "legal_surname", "date_of_birth", "language", "access_needs")
LINK = (
    "relationship",
    "natural_parent",
    "parental_responsibility",
    "day_to_day_care",
    "lives_with_child",
    "contact_order",
    "last_day",
)
CONTACT_KINDS = tuple(ContactKind.choices)
MARKER_KINDS = tuple(MarkerKind.choices)
DIED = MarkerKind.DECEASED
# What is left of a death that was lifted. A death is honoured for good, whatever its days, so that one which
# never was has to be of another kind; nobody sets it, and it is no choice.
DIED_BY_MISTAKE = "deceased_by_mistake"


@dataclass(frozen=True, slots=True)
class ToChange(OfChild):
    """A child whose record is being changed, with what the form begins with."""

    values: dict[str, Any]
    former: Sequence[Former]


def to_change(actor: Actor, school_id: UUID, pupil_id: UUID) -> ToChange:
    """Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)
    values = {name: getattr(enrolment.pupil, name) for name in PUPIL}
    return ToChange(enrolment, values, former_values(enrolment.school, pupil_id))


@dataclass(frozen=True, slots=True)
class AdultToChange(OfChild):
    adult: AdultShown
    values: dict[str, Any]
    former: Sequence[Former]


def adult_to_change(actor: Actor, school_id: UUID, pupil_id: UUID, adult_id: UUID) -> AdultToChange:
    """Raises NotThere, also for an adult of other children alone."""
    enrolment = child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)
    link = Link.objects.filter(pupil=pupil_id, adult=adult_id).select_related("adult").first()
    shown = next((each for each in adults_of(pupil_id, actor.today) if each.id == adult_id), None)
    if link is None or shown is None:
        raise NotThere
    values = {name: getattr(link.adult, name) for name in ADULT}
    values |= {name: getattr(link, name) for name in LINK}
    return AdultToChange(enrolment, shown, values, former_values(enrolment.school, pupil_id, adult_id))


@dataclass(frozen=True, slots=True)
class FlagsPage(OfChild):
    flags: Sequence[FlagShown]
    choices: Sequence[tuple[str, str]]


def flags_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> FlagsPage:
    """The flags that the pack's rules and rewards ask about, and those of which the school speaks."""
    enrolment = child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)
    pack = pack_of(enrolment.school, actor.today)
    names = {fact.ask.flag for fact in pack.facts.values() if isinstance(fact.ask, OfFlag)}
    names |= flags_known(enrolment.school) | set(reward_reading(pack, actor.today).markers)
    choices = sorted(((name, flag_words(name)) for name in names), key=lambda each: each[1])
    return FlagsPage(enrolment, flags_of(pupil_id, actor.today), choices)


@dataclass(frozen=True, slots=True)
class MarkerShown:
    id: int
    words: str
    about: str
    against: str
    first_day: date
    last_day: date | None
    note: str  # of another school's marker nothing
    by_another: bool  # set by a school whose records are not the reader's to change
    may_lift: bool


@dataclass(frozen=True, slots=True)
class MarkersPage(OfChild):
    markers: Sequence[MarkerShown]
    adults: Sequence[tuple[str, str]]


def markers_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> MarkersPage:
    """Those of the child and of their adults, the open ones first."""
    enrolment = child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)
    links = Link.objects.filter(pupil=pupil_id, adult__merged_into=None).select_related("adult")
    adults = [(str(link.adult_id), link.adult.name) for link in links.order_by("contact_order", "pk")]
    held = Marker.objects.filter(Q(pupil=pupil_id) | Q(adult__links__pupil=pupil_id)).distinct()
    rows = held.select_related("adult", "pupil", "against").order_by("first_day", "pk")
    mine = set(schools_for(actor, Right.EDIT_PEOPLE).values_list("pk", flat=True))
    shown = [
        MarkerShown(
            id=row.pk,
            words="Deceased, by mistake" if row.kind == DIED_BY_MISTAKE else row.get_kind_display(),
            about=row.adult.name if row.adult else enrolment.pupil.name,
            against=row.against.name if row.against else "",
            first_day=row.first_day,
            last_day=row.last_day,
            note="" if _by_another(row, mine) else row.note,
            by_another=_by_another(row, mine),
            may_lift=row.last_day is None and not lies_beyond(actor, row),
        )
        for row in rows
    ]
    return MarkersPage(enrolment, sorted(shown, key=lambda each: each.last_day is not None), adults)


def _by_another(row: Marker, mine: Collection[UUID]) -> bool:
    return row.school_id is not None and row.school_id not in mine


def lies_beyond(actor: Actor, marker: Marker) -> bool:
    """Whether whom a marker protects is on the roll of a school whose records are not the actor's to change.

    An adult is so by each of their children.
    """
    protects = Q(pupil=marker.pupil_id) if marker.pupil_id else Q(pupil__links__adult=marker.adult_id)
    return go_beyond(actor, Right.EDIT_PEOPLE, Enrolment.objects.filter(protects))


@dataclass(frozen=True, slots=True)
class ReferencesPage(OfChild):
    references: Sequence[ExternalReference]


def references_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> ReferencesPage:
    enrolment = child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)
    return ReferencesPage(enrolment, references_of(pupil_id))


@dataclass(frozen=True, slots=True)
class OldContact:
    pupil: UUID
    child: str
    adult_id: UUID
    adult: str
    kinds: str  # what is to be confirmed: “Telephone, Address”
    confirmed_on: date | None  # the longest ago of them


@dataclass(frozen=True, slots=True)
class OldContacts:
    school: School
    days: int
    contacts: Sequence[OldContact]  # an adult each


def old_contacts(actor: Actor, school_id: UUID) -> OldContacts:
    """Open ways to reach an adult of a child on roll that nobody confirmed within the pack's days.

    An adult a row, the longest unconfirmed first, those never confirmed before all. What they hold is not
    shown here. Those who died, and whom an order keeps from the child, are not to be asked.
    """
    school = schools_for(actor, Right.EDIT_PEOPLE).filter(pk=school_id).select_related("authority").first()
    if school is None:
        raise NotThere
    today = actor.today
    step = pack_of(school, today).values[CONFIRM_WITHIN].on(today)
    assert isinstance(step.value, int)
    on_roll = enrolments_on(school, today).filter(pupil=OuterRef("pupil")).exclude(not_yet_theirs(today))
    links = list(
        Link.objects.filter(Exists(on_roll), in_force(today), adult__merged_into=None)
        .exclude(of_the_dead("adult"))
        .select_related("adult", "pupil")
        .order_by("pupil__legal_surname", "pupil__legal_forename", "contact_order", "pk")
    )
    away = kept_from(links, today)
    first_of = {link.adult_id: link for link in reversed(links) if (link.pupil_id, link.adult_id) not in away}
    bound = today - timedelta(days=step.value)
    rows = AdultContact.objects.filter(adult__in=first_of, last_day=None)
    rows = rows.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=bound))
    of_adult: dict[UUID, list[AdultContact]] = {}
    for row in sorted(rows.order_by("pk"), key=lambda each: each.confirmed_on or date.min):
        of_adult.setdefault(row.adult_id, []).append(row)
    found = [_old_contact(first_of[adult], held) for adult, held in of_adult.items()]
    return OldContacts(school, step.value, found)


def _old_contact(link: Link, held: Sequence[AdultContact]) -> OldContact:
    kinds = dict.fromkeys(ContactKind(each.kind).label for each in held)
    return OldContact(
        link.pupil_id,
        link.pupil.name,
        link.adult_id,
        link.adult.name,
        ", ".join(kinds),
        held[0].confirmed_on,
    )
