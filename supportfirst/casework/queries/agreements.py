"""Which parents have signed a school's home-school agreement, for which child, and who has not.

Asked is every parent of a child on roll, or somebody of whom nobody has said whether they are one. Not asked,
and not named, is an adult who died, or whom an order keeps from the child; a child who died is on no list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, may, schools_for
from supportfirst.casework.access.taken_over import not_yet_theirs
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.markers_held import of_the_dead, standing_on
from supportfirst.casework.bridge.no_contact import kept_from
from supportfirst.casework.bridge.school_policy import Told, agreement_asked
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    ClassGroup,
    Enrolment,
    HomeSchoolAgreement,
    Link,
    Marker,
    MarkerKind,
    School,
)

PARENT = ("natural_parent", "parental_responsibility", "day_to_day_care")
NO_CLASS = "none"


@dataclass(frozen=True, slots=True)
class Pair:
    """One parent of one child, and whether they have signed."""

    pupil: UUID
    child: str
    group: ClassGroup | None
    adult: UUID
    parent: str
    relationship: str
    bereaved: bool  # of the child or of the adult: ask with care
    signed: HomeSchoolAgreement | None

    @property
    def key(self) -> str:
        return f"{self.pupil}.{self.adult}"

    @property
    def words(self) -> str:
        told = f"{self.child}: {self.parent}"
        told += f" ({self.relationship})" if self.relationship else ""
        return f"{told}. Bereaved: ask with care" if self.bereaved else told


@dataclass(slots=True)
class Agreements:
    """Of some children: who is asked, and how many are not."""

    pairs: list[Pair] = field(default_factory=list)
    without_parent: list[tuple[UUID, str, ClassGroup | None]] = field(default_factory=list)
    not_asked: int = 0  # they died, or an order keeps them from the child

    @property
    def missing(self) -> Sequence[Pair]:
        return [each for each in self.pairs if each.signed is None]

    @property
    def signed(self) -> Sequence[Pair]:
        return [each for each in self.pairs if each.signed is not None]


@dataclass(frozen=True, slots=True)
class ClassAgreements:
    key: str  # the id of the class, or NO_CLASS
    name: str
    asked: int
    missing: int


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """The classes with how many are missing; and of one class, who."""

    school: School
    asked: Told | None  # what the pack has all parents sign
    classes: Sequence[ClassAgreements]
    chosen: ClassAgreements | None
    of_class: Agreements
    whole: Agreements
    may_record: bool

    @property
    def title(self) -> str:
        return self.asked.title if self.asked else "Home-school agreement"


def agreements_page(actor: Actor, school_id: UUID, group: str = "") -> AgreementsPage:
    """Raises NotThere for a school whose parents are not the actor's to see, and for an unknown class."""
    school = schools_for(actor, Right.SEE_CONTACTS).filter(pk=school_id).select_related("authority").first()
    if school is None:
        raise NotThere
    stays = enrolments_for(actor, Right.SEE_CONTACTS).filter(school=school)
    whole = agreements_of(school, stays, actor.today)
    classes = _classes(whole)
    chosen = next((each for each in classes if each.key == group), None)
    if group and chosen is None:
        raise NotThere
    return AgreementsPage(
        school=school,
        asked=agreement_asked(pack_of(school, actor.today), actor.today),
        classes=classes,
        chosen=chosen,
        of_class=_of_class(whole, group) if chosen else Agreements(),
        whole=whole,
        may_record=may(actor, Right.EDIT_PEOPLE, school),
    )


def agreements_counted(school: School, on: date) -> Agreements:
    """Of the whole school, for its counts: the same children as whoever may see them finds."""
    stays = Enrolment.objects.filter(in_force(on), school=school).exclude(not_yet_theirs(on))
    return agreements_of(school, stays, on)


def agreement_to_take_back(actor: Actor, school_id: UUID, agreement_id: UUID) -> HomeSchoolAgreement:
    """Raises NotThere for one that is not the actor's to change, or was taken back already."""
    stays = enrolments_for(actor, Right.EDIT_PEOPLE).filter(school=school_id)
    held = HomeSchoolAgreement.objects.filter(
        pk=agreement_id, school=school_id, taken_back_at=None, pupil__in=stays.values("pupil")
    )
    row = held.select_related("school", "pupil", "adult").first()
    if row is None:
        raise NotThere
    return row


