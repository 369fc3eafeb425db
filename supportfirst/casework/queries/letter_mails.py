"""Whether a letter may leave by e-mail, to which address, and the link by which it is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from supportfirst.casework.bridge.letter_kinds import EMAIL
from supportfirst.casework.outside.letter_senders import DAYS, why_no_sender
from supportfirst.casework.queries.child_family import AdultShown, adults_of
from supportfirst.casework.queries.issuing import standing_of
from supportfirst.casework.queries.letter_addressees import addressees_of
from supportfirst.casework.queries.letters import KIND, LetterPage
from supportfirst.casework.store.models import (
    ContactKind,
    Job,
    JobState,
    LetterMail,
    LetterState,
    MailState,
)

MAIL_LETTER = "mail_letter"  # a kind of job
NO_ADDRESS = (
    "No e-mail address of this adult is held. Add it on the child’s page, or send the letter another way."
)
STOPPED = "The sending stopped before it left. Send it again, or another way."
UNKNOWN = "The sending broke off, and nobody can tell whether it left. Ask the family, or send it again."
AGAIN = timedelta(hours=1)  # after its first use, for a download that broke off


@dataclass(frozen=True, slots=True)
class MailShown:
    """One sending. One that waits, and of which no worker will ever hear again, is said to have stopped."""

    mail: LetterMail
    stopped: bool = False

    @property
    def is_on_its_way(self) -> bool:
        return self.mail.state == MailState.WAITING and not self.stopped

    @property
    def state(self) -> str:
        return "Stopped" if self.stopped else self.mail.get_state_display()

    @property
    def why(self) -> str:
        if self.stopped:
            return STOPPED if self.mail.handed_at is None else UNKNOWN
        return self.mail.error


@dataclass(frozen=True, slots=True)
class ByEmail:
    address: str
    why_not: str  # "" where it may go
    mails: Sequence[MailShown]  # those that were asked for, the oldest first


def letter_by_email(page: LetterPage, today: date) -> ByEmail:
    rows = LetterMail.objects.filter(letter=page.letter).select_related("asked_by")
    mails = _shown(list(rows.order_by("asked_at", "pk")))
    shown = next(
        (each for each in adults_of(page.enrolment.pupil_id, today) if each.id == page.letter.adult_id), None
    )
    address = address_of(shown) if shown is not None else ""
    return ByEmail(address, _why_not(page, address, mails), mails)


def _shown(mails: Sequence[LetterMail]) -> Sequence[MailShown]:
    """A job that was called off, or whose worker died once too often, sends nothing any more."""
    waiting = [str(each.pk) for each in mails if each.state == MailState.WAITING]
    held = (JobState.WAITING, JobState.RUNNING)
    jobs = Job.objects.filter(kind=MAIL_LETTER, state__in=held, about__mail__in=waiting) if waiting else ()
    going = {str(each.about["mail"]) for each in jobs}
    return [MailShown(each, stopped=str(each.pk) in {*waiting} - going) for each in mails]


def address_of(adult: AdultShown) -> str:
    """The newest address of theirs that is shown to the school."""
    found = [
        each.value for each in adult.contacts if each.kind == ContactKind.EMAIL.label and not each.hidden
    ]
    return found[-1] if found else ""


def _why_not(page: LetterPage, address: str, mails: Sequence[MailShown]) -> str:
    if EMAIL not in page.ways:
        return "The policy does not send this letter by e-mail."
    if not address:
        return NO_ADDRESS
    if any(each.is_on_its_way for each in mails):
        return "An e-mail with this letter is on its way."
    return why_no_sender()


def token_of(mail: UUID) -> str:
    """What a link bears. It is worked out by the site's key and stands in no row."""
    return Signer(salt="letter by e-mail").signature(str(mail))


def mail_behind(mail: UUID, token: str, at: datetime) -> LetterMail | None:
    """The e-mail of a link, while the link is good and the letter may still go to that adult."""
    if not constant_time_compare(token, token_of(mail)):
        return None
    rows = LetterMail.objects.select_related("letter__enrolment__school", "letter__enrolment__pupil")
    found = rows.filter(pk=mail, asked_at__gte=at - timedelta(days=DAYS)).first()
    if found is None or (found.opened_at is not None and at > found.opened_at + AGAIN):
        return None
    letter = found.letter
    if letter.state not in (LetterState.APPROVED, LetterState.SENT):
        return None
    issue = standing_of(KIND, str(letter.pk))
    if issue is not None and issue.blocked:
        return None
    day = at.date()
    return None if addressees_of(letter.enrolment.pupil_id, day).why_not(letter.adult_id) else found
