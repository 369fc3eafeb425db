"""Ways to reach an adult: added, said to be right still, ended. A former one stays, closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.changed_meanwhile import still_as_shown
from supportfirst.casework.actions.editing_people import ChangeRefused, link_of, tell, to_edit
from supportfirst.casework.store.models import AdultContact, AuditEvent, ContactKind, Enrolment

ADDRESSED = ("add_contact", "end_contact")


def addresses_told(adult_id: UUID) -> str:
    """How many addresses of an adult the record has, and no word of them: they may be confidential."""
    held = AdultContact.objects.filter(adult=adult_id, kind=ContactKind.ADDRESS)
    return f"{held.filter(last_day=None).count()} in use, {held.count()} addresses in all"


@transaction.atomic
def add_contact(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    adult_id: UUID,
    kind: str,
    value: str,
    postcode: str = "",
    *,
    shown: str,
) -> None:
    """A new address closes the one before it. The same one again is confirmed, and not doubled.

    shown: the fingerprint of `addresses_told` as the form was shown. Raises NotThere; and ChangedMeanwhile
    where an address would close one that nobody has seen who entered it.
    """
    enrolment = to_edit(actor, school_id, pupil_id, adult_id)
    link_of(enrolment, adult_id)
    kind, value = ContactKind(kind), " ".join(value.split())
    postcode = " ".join(postcode.upper().split()) if kind == ContactKind.ADDRESS else ""
    open_now = AdultContact.objects.filter(adult=adult_id, kind=kind, last_day=None)
    if open_now.filter(value=value, postcode=postcode).exists():
        open_now.filter(value=value, postcode=postcode).update(confirmed_on=actor.today)
        tell(actor, "confirm_contact", enrolment, [kind], thing=str(adult_id), adults=[adult_id])
        return
    if kind == ContactKind.ADDRESS:
        trail = AuditEvent.objects.filter(school=school_id, thing=str(adult_id), verb__in=ADDRESSED)
        still_as_shown({"value": addresses_told(adult_id)}, shown, actor.at, adult_id, trail=trail)
        open_now.update(last_day=actor.today - timedelta(days=1))
    AdultContact.objects.create(
        adult_id=adult_id,
        kind=kind,
        value=value,
        postcode=postcode,
        first_day=actor.today,
        confirmed_on=actor.today,
    )
    tell(actor, "add_contact", enrolment, [kind], thing=str(adult_id), adults=[adult_id])


@transaction.atomic
def confirm_contact(actor: Actor, school_id: UUID, pupil_id: UUID, adult_id: UUID, contact: int) -> None:
    """Somebody has asked, and it is right still. Raises NotThere, and ChangeRefused where it was ended."""
    enrolment = to_edit(actor, school_id, pupil_id, adult_id)
    row = _open_contact(enrolment, adult_id, contact)
    if row.last_day is not None:
        raise ChangeRefused(
            what="somebody ended it meanwhile, and nothing was changed",
            where=row.kind,
            remedy="if it is right after all, add it again",
        )
    if row.confirmed_on != actor.today:
        row.confirmed_on = actor.today
        row.save(update_fields=["confirmed_on"])
        tell(actor, "confirm_contact", enrolment, [row.kind], thing=str(adult_id), adults=[adult_id])


@transaction.atomic
def end_contact(actor: Actor, school_id: UUID, pupil_id: UUID, adult_id: UUID, contact: int) -> None:
    """It reaches the adult no more; it stays as a former one. Raises NotThere."""
    enrolment = to_edit(actor, school_id, pupil_id, adult_id)
    row = _open_contact(enrolment, adult_id, contact)
    if row.last_day is None:
        row.last_day = actor.today - timedelta(days=1)
        row.save(update_fields=["last_day"])
        tell(actor, "end_contact", enrolment, [row.kind], thing=str(adult_id), adults=[adult_id])


def _open_contact(enrolment: Enrolment, adult_id: UUID, contact: int) -> AdultContact:
    link_of(enrolment, adult_id)
    row = AdultContact.objects.filter(pk=contact, adult=adult_id).first()
    if row is None:
        raise NotThere
    return row
