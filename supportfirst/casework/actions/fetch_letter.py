"""A family fetches its letter by the link of an e-mail, and the meeting that it asks to for a calendar.

Nobody is signed in; the trail keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.export_meeting import invitation
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.outside.letter_files import letter_pdf
from supportfirst.casework.queries.child_meetings import MeetingShown, MeetingsPage
from supportfirst.casework.queries.letter_mails import mail_behind
from supportfirst.casework.queries.meeting_letters import meeting_of
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import AuditEvent, LetterMail


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a link opens: a letter of a school, and a file for a calendar where it asks to a meeting."""

    school: str
    asks_to_meeting: bool


def waits(mail_id: UUID, token: str, at: datetime) -> Waiting:
    """What a link opens. Looking uses nothing up: programs that check mail open links too.

    Raises NotThere for a link that is made up, was used, has run out, or whose letter may not be given now.
    """
    mail = mail_behind(mail_id, token, at)
    if mail is None:
        raise NotThere
    return Waiting(mail.letter.enrolment.school.name, _meeting(mail, at) is not None)


@transaction.atomic
def fetch_letter(mail_id: UUID, token: str, at: datetime) -> bytes:
    """The letter as PDF; within the hour again, for a download that broke off. Raises NotThere."""
    mail = mail_behind(mail_id, token, at)
    if mail is None:
        raise NotThere
    letter = mail.letter
    take_turn(letter.school_id)
    LetterMail.objects.filter(pk=mail.pk, opened_at=None).update(opened_at=at)
    _keep(mail, at, "fetch_letter", str(letter.pk))
    return letter_pdf(as_content(letter.content))


@transaction.atomic
def fetch_meeting(mail_id: UUID, token: str, at: datetime) -> bytes:
    """The meeting to which the letter asks, for a calendar. The letter stays unopened. Raises NotThere."""
    mail = mail_behind(mail_id, token, at)
    found = _meeting(mail, at) if mail is not None else None
    if mail is None or found is None:
        raise NotThere
    take_turn(mail.letter.school_id)
    page, meeting = found
    _keep(mail, at, "export_meeting", "invitation", meeting=str(meeting.event))
    return invitation(page, meeting)


def _meeting(mail: LetterMail, at: datetime) -> tuple[MeetingsPage, MeetingShown] | None:
    """As whoever sent the letter may tell it now."""
    try:
        return meeting_of(actor_of(mail.asked_by, at), mail.letter)
    except NotThere:
        return None


def _keep(mail: LetterMail, at: datetime, verb: str, thing: str, **more: str) -> None:
    place = mail.letter.enrolment
    told = {"mail": str(mail.pk), **more}
    line = AuditEvent(
        recorded_at=at, verb=verb, school=place.school, pupil=place.pupil, thing=thing, detail=told
    )
    append(line, mail.letter.school_id)
