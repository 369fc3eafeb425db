"""Log that a child's attendance profile was shared with a parent or carer: with whom, how and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.export_profile import rely_on_profile
from supportfirst.casework.actions.giving_papers import DIED, IssueBlocked, waiting_beside
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.queries.attendance_profile import SHARED, Profile, attendance_profile, moment_words
from supportfirst.casework.store.models import CaseEvent

NOW = "now"  # in the place of a fingerprint: the profile as it stands is given out, and shared at once


def share_profile(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    reader: UUID,
    data: Mapping[str, Any],
    *,
    on: date,
    submission: UUID,
    which: str = "",
    link: str = "",
) -> CaseEvent:
    """The same submission again changes nothing. Raises NotThere, EventRefused.

    `which`: the fingerprint of one that was taken out, or NOW; by default the one taken out last, and where
    there is none, the profile as it stands. Raises IssueBlocked for that one while an earlier one waits.
    Refused for an adult to whom it is not to be given, though somebody gave it: that is no entry of a form.
    """
    with transaction.atomic():
        take_turn(school_id)
        known = CaseEvent.objects.filter(submission=submission).first()
        page = attendance_profile(actor, school_id, pupil_id)
        if known is not None:
            return known
        _refuse(page, reader)
        paper = _paper(page, which)
        waits = waiting_beside(rely_on_profile(actor, page, link)) if paper is None else None
        if waits is None:
            fingerprint, moment = paper or (page.fingerprint, moment_words(page.at))
            return record_event(
                actor,
                page.school,
                page.enrolment.pupil,
                SHARED,
                submission=submission,
                on=on,
                adults=[reader],
                data={**data, "profile": fingerprint, "taken_out": moment},
            )
    raise IssueBlocked(waits)


def _refuse(page: Profile, reader: UUID) -> None:
    if page.died:
        raise Refused(DIED)
    if reader not in {adult for adult, _ in page.readers}:
        raise Refused("Choose a parent or carer of this child to whom the profile may be given.")


def _paper(page: Profile, which: str) -> tuple[str, str] | None:
    """The fingerprint and the moment of the one that was taken out; None: it is as it stands now."""
    held = {each.fingerprint: each.moment for each in page.taken_out}
    if which == NOW or not (which or held):
        return None
    fingerprint = which or next(iter(held))
    if fingerprint not in held:
        raise Refused("Choose which profile was shared: one that was taken out, or the profile as it is now.")
    return fingerprint, held[fingerprint]