def agreements_of(school: School, stays: QuerySet[Enrolment], on: date) -> Agreements:
    """Of some stays at the school. Six queries, however many children."""
    here = list(
        stays.exclude(of_the_dead("pupil"))
        .select_related("pupil", "group")
        .order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    )
    pupils = {each.pupil_id for each in here}
    held = Link.objects.filter(in_force(on), pupil__in=pupils).select_related("adult")
    # Asked of the rows, and not of the database: it would look through every adult of the site first.
    links = [link for link in held.order_by("contact_order", "pk") if link.adult.merged_into_id is None]
    away = kept_from(links, on)
    marked = _marked(pupils, {link.adult_id for link in links}, on)
    signed = _signed(school, pupils)
    parents: dict[UUID, list[Link]] = defaultdict(list)
    found = Agreements()
    for link in links:
        if not _may_be_parent(link):
            continue
        if link.adult_id in marked[MarkerKind.DECEASED] or (link.pupil_id, link.adult_id) in away:
            found.not_asked += 1
            continue
        parents[link.pupil_id].append(link)
    bereaved = marked[MarkerKind.BEREAVED]
    for stay in here:
        if not parents[stay.pupil_id]:
            found.without_parent.append((stay.pupil_id, stay.pupil.name, stay.group))
        found.pairs += [_pair(stay, link, signed, bereaved) for link in parents[stay.pupil_id]]
    return found


def _pair(
    stay: Enrolment,
    link: Link,
    signed: dict[tuple[UUID, UUID], HomeSchoolAgreement],
    bereaved: Collection[UUID],
) -> Pair:
    return Pair(
        pupil=stay.pupil_id,
        child=stay.pupil.name,
        group=stay.group,
        adult=link.adult_id,
        parent=link.adult.name,
        relationship=link.relationship,
        bereaved=bool({stay.pupil_id, link.adult_id} & set(bereaved)),
        signed=signed.get((stay.pupil_id, link.adult_id)),
    )


def _may_be_parent(link: Link) -> bool:
    """One of the three is enough; where nobody has said, the adult is asked too."""
    return not all(getattr(link, name) is False for name in PARENT)


def _marked(pupils: Collection[UUID], adults: Collection[UUID], on: date) -> dict[str, set[UUID]]:
    """Children and adults by the markers of theirs; a death is for good, whenever it was written down."""
    held = Marker.objects.filter(
        standing_on(on),
        Q(adult__in=adults) | Q(pupil__in=pupils),
        kind__in=(MarkerKind.DECEASED, MarkerKind.BEREAVED),
    )
    found: dict[str, set[UUID]] = {MarkerKind.DECEASED: set(), MarkerKind.BEREAVED: set()}
    for kind, pupil, adult in held.values_list("kind", "pupil", "adult"):
        found[kind] |= {each for each in (pupil, adult) if each is not None}
    return found


def _signed(school: School, pupils: Collection[UUID]) -> dict[tuple[UUID, UUID], HomeSchoolAgreement]:
    """The latest signature of each pair at this school that was not taken back."""
    held = HomeSchoolAgreement.objects.filter(school=school, pupil__in=pupils, taken_back_at=None)
    return {(each.pupil_id, each.adult_id): each for each in held.order_by("signed_on", "recorded_at")}


def _key(group: ClassGroup | None) -> str:
    return str(group.pk) if group is not None else NO_CLASS


def _of_class(whole: Agreements, key: str) -> Agreements:
    return Agreements(
        [each for each in whole.pairs if _key(each.group) == key],
        [each for each in whole.without_parent if _key(each[2]) == key],
    )


def _classes(whole: Agreements) -> Sequence[ClassAgreements]:
    groups = {
        _key(group): group
        for group in (*(each.group for each in whole.pairs), *(each[2] for each in whole.without_parent))
    }
    asked: dict[str, int] = defaultdict(int)
    missing: dict[str, int] = defaultdict(int)
    for each in whole.pairs:
        asked[_key(each.group)] += 1
        missing[_key(each.group)] += each.signed is None
    ordered = sorted(groups.items(), key=lambda each: (each[1] is None, each[1].name if each[1] else ""))
    return [
        ClassAgreements(key, group.name if group else "In no class", asked[key], missing[key])
        for key, group in ordered
    ]
