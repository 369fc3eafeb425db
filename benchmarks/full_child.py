"""`python -m benchmarks.full_child PERSON`: gives a child of the sample 200 events, and prints their pages.

The child is one of the school of that person, with two years of marks and, of those, the most events already.
A child who was given them before is found again.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

EVENTS = 200
EVERY = 3  # days between two events


class Full(NamedTuple):
    school: UUID
    pupil: UUID
    page: str
    past: str  # the page as it stood once the last event was written down


def fill(person: str) -> Full:
    import django

    django.setup()
    from django.db import transaction
    from django.db.models import Count
    from django.urls import reverse

    from supportfirst.casework.access.actor import actor_of
    from supportfirst.casework.actions.record_event import record_event
    from supportfirst.casework.queries.sample_moment import sample_moment
    from supportfirst.casework.store.models import Enrolment, User

    at = sample_moment()
    assert at is not None, "this is not the sample"
    actor = actor_of(User.objects.get(pk=UUID(person)), at)
    school = actor.memberships[0].school
    assert school is not None, "this person is not of one school"
    held = Enrolment.objects.filter(school=school, last_day=None, assessed__listed=True)
    years = held.annotate(told=Count("years")).filter(told=2)
    child = max(years.select_related("pupil"), key=lambda each: (each.pupil.events.count(), str(each.pk)))
    with transaction.atomic():
        for number in range(EVENTS - child.pupil.events.count()):
            record_event(
                actor,
                school,
                child.pupil,
                "contact",
                submission=uuid4(),
                on=actor.today - timedelta(days=EVERY * number),
                data={"channel": "phone", "reason_found": "The bus was late, and then full."},
            )
    here = [school.pk, child.pupil_id]
    written = child.pupil.events.order_by("-recorded_at").values_list("recorded_at", flat=True)
    past = reverse("pupil-then", args=[*here, written[0]])
    return Full(school.pk, child.pupil_id, reverse("pupil", args=here), past)


if __name__ == "__main__":
    full = fill(sys.argv[1])
    print(full.page, full.past)
