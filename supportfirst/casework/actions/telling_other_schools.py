"""What a file of one school changes of children whom other schools have too: those schools are told.

They get the lines of the trail, their children are assessed again, and where one of them was taken onto the
new roll, somebody of theirs is asked whether that is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.taken_over import ANOTHER_ROLL
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.editing_people import current_stays
from supportfirst.casework.store.models import Enrolment, Link, Role, School

WHY = (
    "Another school has taken this child onto its roll from a file. It sees nothing of the family until the"
    " child’s last day here, or until you close this task: close it only if the child is at both schools."
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of a file that was written: of a child, or of an adult."""

    verb: str
    pupil: UUID
    adult: UUID | None
    fields: Collection[str]


def tell_other_schools(
    actor: Actor, school: School, changed: Collection[Changed], taken: Collection[Enrolment]
) -> None:
    """`taken`: stays that are on the roll since this file. The turns of all schools have been taken."""
    children: dict[UUID, set[UUID]] = defaultdict(set)
    held = Link.objects.filter(adult__in={each.adult for each in changed if each.adult is not None})
    for adult, pupil in held.values_list("adult", "pupil"):
        children[adult].add(pupil)
    about = {each.pupil for each in changed}.union(*children.values())
    stays: dict[UUID, dict[UUID, Enrolment]] = defaultdict(dict)
    elsewhere = current_stays(about, actor.today).exclude(school=school)
    for stay in elsewhere.select_related("school", "pupil"):
        stays[stay.pupil_id][stay.school_id] = stay
    at = {"changed_at": str(school.pk)}
    for each in changed:
        thing = str(each.adult or each.pupil)
        for pupil in {each.pupil} | (children[each.adult] if each.adult is not None else set()):
            for stay in stays[pupil].values():
                told = {"fields": sorted(each.fields), **at}
                audit(actor, each.verb, school=stay.school, pupil=stay.pupil, thing=thing, **told)
    for new in taken:
        for stay in stays[new.pupil_id].values():
            _ask_whether_it_is_right(actor, new, stay)
    _look_anew(actor, [stay for held_there in stays.values() for stay in held_there.values()])


def _ask_whether_it_is_right(actor: Actor, new: Enrolment, stay: Enrolment) -> None:
    ask_task(
        actor,
        stay.school,
        stay.pupil,
        ANOTHER_ROLL,
        WHY,
        actor.today,
        for_role=Role.ATTENDANCE_OFFICER,
        once=f"{ANOTHER_ROLL}:{stay.pk}:{new.pk}",
    )


def _look_anew(actor: Actor, stays: Collection[Enrolment]) -> None:
    by_school: dict[School, list[Enrolment]] = defaultdict(list)
    for stay in stays:
        by_school[stay.school].append(stay)
    for school, held in by_school.items():
        ask_reassessment(school, held, actor.at, asked_by=actor.user)
