"""The adults of a child and their other children, with what must be minded before either is shown.

Shown to nobody on this page: an address that is kept confidential, be it written beside another adult too;
how to reach an adult who died, or whom an order keeps from the child. A brother or sister beyond one's reach
is named by their school alone, and not even so where a marker protects them or one of their parents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.bridge.confidential import confidential_adults, plain
from supportfirst.casework.bridge.markers_held import standing_on
from supportfirst.casework.bridge.no_contact import kept_from, orders_about
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    ContactKind,
    Enrolment,
    Link,
    Marker,
    MarkerKind,
)

MARKS = (
    ("natural_parent", "Natural parent"),
    ("parental_responsibility", "Parental responsibility"),
    ("day_to_day_care", "Day-to-day care"),
)
ANSWERS = {True: "Yes", False: "No", None: "Not known"}
HIDDEN = "kept confidential, and not shown here"


@dataclass(frozen=True, slots=True)
class ContactShown:
    id: int
    kind: str
    value: str  # "" where it is hidden
    postcode: str
    hidden: bool
    first_day: date | None
    last_day: date | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class AdultShown:
    """An adult of the child, with as much as may be shown of them."""

    id: UUID
    name: str
    relationship: str
    order: int
    marks: Sequence[tuple[str, str]]
    party: str  # whether they can be a party to a contract, and why
    may_be_parent: bool  # nobody has said of all three marks that they do not hold
    lives_with: str
    language: str
    access_needs: str
    contacts: Sequence[ContactShown]
    former: Sequence[ContactShown]
    died: bool
    bereaved: bool
    kept_from: bool
    protected: bool
    confidential: bool
    lacks_address: bool
    left: date | None  # the last day of a link that has ended


@dataclass(frozen=True, slots=True)
class Sibling:
    """`name` is empty, and there is no link, where the child is beyond the reader's reach."""

    school: str
    school_id: UUID | None
    pupil: UUID | None
    name: str
    shared: str  # the adults whom the two have in common


def adults_of(pupil_id: UUID, day: date) -> list[AdultShown]:
    """In the order in which they are to be contacted; those of an ended link come last. Six queries."""
    links = list(
        Link.objects.filter(pupil=pupil_id, adult__merged_into=None)
        .select_related("adult")
        .order_by("contact_order", "adult__legal_surname", "adult_id")
    )
    ids = [link.adult_id for link in links]
    markers = _markers(ids, day)
    away = {adult for _, adult in kept_from([link for link in links if not _ended(link, day)], day)}
    protected = {adult for _, adult, _ in orders_about((), ids, day) if adult is not None}
    hidden = confidential_adults(ids, day)
    contacts: dict[UUID, list[AdultContact]] = defaultdict(list)
    for contact in AdultContact.objects.filter(adult__in=ids).order_by("kind", "pk"):
        contacts[contact.adult_id].append(contact)
    secret = {plain(each.value) for adult in hidden for each in contacts[adult] if _is_address(each)}
    told = [
        _adult(link, contacts[link.adult_id], markers[link.adult_id], away, protected, hidden, secret, day)
        for link in links
    ]
    return sorted(told, key=lambda each: each.left is not None)


@dataclass(frozen=True, slots=True)
class ParentThen:
    """By the name of today; how to reach somebody is of today alone."""

    name: str
    relationship: str
    parental_responsibility: str
    day_to_day_care: str
    language: str


def parents_then(seen: AsSeen) -> Sequence[ParentThen] | None:
    """Of a past `seen`: whoever was, or might be, a parent by what was known. None where nobody can tell."""
    if seen.then is None or seen.then.files.parents is None:
        return None
    return [
        ParentThen(
            name=" ".join(word for word in (each.title, each.legal_name) if word),
            relationship=each.relationship,
            parental_responsibility=ANSWERS[each.parental_responsibility],
            day_to_day_care=ANSWERS[each.day_to_day_care],
            language=each.language,
        )
        for each in seen.then.files.parents
    ]


def _ended(link: Link, day: date) -> bool:
    return link.last_day is not None and link.last_day < day


def _markers(adults: Collection[UUID], day: date) -> Mapping[UUID, set[str]]:
    """The kinds in force by adult; a death is for good, whenever it was written down."""
    held = Marker.objects.filter(standing_on(day), adult__in=adults)
    found: dict[UUID, set[str]] = defaultdict(set)
    for adult, kind in held.values_list("adult_id", "kind"):
        if adult is not None:
            found[adult].add(kind)
    return found


def _is_address(contact: AdultContact) -> bool:
    return contact.kind == ContactKind.ADDRESS


