"""One kind of letter that is due for several children of a school, and what is supplied once for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.attendance.letters.shape import Slot
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.letter_kinds import LetterKind, letter_kinds
from supportfirst.casework.queries.letter_making import FOR_ALL, needed_of, slots_asked
from supportfirst.casework.queries.letters import children_due, letters_school
from supportfirst.casework.store.models import Enrolment, School


@dataclass(frozen=True, slots=True)
class LettersDue:
    school: School
    kind: LetterKind
    children: Sequence[Enrolment]
    asked: Sequence[Slot]  # what a person supplies for all of them

    @property
    def pupils(self) -> set[UUID]:
        return {each.pupil_id for each in self.children}

    @property
    def for_all(self) -> bool:
        """Whether what is supplied can be the same for all; else each child has a form of its own."""
        return all(slot.name in FOR_ALL for slot in self.asked)

    @property
    def needed(self) -> list[Slot]:
        """What the letter can't be made without, whatever the records say."""
        return [slot for slot in self.asked if slot.name in needed_of(self.kind)]


def letters_due(actor: Actor, school_id: UUID, kind_id: str) -> LettersDue:
    """Raises NotThere."""
    school = letters_school(actor, school_id)
    kind = letter_kinds(pack_of(school, actor.today), actor.today).get(kind_id)
    if kind is None:
        raise NotThere
    return LettersDue(school, kind, children_due(actor, school).get(kind_id, ()), slots_asked(kind, ()))
