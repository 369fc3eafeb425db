"""What a parent would be shown of their child: figures, marks, and whom to speak to about attendance.

No other adult, no address, no brother or sister, no note and no flag is on it: it can be read out to a parent
to whom the school speaks about the child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_family import adults_of
from supportfirst.casework.queries.child_marks import RecentMarks, recent_marks
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Assessed, NamedPerson, School


@dataclass(frozen=True, slots=True)
class ToSpeakTo:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ParentsSee(OfChild):
    assessed: Assessed | None
    marks: RecentMarks
    contacts: Sequence[ToSpeakTo]
    not_to_be_told: Sequence[str]  # said to the reader, never to a parent


def parents_see(actor: Actor, school_id: UUID, pupil_id: UUID) -> ParentsSee:
    """Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_PUPIL, Right.SEE_CONTACTS)
    adults = adults_of(pupil_id, actor.today)
    return ParentsSee(
        enrolment=enrolment,
        assessed=Assessed.objects.filter(enrolment=enrolment).defer("document").first(),
        marks=recent_marks(enrolment, actor.today),
        contacts=attendance_contacts(actor, enrolment.school),
        not_to_be_told=[adult.name for adult in adults if adult.kept_from],
    )


def attendance_contacts(actor: Actor, school: School) -> list[ToSpeakTo]:
    """Who is named at the school today, each with the title of their role in the pack."""
    titles = pack_of(school, actor.today).entries
    held = NamedPerson.objects.filter(in_force(actor.today), school=school).order_by("first_day", "pk")
    return [
        ToSpeakTo(
            each.name,
            titles[each.role].title if each.role in titles else each.role.replace("_", " ").capitalize(),
        )
        for each in held
    ]
