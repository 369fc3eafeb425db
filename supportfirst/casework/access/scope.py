"""Where somebody's rights reach: schools, classes and pupils. A list and a single thing are judged alike.

`schools_for` is the list, `may` the single school; both read the same places. What lies outside is left
out of the query, so a page about it answers as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import OF_AUTHORITY, OF_OWN_CLASSES, OF_SERVICE, Right, holds
from supportfirst.casework.access.taken_over import not_yet_theirs
from supportfirst.casework.store.days_held import in_force, not_ended
from supportfirst.casework.store.models import (
    Authority,
    ClassGroup,
    ClassTeacher,
    Enrolment,
    Membership,
    Pupil,
    PupilFlag,
    Role,
    School,
    Trust,
    User,
)

OF_FAMILY = frozenset({Right.SEE_CONTACTS, Right.EDIT_PEOPLE})


@dataclass(frozen=True, slots=True)
class Places:
    """Schools by name, and all schools of authorities and trusts."""

    schools: frozenset[UUID]
    authorities: frozenset[UUID]
    trusts: frozenset[UUID]

    @classmethod
    def of(cls, memberships: Iterable[Membership]) -> Places:
        held = tuple(memberships)
        return cls(
            frozenset(each.school_id for each in held if each.school_id is not None),
            frozenset(each.authority_id for each in held if each.authority_id is not None),
            frozenset(each.trust_id for each in held if each.trust_id is not None),
        )

    def hold(self, school: School) -> bool:
        return (
            school.pk in self.schools
            or school.authority_id in self.authorities
            or school.trust_id in self.trusts
        )

    def as_query(self, path: str = "") -> Q:
        """The same as a condition on a school, or on what has one under `path` (`school__`)."""
        return (
            Q(**{f"{path}pk__in": self.schools})
            | Q(**{f"{path}authority__in": self.authorities})
            | Q(**{f"{path}trust__in": self.trusts})
        )


def places_of(actor: Actor, right: Right) -> Places:
    return Places.of(each for each in actor.memberships if holds(each, right))


def places_administered(actor: Actor) -> Places:
    """The places whose schools and people somebody manages alike: their administrators'."""
    both = (Right.MANAGE_SCHOOL, Right.MANAGE_USERS)
    return Places.of(each for each in actor.memberships if all(holds(each, right) for right in both))


def whole_places_of(actor: Actor, right: Right) -> Places:
    """The places where the right is bound neither to somebody's own classes nor to their service."""
    return Places.of(
        each
        for each in actor.memberships
        if holds(each, right) and each.role not in OF_OWN_CLASSES and each.role not in OF_SERVICE
    )


def may(actor: Actor, right: Right, school: School) -> bool:
    return places_of(actor, right).hold(school)


def holds_somewhere(actor: Actor, right: Right) -> bool:
    """Whether somebody has the right at any place, be there a school under it or none yet."""
    return any(holds(each, right) for each in actor.memberships)


def schools_for(actor: Actor, right: Right) -> QuerySet[School]:
    """The schools where somebody has the right, by name; for a teacher, that of their classes."""
    return School.objects.filter(places_of(actor, right).as_query()).order_by("name", "pk")


def classes_for(actor: Actor, right: Right) -> QuerySet[ClassGroup]:
    """The classes where somebody has the right: all of a school, or those that they teach or cover today."""
    return ClassGroup.objects.filter(
        whole_places_of(actor, right).as_query("school__") | _taught(actor, right, "")
    )


def enrolments_for(actor: Actor, right: Right) -> QuerySet[Enrolment]:
    """Today's enrolments of the pupils whom somebody's right reaches."""
    reached = whole_places_of(actor, right).as_query("school__") | _taught(actor, right, "group__")
    reached |= _served(actor, right)
    held = Enrolment.objects.filter(in_force(actor.today), reached)
    return held.exclude(not_yet_theirs(actor.today)) if right in OF_FAMILY else held


def ways_held(actor: Actor, right: Right) -> object:
    """What `enrolments_for` goes by: equal for two rights that reach the same children."""
    return right in OF_FAMILY, tuple(
        number for number, each in enumerate(actor.memberships) if holds(each, right)
    )


