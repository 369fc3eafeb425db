"""Brothers and sisters as they stood at a past moment: whose links and stays were written down by then.

Names are today's. Who is out of the reader's reach, and of whom to keep silent, is decided by today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for
from supportfirst.casework.bridge.as_they_stood import Stood
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child_family import Sibling, guarded
from supportfirst.casework.store.days_held import holds_on
from supportfirst.casework.store.models import Adult, Enrolment, Link, Pupil, StoodBefore


def siblings_then(actor: Actor, seen: AsSeen) -> list[Sibling]:
    """Of a past `seen`: children who shared an adult with the child. As many queries however many."""
    if seen.stood is None:
        return []
    child = seen.enrolment.pupil_id
    links = seen.stood.over(Link, Link.objects.filter(pupil=child), counts=lambda row: row.pupil_id == child)
    adults = {row.adult_id for row in links if _held(row, seen)}
    others = _others(adults, seen)
    stood = Stood(seen.moment).ask(others)
    theirs = stood.over(
        Link,
        Link.objects.filter(pupil__in=others, adult__in=adults).select_related("adult"),
        counts=lambda row: row.pupil_id in others and row.adult_id in adults,
    )
    shared: dict[UUID, list[Adult]] = defaultdict(list)
    for row in theirs:
        if _held(row, seen):
            shared[row.pupil_id].append(row.adult)
    stays = stood.over(
        Enrolment,
        Enrolment.objects.filter(pupil__in=shared).select_related("school", "pupil"),
        counts=lambda row: row.pupil_id in shared,
    )
    return _told(actor, [row for row in stays if _held(row, seen)], shared)


def _held(row: Link | Enrolment, seen: AsSeen) -> bool:
    return holds_on(row.first_day, row.last_day, seen.on)


def _others(adults: Collection[UUID], seen: AsSeen) -> set[UUID]:
    """Other children who are or were linked to an adult, by a link that may be gone."""
    now = Link.objects.filter(adult__in=adults).values_list("pupil_id", flat=True)
    gone = StoodBefore.objects.filter(
        table=Link.__name__, changed_at__gt=seen.moment, held__adult_id__in=[str(each) for each in adults]
    )
    found = Pupil.objects.filter(pk__in={*now, *gone.values_list("of", flat=True)}, merged_into=None)
    return set(found.exclude(pk=seen.enrolment.pupil_id).values_list("pk", flat=True))


def _told(actor: Actor, stays: Collection[Enrolment], shared: dict[UUID, list[Adult]]) -> list[Sibling]:
    reached = _reached(actor, shared)
    silent = guarded(shared, actor.today)
    found = []
    for row in sorted(stays, key=lambda row: (str(row.pupil.date_of_birth), str(row.pk))):
        if row.pk in reached:
            common = ", ".join(sorted(each.name for each in shared[row.pupil_id]))
            found.append(Sibling(row.school.name, row.school_id, row.pupil_id, row.pupil.name, common))
        elif row.pupil_id not in silent:
            found.append(Sibling(row.school.name, None, None, "", ""))
    return found


def _reached(actor: Actor, pupils: Collection[UUID]) -> set[int]:
    """The stays whose record the reader may open today, of children who have left since too."""
    now, left = enrolments_for(actor, Right.SEE_PUPIL), left_for(actor, Right.SEE_PUPIL)
    return {pk for held in (now, left) for pk in held.filter(pupil__in=pupils).values_list("pk", flat=True)}
