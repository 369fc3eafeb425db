"""What a parent would be shown of their child: days before percentages, what happens next, and whom to call.

No other adult, no address, no brother or sister, no note, no concern and no flag is on it: it can be read
out, or given on paper, to a parent to whom the school speaks about the child. What concerns one parent alone
is told to that parent, and to nobody who was not named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.markers_held import standing_on
from supportfirst.casework.bridge.parent_letter import Letter, ParentWords, letter_to, parent_words
from supportfirst.casework.bridge.school_days import show_day, show_time
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_family import AdultShown, adults_of
from supportfirst.casework.queries.child_integrity import could_move
from supportfirst.casework.queries.child_marks import RecentMarks, recent_marks
from supportfirst.casework.queries.paper_figures import digest_of
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Marker, MarkerKind, NamedPerson, School


@dataclass(frozen=True, slots=True)
class ToSpeakTo:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ParentsSee(OfChild):
    at: datetime
    letter: Letter | None  # None: nothing can be told, since the school's terms are not set
    words: ParentWords
    marks: RecentMarks
    contacts: Sequence[ToSpeakTo]
    not_to_be_told: Sequence[str]  # said where staff choose, never to a parent
    readers: Sequence[tuple[UUID, str]]  # to whom the school may speak, and who is a parent in law
    chosen: UUID | None
    died: bool
    bereaved: bool
    checked: bool  # a figure could still move

    @property
    def for_whom(self) -> str:
        return next((name for adult, name in self.readers if adult == self.chosen), "")

    @property
    def moment(self) -> str:
        at = self.at.astimezone(LONDON)
        return f"{show_day(at.date())} at {show_time(at)}"

    def content(self) -> Mapping[str, Any]:
        """Everything on the paper, as plain JSON: of people, the child and whom the school named."""
        letter = self.letter
        return {
            "school": self.school.name,
            "child": self.enrolment.pupil.name,
            "title": letter.title if letter is not None else "",
            "moment": self.moment,
            "blocks": [
                [block.heading, [[who, list(lines)] for who, lines in block.parts]]
                for block in (letter.blocks if letter is not None else ())
            ],
            "people": [[each.name, each.role] for each in self.contacts],
            "telephone": self.school.telephone,
            "words": {
                name: getattr(self.words, name)
                for name in ParentWords.__slots__
                if name != "checked" or self.checked
            },
        }

    @property
    def fingerprint(self) -> str:
        return digest_of(self.content())


def parents_see(actor: Actor, school_id: UUID, pupil_id: UUID, parent: UUID | None = None) -> ParentsSee:
    """parent: for whom it is. Raises NotThere, for an adult too to whom it is not to be given."""
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_PUPIL, Right.SEE_CONTACTS)
    adults = adults_of(pupil_id, actor.today)
    letter = letter_to(enrolment, actor.at, None if parent is None else str(parent))
    readers = [(each.id, each.name) for each in adults if _may_read(each, letter)]
    if parent is not None and parent not in {reader for reader, _ in readers}:
        raise NotThere
    held = Marker.objects.filter(standing_on(actor.today), pupil=pupil_id)
    kinds = set(held.values_list("kind", flat=True))
    pack = pack_of(enrolment.school, actor.today)
    return ParentsSee(
        enrolment=enrolment,
        at=actor.at.replace(microsecond=0),
        letter=letter,
        words=parent_words(pack, actor.today),
        marks=recent_marks(enrolment, actor.today),
        contacts=attendance_contacts(actor, enrolment.school),
        not_to_be_told=[adult.name for adult in adults if adult.kept_from],
        readers=readers,
        chosen=parent,
        died=MarkerKind.DECEASED in kinds,
        bereaved=MarkerKind.BEREAVED in kinds or any(each.bereaved for each in adults),
        checked=could_move(enrolment, pack, actor.at),
    )


def _may_read(adult: AdultShown, letter: Letter | None) -> bool:
    if adult.died or adult.kept_from or adult.left is not None:
        return False
    return letter is not None and str(adult.id) in letter.parents


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
