"""A family fetches its letter by the link of an e-mail. Nobody is signed in; the trail keeps it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.outside.letter_files import letter_pdf
from supportfirst.casework.queries.letter_mails import mail_behind
from supportfirst.casework.store.chaining import append
from supportfirst.casework.store.models import AuditEvent, LetterMail


def waits(mail_id: UUID, token: str, at: datetime) -> str:
    """The school whose letter a link opens. Looking uses nothing up: programs that check mail open links too.

    Raises NotThere for a link that is made up, was used, has run out, or whose letter may not be given now.
    """
    mail = mail_behind(mail_id, token, at)
    if mail is None:
        raise NotThere
    return mail.letter.enrolment.school.name


@transaction.atomic
def fetch_letter(mail_id: UUID, token: str, at: datetime) -> bytes:
    """The letter as PDF; within the hour again, for a download that broke off. Raises NotThere."""
    mail = mail_behind(mail_id, token, at)
    if mail is None:
        raise NotThere
    letter = mail.letter
    take_turn(letter.school_id)
    LetterMail.objects.filter(pk=mail.pk, opened_at=None).update(opened_at=at)
    line = AuditEvent(
        recorded_at=at,
        verb="fetch_letter",
        school=letter.enrolment.school,
        pupil=letter.enrolment.pupil,
        thing=str(letter.pk),
        detail={"mail": str(mail.pk)},
    )
    append(line, letter.school_id)
    return letter_pdf(as_content(letter.content))
