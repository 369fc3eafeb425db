"""Who is acting: somebody signed in, in the role they chose, at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.allocation import allocated
from supportfirst.casework.store.models import Membership, User


@dataclass(frozen=True, slots=True)
class Actor:
    """One person for the length of one request or job; all of it is recorded under the moment `at`."""

    user: User
    memberships: tuple[Membership, ...]  # those in force on the day, as `allocated` has them
    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(LONDON).date()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)


def actor_of(user: User, at: datetime) -> Actor:
    """The person with the memberships of that day, an officer's at the schools that they are named for."""
    day = at.astimezone(LONDON).date()
    held = Membership.objects.filter(user=user, first_day__lte=day).select_related(
        "school", "authority", "trust", "stands_in_for"
    )
    today = (each for each in held if each.last_day is None or each.last_day >= day)
    return Actor(user, allocated(today, day), at)
