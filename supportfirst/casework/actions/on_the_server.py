"""What whoever runs the site does to an account where no administrator is left to do it on a page.

They have the database in hand already; so that it is no secret, every place of the account's is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import WHOLE_SITE
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.days_held import not_ended
from supportfirst.casework.store.models import AuditEvent, Membership, User


@dataclass(frozen=True, slots=True)
class Found:
    """An account, locked, and its places of today: each with its school where it is one."""

    user: User
    places: Mapping[UUID | None, UUID | None]


def account_on_server(email: str, at: datetime) -> Found:
    """Must be in a transaction. Raises Refused where nobody signs in with the address."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refused("Nobody signs in with this address. Write it as it is written on the sign-in page.")
    held = Membership.objects.filter(not_ended(at.astimezone(LONDON).date()), user=person)
    places = {each.school_id or each.authority_id or each.trust_id: each.school_id for each in held}
    take_turn(*(school for school in places.values() if school is not None))
    return Found(User.objects.select_for_update(no_key=True).get(pk=person.pk), places)


def tell_places(found: Found, verb: str, at: datetime) -> None:
    """A line at each place, or of the account alone where it has none today."""
    for place in sorted(found.places, key=str):
        _tell(place, found.places[place], found.user, verb, at)
    if not found.places:
        _tell(found.user.pk, None, found.user, verb, at)


def _tell(place: UUID | None, school: UUID | None, user: User, verb: str, at: datetime) -> None:
    """A line that bears nobody's name as who did it, where the administrators of the place read it."""
    row = AuditEvent(
        recorded_at=at,
        verb=verb,
        school_id=school,
        thing=str(place if school is None else user.pk),
        detail={"account": str(user.pk), "on_the_server": True},
    )
    append(row, WHOLE_SITE if school is None else school)