def go_beyond(actor: Actor, right: Right, stays: QuerySet[Enrolment]) -> bool:
    """Whether one of these stays has not ended, and is at a school that the right does not reach."""
    elsewhere = stays.exclude(school__in=schools_for(actor, right).order_by().values("pk"))
    return elsewhere.filter(not_ended(actor.today)).exists()


def pupils_for(actor: Actor, right: Right) -> QuerySet[Pupil]:
    """The pupils whom somebody's right reaches, each once, by their enrolments of today."""
    return Pupil.objects.filter(Exists(enrolments_for(actor, right).filter(pupil=OuterRef("pk"))))


def _taught(actor: Actor, right: Right, path: str) -> Q:
    """Classes of whoever holds the right as a teacher, or of whom they stand in for, at that place."""
    found = Q(pk__in=())
    for each in actor.memberships:
        if holds(each, right) and each.role in OF_OWN_CLASSES:
            teacher = each.user_id if each.stands_in_for is None else each.stands_in_for.user_id
            taught = ClassTeacher.objects.filter(in_force(actor.today), user=teacher)
            at = Places.of([each]).as_query(f"{path}school__")
            found |= at & Q(**{f"{path}pk__in": taught.values("group")})
    return found


def _served(actor: Actor, right: Right) -> Q:
    """Children with a flag of the service of whoever holds the right for one, at that membership's place."""
    found = Q(pk__in=())
    for each in actor.memberships:
        if holds(each, right) and each.role in OF_SERVICE:
            flagged = flags_today(actor).filter(name__in=OF_SERVICE[Role(each.role)])
            found |= Places.of([each]).as_query("school__") & Q(pupil__in=flagged.values("pupil"))
    return found


def served_children(actor: Actor) -> QuerySet[Enrolment]:
    """Children on roll today at schools of somebody's, whom the service that they are of works with today."""
    return enrolments_for(actor, Right.SEE_OWN_SERVICE)


def flags_of_service(actor: Actor, school: School) -> frozenset[str]:
    """The flags that bring a child of this school before somebody, by the services that they are of there."""
    return frozenset(
        name
        for each in actor.memberships
        if holds(each, Right.SEE_OWN_SERVICE) and Places.of([each]).hold(school)
        for name in OF_SERVICE[Role(each.role)]
    )


def flags_today(actor: Actor) -> QuerySet[PupilFlag]:
    """What holds of children today; a day that nobody wrote down bounds nothing."""
    return PupilFlag.objects.filter(in_force(actor.today), holds=True)


def memberships_under(actor: Actor, right: Right) -> QuerySet[Membership]:
    """Memberships, of whatever day, at places that the right covers wholly."""
    places = places_of(actor, right)
    return Membership.objects.filter(
        places.as_query("school__") | Q(authority__in=places.authorities) | Q(trust__in=places.trusts)
    )


def users_for(actor: Actor, right: Right) -> QuerySet[User]:
    """People who are or were something at the places of somebody's right."""
    under = memberships_under(actor, right).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(under)).order_by("name", "pk")


def may_give(actor: Actor, role: Role, place: School | Authority | Trust) -> bool:
    """Whether somebody who manages people at a place may give this role there, lend it out or take it.

    An authority's roles are its own administrators' to give, at one of its schools as at all.
    """
    authority = place.authority_id if isinstance(place, School) else place.pk
    return role not in OF_AUTHORITY or authority in places_of(actor, Right.MANAGE_USERS).authorities


def _has_role_of_others(actor: Actor, user: User) -> bool:
    """Whether this person is something, today or later, that is not somebody's to give."""
    held = Membership.objects.filter(user=user, role__in=OF_AUTHORITY).filter(not_ended(actor.today))
    return any(
        not may_give(actor, Role(each.role), each.place)
        for each in held.select_related("school", "authority", "trust")
    )


def may_manage(actor: Actor, user: User) -> bool:
    """Whether somebody's place to manage people covers everything that this person is, today or later.

    Whoever can open an account can act as its owner: a school may not open one that reaches further, nor
    one with a role that it could not give.
    """
    reaching = Membership.objects.filter(user=user).filter(not_ended(actor.today))
    beyond = reaching.exclude(pk__in=memberships_under(actor, Right.MANAGE_USERS).values("pk"))
    known = users_for(actor, Right.MANAGE_USERS).filter(pk=user.pk).exists()
    return known and not beyond.exists() and not _has_role_of_others(actor, user)
