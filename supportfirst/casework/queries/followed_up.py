"""Which children were followed up on a day: somebody spoke with home or child, or home reported it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.unaccounted import REPORT, covers
from supportfirst.casework.queries.unsent_messages import unsent_messages
from supportfirst.casework.store.models import CaseEvent, School

FOLLOW_UPS = ("contact", "home_visit", "discussion", "action_taken", "welfare_check")
WITH_HOME = ("contact", "home_visit")


def followed_up_on(
    school: School, pupils: Collection[uuid.UUID], day: date, kinds: Collection[str] = FOLLOW_UPS
) -> set[uuid.UUID]:
    """Children with such an event that happened on that day, or with a report from home that covers it."""
    same = same_child(pupils)
    events = (
        CaseEvent.objects.filter(school=school, pupil_id__in=same, happened_on__lte=day)
        .filter(Q(kind__in=list(kinds), happened_on=day) | Q(kind=REPORT))
        .exclude(event__in=struck_out(school))
    )
    # a message that did not leave, or may not have, asked nobody
    unsent = {key for key, each in unsent_messages(school, same).items() if not each.in_sample}
    return {
        same[each.pupil_id]
        for each in events
        if each.submission not in unsent and (each.kind != REPORT or covers(each, day))
    }
