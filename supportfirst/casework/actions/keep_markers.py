"""Markers that every page, paper and export must honour: set, and lifted with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.editing_people import ChangeRefused, link_of, tell, to_edit
from supportfirst.casework.queries.child_edit import DIED, DIED_BY_MISTAKE, lies_beyond
from supportfirst.casework.store.models import Marker, MarkerKind


@transaction.atomic
def set_marker(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    kind: str,
    *,
    about: UUID | None,
    against: UUID | None,
    first_day: date,
    note: str = "",
) -> None:
    """About the child, or one of their adults, by their id. The same again changes nothing.

    Raises ChangeRefused: also where nobody is chosen, who is never taken to be the child.

    An order of no contact without `against` keeps back everybody: somebody may have to write it before they
    know whom it is against, but the page asks.
    """
    adult = None if about == pupil_id else about
    adults = [] if adult is None else [adult]
    enrolment = to_edit(actor, school_id, pupil_id, *adults)
    if about is None:
        raise ChangeRefused(
            what="nobody was chosen whom the marker is about",
            where="about",
            remedy="choose the child, or one of the adults",
        )
    kind = MarkerKind(kind)
    for each in (adult, against):
        if each is not None:
            link_of(enrolment, each)
    if against is not None and (kind != MarkerKind.NO_CONTACT or against == adult):
        raise ChangeRefused(
            what="an order can’t be against the adult whom it protects"
            if against == adult
            else "only an order of no contact is against somebody",
            where="against whom",
            remedy="choose another adult, or nobody",
        )
    person = {"adult_id": adult} if adult is not None else {"pupil": enrolment.pupil}
    held = {"kind": kind, "against_id": against, **person}
    if Marker.objects.filter(last_day=None, **held).exists():
        return
    Marker.objects.create(school=enrolment.school, first_day=first_day, note=note, **held)
    tell(actor, "set_marker", enrolment, thing=kind, adults=adults)


@transaction.atomic
def lift_marker(actor: Actor, school_id: UUID, pupil_id: UUID, marker: int, because: str) -> None:
    """It ends yesterday, and the reason is kept with it. Raises NotThere, ChangeRefused.

    A death that is lifted was a mistake: nobody comes back, so that it is kept as one from now on.

    It protects somebody at every school where they, or their children, are on roll: only who may change the
    records of all these schools takes the protection away.
    """
    adults = list(Marker.objects.filter(pk=marker, adult__isnull=False).values_list("adult", flat=True))
    enrolment = to_edit(actor, school_id, pupil_id, *adults)
    row = Marker.objects.filter(pk=marker).first()
    if row is None:
        raise NotThere
    if row.pupil_id != enrolment.pupil_id:
        if row.adult_id is None:
            raise NotThere
        link_of(enrolment, row.adult_id)
    if row.last_day is not None:
        return
    if lies_beyond(actor, row):
        raise ChangeRefused(
            what="the marker protects somebody at another school too, whose records are not yours to change",
            where="marker",
            remedy="ask somebody who may change the records of all schools that it concerns",
        )
    row.last_day = max(actor.today - timedelta(days=1), row.first_day - timedelta(days=1))
    row.note = f"{row.note} Lifted: {because}".strip()[:300]
    lifted = row.kind
    if lifted == DIED:
        row.kind = DIED_BY_MISTAKE
    row.save(update_fields=["kind", "last_day", "note"])
    tell(actor, "lift_marker", enrolment, thing=lifted, adults=adults)
