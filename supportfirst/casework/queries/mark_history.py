"""One mark with everything that was ever recorded of it, and the choices for putting it right."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.arrivals import late_symbol
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS
from supportfirst.casework.bridge.standing_marks import Recorded, histories
from supportfirst.casework.queries.register_page import may_correct_mark, may_see_mark, may_take_register
from supportfirst.casework.store.models import Enrolment, School


@dataclass(frozen=True, slots=True)
class MarkPage:
    """One mark with its history, for whoever may see it."""

    school: School
    enrolment: Enrolment
    day: date
    half: int
    session_word: str
    entries: Sequence[Recorded]
    choices: Sequence[Choice]
    late: str  # the code that is written for late
    may_correct: bool
    may_take: bool  # the register of the pupil's class

    @property
    def meaning(self) -> str:
        return next((choice.meaning for choice in self.choices if choice.symbol == self.stands), "")

    @property
    def stands(self) -> str:
        return self.entries[-1].new if self.entries else ""


def mark_page(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, day: date, half: int
) -> MarkPage | None:
    """None where there is no such mark to see, or the actor may not see it: the two look alike."""
    held = Enrolment.objects.filter(school_id=school_id, pupil_id=pupil_id, first_day__lte=day)
    enrolment = held.select_related("school__authority", "pupil", "group").order_by("-first_day").first()
    if enrolment is None or half not in HALVES or not may_see_mark(actor, enrolment):
        return None
    codes = pack_of(enrolment.school, day).codes
    return MarkPage(
        school=enrolment.school,
        enrolment=enrolment,
        day=day,
        half=half,
        session_word=SESSION_WORDS[half],
        entries=histories(enrolment.school, day, half, [enrolment.pk]).get(enrolment.pk, []),
        choices=choices_of(codes, day),
        late=late_symbol(codes, day),
        may_correct=may_correct_mark(actor, enrolment),
        may_take=enrolment.group is not None and may_take_register(actor, enrolment.group),
    )
