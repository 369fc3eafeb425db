"""Children whom a school took onto its roll by a file while another school had them.

A UPN in a file is no proof that the child has come. Until the other school's stay has ended, or somebody
there has closed the task that asks about it, the new school marks the child, and sees nothing of the family.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import Enrolment, Task

ANOTHER_ROLL = "another_roll"  # the task's kind; its `once` ends with the number of the new stay


def not_yet_theirs(today: date) -> Exists:
    """Of stays: those about which another school, that has the child still, is being asked."""
    still_there = Enrolment.objects.filter(
        not_ended(today), pupil=OuterRef("pupil"), school=OuterRef("school")
    )
    asked = Task.objects.filter(
        Exists(still_there),
        kind=ANOTHER_ROLL,
        done_at=None,
        pupil=OuterRef("pupil"),
        once__endswith=Concat(Value(":"), Cast(OuterRef("pk"), CharField())),
    )
    return Exists(asked)


def kept_back(school: UUID, today: date) -> QuerySet[Enrolment]:
    """A school's stays of children whose family it is not shown yet."""
    return Enrolment.objects.filter(not_yet_theirs(today), school=school)


def without_family(school: UUID, pupils: Iterable[UUID], today: date) -> set[UUID]:
    """Of some pupils of a school those whose family it is not shown yet."""
    return set(kept_back(school, today).filter(pupil__in=list(pupils)).values_list("pupil", flat=True))
