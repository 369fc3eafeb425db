"""Record one thing about a child's support, where what must come before it is on record.

No referral goes without consent or the reason why none is needed; what a pack lets come only after another
record is refused before it; a service with an age is asked for those of that age alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.close_task import close_tasks_met
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.queries.child_support import SupportRecordPage
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import CaseEvent, PupilFlag

SEND = ("ehcp", "sen_support")
EARLY_HELP_OFFER = "early_help_offer"


@transaction.atomic
def record_support(
    actor: Actor, page: SupportRecordPage, *, submission: uuid.UUID, on: date, data: Mapping[str, Any]
) -> CaseEvent:
    """The event; the same submission again changes nothing. Raises Refused with what to do first."""
    known = CaseEvent.objects.filter(submission=submission).first()
    if known is not None:
        return known
    _check_before(page, data)
    _check_consent(page, data)
    _check_written(page, data)
    _check_age(page, data, on)
    event = record_event(
        actor,
        page.school,
        page.enrolment.pupil,
        page.kind.kind,
        submission=submission,
        on=on,
        data=data,
    )
    close_tasks_met(actor, event)
    return event


def _check_before(page: SupportRecordPage, data: Mapping[str, Any]) -> None:
    needed = page.terms.needs.get(page.kind.kind)
    if needed is not None and not any(each.kind in needed for each in page.standing):
        first = " or ".join(f"“{page.terms.kinds[each].title}”" for each in needed)
        raise Refused(f"This can't be recorded before {first} is on record. Record that first.")
    asked = page.terms.asks.get(page.kind.kind)
    if asked is not None and not data.get(asked):
        words = next(each.words for each in page.kind.fields if each.name == asked)
        raise Refused(f"Say {words}: it is needed here.")


def _check_consent(page: SupportRecordPage, data: Mapping[str, Any]) -> None:
    if page.kind.kind not in page.terms.consent_kinds:
        return
    if data.get("consent") is not True and not data.get("no_consent_because"):
        raise Refused(
            "A referral can't be sent without consent. Ask a parent and record the answer, "
            "or say why no consent is needed."
        )


def _check_written(page: SupportRecordPage, data: Mapping[str, Any]) -> None:
    if page.kind.kind != EARLY_HELP_OFFER or not page.terms.declined_in_writing:
        return
    if data.get("answer") != "declined" or data.get("in_writing") is True:
        return
    written = [each for each in page.standing if each.kind == EARLY_HELP_OFFER]
    if not any(each.data.get("in_writing") is True for each in written):
        raise Refused(
            "An offer of early help can't be closed as declined before it is in writing. "
            "Write to the parents, and record that it was offered by letter."
        )


def _check_age(page: SupportRecordPage, data: Mapping[str, Any], on: date) -> None:
    service = str(data.get("service", "")).casefold()
    oldest = page.terms.oldest.get(service)
    if oldest is None or page.kind.kind not in page.terms.consent_kinds:
        return
    born = page.enrolment.pupil.date_of_birth
    if born is None:
        raise Refused("Nobody can tell how old the child is. Write down the date of birth first.")
    flags = PupilFlag.objects.filter(in_force(on), pupil=page.enrolment.pupil_id, name__in=SEND, holds=True)
    with_send = page.terms.oldest_with_send.get(service, oldest)
    limit = max(oldest, with_send) if flags.exists() else oldest
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age > limit:
        raise Refused(
            f"“{data['service']}” sees people to the age of {oldest}, or {with_send} with special "
            f"educational needs or disabilities; this one is {age}. Choose another service."
        )
