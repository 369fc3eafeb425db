"""One child at one school, as far as somebody's right reaches: the door to every page about a child."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, schools_for, ways_held
from supportfirst.casework.bridge.same_child import kept_child
from supportfirst.casework.store.models import Enrolment, School


@dataclass(frozen=True, slots=True)
class OfChild:
    """What every page about a child at a school begins with."""

    enrolment: Enrolment

    @property
    def school(self) -> School:
        return self.enrolment.school

    @property
    def name(self) -> str:
        return self.enrolment.pupil.name


def child_at(
    actor: Actor, school_id: UUID, pupil_id: UUID, *rights: Right, or_left: bool = False
) -> Enrolment:
    """The child's stay at the school today. Raises NotThere where one of the rights does not reach it.

    or_left: of a child who is on its roll no more, the last stay that ended.
    """
    found = None
    for right in rights or (Right.SEE_PUPIL,):
        held = enrolments_for(actor, right).filter(school_id=school_id, pupil_id=pupil_id)
        found = _last_of(held)
        if found is None and or_left:
            found = _last_of(left_for(actor, right).filter(school_id=school_id, pupil_id=pupil_id))
        if found is None:
            raise NotThere
    assert found is not None
    return found


def _last_of(stays: QuerySet[Enrolment]) -> Enrolment | None:
    return stays.select_related("school__authority", "pupil", "group").order_by("-first_day").first()


def reaches_home(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the family of a child is the reader's to see.

    Of a child who left, not where another school beyond their reach has had the child since: what that
    school has learnt of the family, its address for one, it has not learnt for the school that was left.
    """
    if reaches(actor, enrolment, Right.SEE_CONTACTS):
        return True
    if not left_for(actor, Right.SEE_CONTACTS).filter(pk=enrolment.pk).exists():
        return False
    mine = schools_for(actor, Right.SEE_CONTACTS).order_by().values("pk")
    since = Enrolment.objects.filter(pupil=enrolment.pupil_id).exclude(last_day__lt=enrolment.last_day)
    return not since.exclude(school__in=mine).exists()


def reaches(actor: Actor, enrolment: Enrolment, right: Right) -> bool:
    return enrolments_for(actor, right).filter(pk=enrolment.pk).exists()


@dataclass(slots=True)
class Reach:
    """The rights of one person over one child, each question asked once: a page asks a dozen of them.

    Rights that somebody holds in the very same ways reach the same children.
    """

    actor: Actor
    enrolment: Enrolment
    _known: dict[object, bool] = field(default_factory=dict)

    def has(self, right: Right) -> bool:
        way = ways_held(self.actor, right)
        if way not in self._known:
            self._known[way] = reaches(self.actor, self.enrolment, right)
        return self._known[way]


def found_under(actor: Actor, school_id: UUID, pupil_id: UUID) -> UUID | None:
    """Where a child who was merged into another row is found now, if that is within reach."""
    kept = kept_child(pupil_id)
    held = enrolments_for(actor, Right.SEE_PUPIL).filter(school_id=school_id, pupil_id=kept)
    return kept if kept != pupil_id and held.exists() else None
