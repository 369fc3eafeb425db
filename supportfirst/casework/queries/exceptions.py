"""What the end of a day leaves undone: absences and late arrivals that nobody followed up on that day.

First those of which the reason is not known, or which are unauthorised: home is to be asked the same day.
Then who came late, and last whose absence has a reason in the register and nothing in the record behind it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.day_absences import (
    AUTHORISED,
    LATE,
    UNAUTHORISED,
    UNEXPLAINED,
    DayAway,
    away_or_late_on,
)
from supportfirst.casework.bridge.school_days import Closed, closed_on
from supportfirst.casework.queries.followed_up import WITH_HOME, followed_up_on
from supportfirst.casework.queries.morning_page import may_contact
from supportfirst.casework.store.models import School

WORDS = {
    UNEXPLAINED: "no reason known",
    UNAUTHORISED: "unauthorised",
    AUTHORISED: "authorised",
    LATE: "late",
}


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """One child of the list."""

    pupil: uuid.UUID
    name: str
    group: str
    sessions: Sequence[str]  # as “morning: N, no reason known”


@dataclass(slots=True)
class ExceptionsPage:
    school: School
    day: date
    closed: Closed | None
    to_ask: list[Unfollowed] = field(default_factory=list)
    late: list[Unfollowed] = field(default_factory=list)
    with_reason: list[Unfollowed] = field(default_factory=list)
    followed_up: int = 0

    @property
    def number(self) -> int:
        return len(self.to_ask) + len(self.late) + len(self.with_reason)

    @property
    def children(self) -> list[uuid.UUID]:
        return [row.pupil for row in (*self.to_ask, *self.late, *self.with_reason)]


def exceptions_page(actor: Actor, school_id: uuid.UUID, day: date) -> ExceptionsPage | None:
    """None where there is no such school, or its absences are not the actor's to follow up."""
    school = schools_for(actor, Right.SEE_CONTACTS).filter(pk=school_id).select_related("authority").first()
    if school is None or not may_contact(actor, school):
        return None
    page = ExceptionsPage(school, day, closed_on(school, day))
    if page.closed:
        return page
    away = list(away_or_late_on(school, pack_of(school, day), day))
    pupils = [each.enrolment.pupil_id for each in away]
    followed, with_home = (
        followed_up_on(school, pupils, day),
        followed_up_on(school, pupils, day, WITH_HOME),
    )
    for each in away:
        asks_home = each.any_of(UNEXPLAINED, UNAUTHORISED)
        if each.enrolment.pupil_id in (with_home if asks_home else followed):
            page.followed_up += 1
        elif asks_home:
            page.to_ask.append(_row(each))
        elif each.any_of(LATE):
            page.late.append(_row(each))
        else:
            page.with_reason.append(_row(each))
    return page


def _row(away: DayAway) -> Unfollowed:
    enrolment = away.enrolment
    return Unfollowed(
        enrolment.pupil_id,
        enrolment.pupil.name,
        enrolment.group.name if enrolment.group else "",
        [f"{session}: {symbol}, {WORDS[sense]}" for session, symbol, sense in away.sessions],
    )
