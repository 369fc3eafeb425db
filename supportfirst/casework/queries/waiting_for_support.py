"""A school's waiting lists: referrals that no service has settled, and offers that no family has answered.

The longest wait comes first. What was settled stands on the child's own page.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.queries.child_support import ENDED, OFFERED, STARTED, STATES, offer_state
from supportfirst.casework.queries.kept_records import OLDEST_FIRST, following
from supportfirst.casework.queries.school_records import ChildRecords, records_by_child, school_of_cases
from supportfirst.casework.queries.service_referrals import (
    ANSWER,
    NO_ANSWER,
    REFERRAL,
    WAITING,
    Referral,
    how_long,
    referrals_of,
)
from supportfirst.casework.store.models import CaseEvent, School

KINDS = (REFERRAL, ANSWER, OFFERED, STARTED, ENDED)
UNANSWERED = "unanswered"
NO_REPLY = (STATES["waiting"], STATES["no_reply"])
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
    school = school_of_cases(actor, school_id)
    kinds = record_kinds(school, actor.today)
    rows: list[Waits] = []
    for child in records_by_child(actor, school, KINDS, order=OLDEST_FIRST):
        referrals = referrals_of(child.events, kinds, actor.today)
        rows += [_referred(child, each) for each in referrals if each.waits]
        rows += [_offered(child, each, actor.today) for each in child.events if _is_unanswered(each, child)]
    rows.sort(key=lambda row: (row.since, row.name))
    return WaitingPage(school, rows)


def _referred(child: ChildRecords, of: Referral) -> Waits:
    return Waits(child.pupil, child.name, of.service, of.on, of.wait_words, of.consent, of.state)


def _is_unanswered(event: CaseEvent, child: ChildRecords) -> bool:
    """An offer that a family neither took nor declined, and of which nothing began."""
    return event.kind == OFFERED and offer_state(event, following(str(event.event), child.events)) in NO_REPLY


def _offered(child: ChildRecords, offer: CaseEvent, today: date) -> Waits:
    wait = f"has waited {how_long(max(0, (today - offer.happened_on).days))}"
    service = str(offer.data.get("service", ""))
    return Waits(child.pupil, child.name, service, offer.happened_on, wait, "", UNANSWERED)
