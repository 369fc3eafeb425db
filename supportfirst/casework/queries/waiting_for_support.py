"""A school's waiting lists: referrals that no service has settled, and offers that no family has answered.

The longest wait comes first. What was settled stands on the child's own page.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import readable
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, schools_for
from supportfirst.casework.bridge.markers_held import death_of
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.bridge.same_child import kept_of
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.kept_records import following
from supportfirst.casework.queries.service_referrals import (
    ANSWER,
    NO_ANSWER,
    REFERRAL,
    WAITING,
    Referral,
    how_long,
    referrals_of,
)
from supportfirst.casework.store.models import CaseEvent, Pupil, School

OFFERED, STARTED, ENDED = "support_offered", "support_started", "support_ended"
KINDS = (REFERRAL, ANSWER, OFFERED, STARTED, ENDED)
UNANSWERED = "unanswered"
# In the order of what a person at school can do most about.
GROUPS = (
    (NO_ANSWER, "Referred, and the service has not answered"),
    (WAITING, "On the waiting list of a service"),
    (UNANSWERED, "Offered, and the family has not answered"),
)


@dataclass(frozen=True, slots=True)
class Waits:
    pupil: uuid.UUID
    name: str
    service: str
    since: date
    wait: str  # in words
    consent: str  # blank where the family itself is waited for
    group: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    school: School
    all: Sequence[Waits]

    @property
    def groups(self) -> Sequence[tuple[str, str, Sequence[Waits]]]:
        found = [(name, words, [row for row in self.all if row.group == name]) for name, words in GROUPS]
        return [each for each in found if each[2]]


def waiting_for_support(actor: Actor, school_id: uuid.UUID) -> WaitingPage:
    """Raises NotThere where there is no such school, or its cases are not the actor's to act on."""
    school = schools_for(actor, Right.ACT_ON_CASE).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    events = _events(actor, school)
    kept = kept_of({each.pupil_id for each in events})
    names = _names(actor, school, kept.values())
    kinds = record_kinds(school, actor.today)
    events.sort(key=lambda each: (kept[each.pupil_id], each.happened_on, each.serial))
    rows: list[Waits] = []
    for pupil, held in groupby(events, key=lambda each: kept[each.pupil_id]):
        if pupil in names:
            of_child = list(held)
            told = [
                _referred(pupil, names[pupil], each) for each in referrals_of(of_child, kinds, actor.today)
            ]
            told += [_offered(pupil, names[pupil], each, of_child, actor.today) for each in of_child]
            rows += [each for each in told if each is not None]
    rows.sort(key=lambda row: (row.since, row.name))
    return WaitingPage(school, rows)


def _referred(pupil: uuid.UUID, name: str, of: Referral) -> Waits | None:
    if not of.waits:
        return None
    return Waits(pupil, name, of.service, of.on, of.wait_words, of.consent, of.state)


def _offered(
    pupil: uuid.UUID, name: str, offer: CaseEvent, events: Sequence[CaseEvent], today: date
) -> Waits | None:
    """An offer that a family neither took nor declined, and of which nothing began."""
    if offer.kind != OFFERED or offer.data.get("answer") in ("accepted", "declined"):
        return None
    if any(each.kind in (STARTED, ENDED) for each in following(str(offer.event), events)):
        return None
    wait = f"has waited {how_long(max(0, (today - offer.happened_on).days))}"
    return Waits(pupil, name, str(offer.data.get("service", "")), offer.happened_on, wait, "", UNANSWERED)


def _events(actor: Actor, school: School) -> list[CaseEvent]:
    """The records of referrals and offers that the reader may know."""
    held = list(
        CaseEvent.objects.filter(school=school, kind__in=KINDS)
        .exclude(event__in=struck_out(school))
        .select_related("school", "recorded_by")
    )
    may_read = readable(actor, held)
    return [each for each in held if each.event in may_read]


def _names(actor: Actor, school: School, pupils: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Of those on roll in the reader's reach. Nobody waits for a child who died."""
    reached = enrolments_for(actor, Right.ACT_ON_CASE).filter(~death_of("pupil"), school=school)
    held = Pupil.objects.filter(Exists(reached.filter(pupil=OuterRef("pk"))), pk__in=set(pupils))
    return {each.pk: each.name for each in held}
