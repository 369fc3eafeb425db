"""Children on roll of whom no adult is known: whoever is away among them, nobody can be asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Enrolment, Link, School

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Alone:
    """How many there are, and the first of them by name."""

    number: int
    names: Sequence[str]

    @property
    def more(self) -> int:
        return self.number - len(self.names)


def children_alone(school: School, today: date) -> Alone:
    """Of those on roll today, by what is written of them today."""
    held = Link.objects.filter(in_force(today), pupil=OuterRef("pupil"), adult__merged_into=None)
    found = (
        Enrolment.objects.filter(in_force(today), ~Exists(held), school=school, pupil__merged_into=None)
        .select_related("pupil")
        .order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    )
    number = found.count()
    return Alone(number, [each.pupil.name for each in found[:SHOWN]] if number else [])
