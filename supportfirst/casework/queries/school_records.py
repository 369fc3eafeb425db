"""The records of some kinds at a school, child by child, for lists across children.

Left out is what was struck out, what the reader may not know, and the records of children out of reach; of a
child who died nobody is asked anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import readable
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, schools_for
from supportfirst.casework.bridge.markers_held import death_of
from supportfirst.casework.bridge.same_child import kept_of
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import CaseEvent, Pupil, School


@dataclass(frozen=True, slots=True)
class ChildRecords:
    """One child's, under the id by which a merged child is found now. events: in the order asked for."""

    pupil: uuid.UUID
    name: str
    events: Sequence[CaseEvent]


def school_of_cases(actor: Actor, school_id: uuid.UUID) -> School:
    """Raises NotThere where there is no such school, or its cases are not the actor's to act on."""
    school = schools_for(actor, Right.ACT_ON_CASE).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    return school


def records_by_child(
    actor: Actor,
    school: School,
    kinds: Collection[str],
    *,
    order: Sequence[str],
    since: date = date.min,
) -> list[ChildRecords]:
    """Of each child in reach who has any. order: fields of the records; since: the first of their days."""
    held = list(
        CaseEvent.objects.filter(school=school, kind__in=kinds, happened_on__gte=since)
        .exclude(event__in=struck_out(school))
        .select_related("school", "recorded_by")
        .order_by(*order)
    )
    may_read = readable(actor, held)
    known = [each for each in held if each.event in may_read]
    kept = kept_of({each.pupil_id for each in known})
    of_child: dict[uuid.UUID, list[CaseEvent]] = {}
    for each in known:
        of_child.setdefault(kept[each.pupil_id], []).append(each)
    names = _names(actor, school, of_child)
    return [ChildRecords(pupil, names[pupil], of_child[pupil]) for pupil in sorted(names)]


def _names(actor: Actor, school: School, pupils: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    reached = enrolments_for(actor, Right.ACT_ON_CASE).filter(~death_of("pupil"), school=school)
    held = Pupil.objects.filter(Exists(reached.filter(pupil=OuterRef("pk"))), pk__in=set(pupils))
    return {each.pk: each.name for each in held}
