"""A child as they were seen at a moment: what every part of the child's page is made from.

Now, or at any past moment. The figures and the marks of one page come from one of these, so that no part of
it can speak of another moment than its neighbour.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.bridge.as_they_stood import Stood, stood_of_child
from supportfirst.casework.bridge.child_assessment import ChildThen, child_then
from supportfirst.casework.bridge.child_sessions import ChildSession, sessions_now, standing_sessions
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.pupil_years import first_day
from supportfirst.casework.bridge.school_target import SchoolTarget, target_at, target_now
from supportfirst.casework.store.models import Assessed, Enrolment, School

YEARS_SHOWN = 2  # the school year of the day, and the one before


@dataclass(frozen=True, slots=True)
class AsSeen:
    """One stay at a school, and what was known of it."""

    enrolment: Enrolment
    stays: Sequence[Enrolment]  # of the child at this school, the first of them first
    moment: datetime  # the moment that was asked for
    past: bool  # not now: only what was recorded by the moment may be shown
    pack: Pack  # in force on the day of the moment
    sessions: Sequence[ChildSession]  # of YEARS_SHOWN school years to the day, in order
    known_at: datetime | None  # by when the figures knew what they know; None: not assessed yet
    being_assessed: bool  # something has changed since, and the worker has not answered yet
    document: Mapping[str, Any] | None  # the pupil's part of `assess --format json`; None: not assessed
    target: SchoolTarget  # of the school, as it was set at the moment
    then: ChildThen | None = None  # of a past moment: what the document was made from
    no_document: str = ""  # of a past moment: why there is none
    stood: Stood | None = None  # of a past moment: what of child, school and parents is otherwise now

    @property
    def on(self) -> date:
        return self.moment.astimezone(LONDON).date()

    @property
    def school(self) -> School:
        return self.enrolment.school

    @property
    def measures(self) -> Mapping[str, Any]:
        return {} if self.document is None else self.document.get("measures", {})


def as_seen(actor: Actor, enrolment: Enrolment, stays: Sequence[Enrolment]) -> AsSeen:
    """The child as known now: the stored assessment, and the years kept beside the ledger.

    stays: of the child at this school, the first of them first.
    """
    pack = pack_of(enrolment.school, actor.today)
    stored = Assessed.objects.filter(enrolment=enrolment).first()
    return AsSeen(
        enrolment=enrolment,
        stays=stays,
        moment=actor.at,
        past=False,
        pack=pack,
        sessions=sessions_now(enrolment.school, stays, pack, actor.today, years=YEARS_SHOWN),
        known_at=None if stored is None else stored.known_at,
        being_assessed=stored is not None and stored.stale_since is not None,
        document=None if stored is None else stored.document,
        target=target_now(enrolment.school),
    )


class MomentRefused(Refused):
    """A moment of which there is nothing to show; the message says which to choose."""


def as_seen_at(actor: Actor, enrolment: Enrolment, stays: Sequence[Enrolment], moment: datetime) -> AsSeen:
    """The child as known at a past moment: judged anew, from what the ledger and the chronology held then.

    stays: as for `as_seen`. Raises MomentRefused.
    """
    stood = stood_of_child(enrolment.school_id, enrolment.pupil_id, moment)
    now, stays = stays, sorted(stood.over(Enrolment, stays), key=lambda each: each.first_day)
    if now and not stays:
        raise MomentRefused("No stay of the child here was written down by then. Choose a later moment.")
    _check(actor, enrolment.school, stays, moment)
    enrolment = _stay_then(enrolment, stays, stood)
    on = moment.astimezone(LONDON).date()
    pack = pack_of(enrolment.school, on)
    then, document, why = None, None, ""
    sessions: Sequence[ChildSession] = ()
    try:
        then = child_then(enrolment, moment, stood=stood)
        sessions = _sessions_then(then, stays)
        [pupil] = then.assessed().pupils
        document = json.loads(json.dumps(pupil.as_json(everything=False)))  # as a stored one is
    except AttendanceError as error:
        why = str(error)
    return AsSeen(
        enrolment=enrolment,
        stays=stays,
        moment=moment,
        past=True,
        pack=pack,
        sessions=sessions,
        known_at=moment,
        being_assessed=False,
        document=document,
        target=target_at(enrolment.school, moment),
        then=then,
        no_document=why,
        stood=stood,
    )


def _stay_then(enrolment: Enrolment, stays: Sequence[Enrolment], stood: Stood) -> Enrolment:
    """The stay that is asked about as it stood; where it was not written down yet, the last that was."""
    found = copy.copy(next((each for each in stays if each.pk == enrolment.pk), stays[-1]))
    found.school, found.pupil = enrolment.school, stood.one(enrolment.pupil)
    return found


def _check(actor: Actor, school: School, stays: Sequence[Enrolment], moment: datetime) -> None:
    if moment > actor.at:
        raise MomentRefused("That moment has not come yet. Choose one that is past.")
    real = [stay.first_day for stay in stays if stay.last_day is None or stay.first_day <= stay.last_day]
    if not real:
        raise MomentRefused(f"The child was never on the roll of {school.name}: every stay was taken back.")
    came = min(real)
    if moment.astimezone(LONDON).date() < came:
        raise MomentRefused(
            f"The child came to {school.name} on {show_day(came)}. Choose that day or a later one."
        )


def _sessions_then(then: ChildThen, stays: Sequence[Enrolment]) -> Sequence[ChildSession]:
    """Of as many school years as a page shows."""
    first = first_day(first_day_of_year(then.on).year - YEARS_SHOWN + 1)
    years = {key: bytes(year.marks) for key, year in then.years.items()}
    return standing_sessions(then.calendar.sessions_between(first, then.on), stays, then.pack, years)
