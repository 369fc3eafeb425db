"""Whose records can still be read after they left a school; nothing of theirs is changed there any more."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import whole_places_of
from supportfirst.casework.store.models import Enrolment


def left_for(actor: Actor, right: Right) -> QuerySet[Enrolment]:
    """Stays that have ended, where the right reaches the whole school: a teacher has no class of leavers.

    A stay that ends before it began was never one: a merge of two rows has left it behind.
    """
    reached = whole_places_of(actor, right).as_query("school__")
    ended = Q(last_day__lt=actor.today, last_day__gte=F("first_day"))
    return Enrolment.objects.filter(ended, reached, pupil__merged_into=None)
