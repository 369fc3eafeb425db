"""What a record said before it was changed at a school; for whoever may change it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.store.models import FormerField, FormerValue, School

# How an adult stands to one child. What else is kept of them is theirs, by whichever child it was changed.
OF_LINK = (
    FormerField.RELATIONSHIP,
    FormerField.NATURAL_PARENT,
    FormerField.PARENTAL_RESPONSIBILITY,
    FormerField.DAY_TO_DAY_CARE,
    FormerField.LIVES_WITH_CHILD,
)


@dataclass(frozen=True, slots=True)
class Former:
    what: str
    value: str
    until: datetime
    by: str


def former_values(school: School, pupil_id: UUID, adult_id: UUID | None = None) -> Sequence[Former]:
    """The latest change first: of the child, or of one adult of the child. What another school changed stays
    with that school."""
    of_child = Q(pupil=pupil_id) | Q(pupil__merged_into=pupil_id)
    of_adult = Q(adult=adult_id) | Q(adult__merged_into=adult_id)
    about = of_child & Q(adult=None) if adult_id is None else of_adult & (of_child | ~Q(field__in=OF_LINK))
    held = FormerValue.objects.filter(about, school=school).select_related("changed_by")
    return [
        Former(row.get_field_display(), row.value, row.changed_at, str(row.changed_by))
        for row in held.order_by("-changed_at", "-pk")
    ]