def _adult(
    link: Link,
    contacts: Iterable[AdultContact],
    markers: Collection[str],
    away: Collection[UUID],
    protected: Collection[UUID],
    hidden: Collection[UUID],
    secret: Collection[str],
    day: date,
) -> AdultShown:
    adult, pk = link.adult, link.adult_id
    died, kept = MarkerKind.DECEASED in markers, pk in away
    shown = [] if died or kept else [_contact(each, secret, confidential=pk in hidden) for each in contacts]
    open_now = [each for each in shown if each.last_day is None or each.last_day >= day]
    has_address = any(each.kind == ContactKind.ADDRESS.label for each in open_now)
    ought = bool(link.parental_responsibility or link.day_to_day_care)
    return AdultShown(
        id=pk,
        name=adult.name,
        relationship=link.relationship,
        order=link.contact_order,
        marks=[(words, ANSWERS[getattr(link, name)]) for name, words in MARKS],
        party=contract_party(link, died=died),
        may_be_parent=any(getattr(link, name) is not False for name, _ in MARKS),
        lives_with=ANSWERS[link.lives_with_child],
        language=adult.language,
        access_needs=adult.access_needs,
        contacts=open_now,
        former=[each for each in shown if each not in open_now],
        died=died,
        bereaved=MarkerKind.BEREAVED in markers,
        kept_from=kept,
        protected=pk in protected,
        confidential=pk in hidden,
        lacks_address=ought and not has_address and not died and not kept,
        left=link.last_day if _ended(link, day) else None,
    )


def _contact(row: AdultContact, secret: Collection[str], *, confidential: bool) -> ContactShown:
    hide = _is_address(row) and (confidential or plain(row.value) in secret)
    return ContactShown(
        id=row.pk,
        kind=ContactKind(row.kind).label,
        value="" if hide else row.value,
        postcode="" if hide else row.postcode,
        hidden=hide,
        first_day=row.first_day,
        last_day=row.last_day,
        confirmed_on=row.confirmed_on,
    )


def contract_party(link: Link, *, died: bool = False) -> str:
    """Whether the adult can be a party to a contract: any one of the three marks is enough (s.576)."""
    said = {words.lower(): getattr(link, name) for name, words in MARKS}
    because = [words for words, answer in said.items() if answer]
    if died:
        return "no, because they have died"
    if because:
        return f"yes, because of {' and '.join(because)}"
    if all(answer is False for answer in said.values()):
        return "no, because none of the three holds"
    return "cannot tell: nobody has said that one of the three holds"


def siblings_of(actor: Actor, enrolment: Enrolment) -> list[Sibling]:
    """Children who share an adult with the child, at whatever school. Six queries, however many."""
    day = actor.today
    mine = Link.objects.filter(in_force(day), pupil=enrolment.pupil_id).values("adult")
    theirs = list(
        Link.objects.filter(in_force(day), adult__in=mine)
        .exclude(pupil=enrolment.pupil_id)
        .exclude(pupil__merged_into__isnull=False)
        .select_related("adult")
        .order_by("adult__legal_surname", "adult_id")
    )
    shared: dict[UUID, list[Adult]] = defaultdict(list)
    for link in theirs:
        shared[link.pupil_id].append(link.adult)
    stays = Enrolment.objects.filter(in_force(day), pupil__in=shared).select_related("school", "pupil")
    reached = set(
        enrolments_for(actor, Right.SEE_PUPIL).filter(pupil__in=shared).values_list("pk", flat=True)
    )
    silent = guarded(shared, day)
    found = []
    for stay in stays.order_by("pupil__date_of_birth", "pupil_id", "pk"):
        common = ", ".join(adult.name for adult in shared[stay.pupil_id])
        if stay.pk in reached:
            found.append(Sibling(stay.school.name, stay.school_id, stay.pupil_id, stay.pupil.name, common))
        elif stay.pupil_id not in silent:
            found.append(Sibling(stay.school.name, None, None, "", ""))
    return found


def guarded(pupils: Iterable[UUID], day: date) -> set[UUID]:
    """Those of whom, or of whose parents, an order or a confidential address says to keep silent."""
    ids = list(pupils)
    held = Marker.objects.filter(
        in_force(day), kind__in=[MarkerKind.NO_CONTACT, MarkerKind.CONFIDENTIAL_ADDRESS]
    )
    own = held.filter(pupil__in=ids).values_list("pupil_id", flat=True)
    of_parent = held.filter(adult__links__pupil__in=ids).values_list("adult__links__pupil", flat=True)
    return {each for each in (*own, *of_parent) if each is not None}
