"""What every change of a child's record has in common: within reach, in the school's turn, in the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.retest_reliances import ask_retest
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.queries.merging import schools_of
from supportfirst.casework.queries.merging_adults import children_of
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import Enrolment, Link, School


class ChangeRefused(AttendanceError):
    """A change of a record that can't be made; nothing was written."""


def to_edit(actor: Actor, school_id: UUID, pupil_id: UUID, *adults: UUID) -> Enrolment:
    """The child's stay, with the turn taken of every school that has or had the child. Raises NotThere.

    adults: who is changed. What is known of them is known of all their children, so that the turns of those
    children's schools are taken as well.
    """
    take_turn(school_id, *schools_of(pupil_id, *children_of(*adults)))
    return child_at(actor, school_id, pupil_id, Right.EDIT_PEOPLE)


def link_of(enrolment: Enrolment, adult_id: UUID) -> Link:
    """How this adult stands to the child. Raises NotThere."""
    held = Link.objects.filter(pupil=enrolment.pupil_id, adult=adult_id, adult__merged_into=None)
    link = held.select_related("adult").first()
    if link is None:
        raise NotThere
    return link


def put(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Change those fields of a row that hold something else; their names."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def tell(
    actor: Actor,
    verb: str,
    enrolment: Enrolment,
    fields: Iterable[str] = (),
    *,
    thing: str = "",
    adults: Iterable[UUID] = (),
) -> None:
    """A line of the trail with the names of the fields, and no word of what they hold; and a new look.

    Where adults were changed, all their children are looked at anew, at whatever school. Another school that
    has one of these children on its roll gets the line as well: it is its child whose record was changed.
    """
    detail = {"fields": sorted(fields)} if fields else {}
    pupils = {enrolment.pupil_id, *children_of(*adults)}
    audit(actor, verb, school=enrolment.school, pupil=enrolment.pupil, thing=thing, **detail)
    tell_others(actor, verb, enrolment.school, pupils, thing=thing, **detail)
    look_anew(actor, pupils)


def tell_others(
    actor: Actor, verb: str, school: School, pupils: Iterable[UUID], *, thing: str = "", **detail: Any
) -> None:
    """The line of a change, for each of these children in the trail of every other school that has them."""
    told = set()
    for stay in current_stays(pupils, actor.today).exclude(school=school).select_related("school", "pupil"):
        if (stay.school_id, stay.pupil_id) not in told:
            told.add((stay.school_id, stay.pupil_id))
            at = {"changed_at": str(school.pk)}
            audit(actor, verb, school=stay.school, pupil=stay.pupil, thing=thing, **at, **detail)


def current_stays(pupils: Iterable[UUID], today: date) -> QuerySet[Enrolment]:
    """The stays of these children that have not ended, the coming ones too; by school."""
    held = Enrolment.objects.filter(pupil__in=list(pupils))
    return held.filter(not_ended(today)).order_by("school", "pk")


def look_anew(actor: Actor, pupils: Iterable[UUID]) -> None:
    """Have these children assessed again at all their schools, whose turns have been taken."""
    children = set(pupils)
    for school in School.objects.filter(pk__in=schools_of(*children)).order_by("pk"):
        stays = Enrolment.objects.filter(school=school, pupil__in=children)
        ask_reassessment(school, stays, actor.at, asked_by=actor.user)
        ask_retest(school, children, actor.at, asked_by=actor.user)
