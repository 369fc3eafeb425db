"""Take away somebody's second step, for whoever lost their telephone; the next sign-in sets it up anew.

An administrator does it on a page. Where the only administrator lost theirs nobody could: then whoever runs
the site does it on the server, who has the database in hand already. Every place of the person's is told.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import WHOLE_SITE, audit
from supportfirst.casework.actions.managing import managed_user, trail_of
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import AuditEvent, Membership, User

RESET = "reset_totp"


@transaction.atomic
def reset_totp(actor: Actor, user_id: UUID) -> User:
    user = managed_user(actor, user_id)
    if _taken_away(user):
        audit(actor, RESET, school=trail_of(actor, user), thing=str(user.pk))
    return user


@transaction.atomic
def reset_totp_on_server(email: str, at: datetime) -> bool:
    """Whether there was a second step to take away. Raises Refused where nobody signs in with the address."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refused("Nobody signs in with this address. Write it as it is written on the sign-in page.")
    held = Membership.objects.filter(not_ended(at.astimezone(LONDON).date()), user=person)
    places = {each.school_id or each.authority_id or each.trust_id: each.school_id for each in held}
    take_turn(*(school for school in places.values() if school is not None))
    user = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not _taken_away(user):
        return False
    for place in sorted(places, key=str):
        _tell(place, places[place], user, at)
    if not places:
        _tell(user.pk, None, user, at)
    return True


def _taken_away(user: User) -> bool:
    if not user.totp_secret:
        return False
    user.totp_secret, user.totp_last_step = "", 0
    user.save(update_fields=["totp_secret", "totp_last_step"])
    return True


def _tell(place: UUID | None, school: UUID | None, user: User, at: datetime) -> None:
    """A line that bears nobody's name as who did it, where the administrators of the place read it."""
    row = AuditEvent(
        recorded_at=at,
        verb=RESET,
        school_id=school,
        thing=str(place if school is None else user.pk),
        detail={"account": str(user.pk), "on_the_server": True},
    )
    append(row, WHOLE_SITE if school is None else school)
