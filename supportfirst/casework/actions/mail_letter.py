"""A letter sent by e-mail: asked for by a person, handed over by the worker, and what is learnt of it after.

The e-mail bears a link and says nothing of the letter. That it is about to be handed over is written down
first, in a transaction of its own: of one whose worker was killed then, the sender is asked whether it has
it. A sender that can't tell leaves it to a person. What comes to be known later, in whatever order and
however often, only ever moves its state forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from supportfirst.casework.access.actor import Actor, actor_of
from supportfirst.casework.access.refusals import NotThere, Refused
from supportfirst.casework.actions.ask_job import Asked, JobRefused, Watch, Write, ask_job
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.send_letters import (
    Told,
    ask_to_try_another_way,
    check_out,
    record_happening,
)
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.delivering import NobodyKnows, NotDelivered
from supportfirst.casework.outside.letter_senders import (
    CAME,
    LetterSender,
    MailOut,
    sender_in_force,
    why_no_sender,
)
from supportfirst.casework.queries.letter_mails import MAIL_LETTER, UNKNOWN, letter_by_email, token_of
from supportfirst.casework.queries.letters import letter_page
from supportfirst.casework.store.models import Delivery, Job, LetterDelivery, LetterMail, MailState

TRIES = 5
ON_ITS_WAY = timedelta(minutes=10)  # so long a sender that does not have it yet may still be getting it
RANK = {
    MailState.WAITING: 0,
    MailState.UNSURE: 1,
    MailState.FAILED: 1,
    MailState.SENT: 2,
    MailState.DELIVERED: 3,
    MailState.BOUNCED: 4,
}
BY = "the site, by e-mail"


@transaction.atomic
def ask_to_mail(actor: Actor, school_id: UUID, letter_id: UUID, *, submission: UUID, link: str) -> LetterMail:
    """Have the worker send it. The same submission again gives the first one back.

    link: the address by which a family fetches it, with {mail} and {token} in it. Raises NotThere, Refused.
    """
    take_turn(school_id)
    known = LetterMail.objects.filter(
        submission=submission, letter=letter_id, letter__school=school_id
    ).first()
    page = letter_page(actor, school_id, letter_id)
    if not page.may_change:
        raise NotThere
    if known is not None:
        return known
    check_out(actor, page)
    way = letter_by_email(page, actor.today)
    if way.why_not:
        raise Refused(way.why_not)
    mail = LetterMail.objects.create(
        submission=submission,
        letter=page.letter,
        address=way.address,
        asked_by=actor.user,
        asked_at=actor.at,
    )
    _ask_job(mail, actor.at, link, 1)
    audit(
        actor,
        "ask_to_mail_letter",
        school=page.school,
        pupil=page.enrolment.pupil,
        thing=str(letter_id),
        mail=str(mail.pk),
    )
    return mail


def _ask_job(mail: LetterMail, at: datetime, link: str, attempt: int) -> Job:
    wait = timedelta(minutes=2 ** (attempt - 1)) if attempt > 1 else timedelta()
    return ask_job(
        MAIL_LETTER,
        {"mail": str(mail.pk), "link": link, "attempt": attempt},
        at=at,
        school=mail.letter.enrolment.school,
        asked_by=mail.asked_by,
        run_after=at + wait,
        once=f"{MAIL_LETTER}:{mail.pk}",
    )


def mail_letter(asked: Asked, watch: Watch) -> Write:
    """The worker's part."""
    mail = _mails().filter(pk=UUID(str(asked.about["mail"]))).first()
    if mail is None:
        raise JobRefused("There is no such e-mail.")
    if mail.state != MailState.WAITING:
        return lambda: {"state": mail.state}
    watch.progress(0, 1)
    sender = sender_in_force()
    if sender is None:
        return _settling(asked, watch, mail, MailState.FAILED, why_no_sender())
    why = _why_not_now(mail, watch.now())
    if why:
        return _settling(asked, watch, mail, MailState.FAILED, why)
    if mail.handed_at is not None:
        had = sender.has(mail.pk)
        if had is None:
            return _settling(asked, watch, mail, MailState.UNSURE, UNKNOWN)
        if had:
            return _settling(asked, watch, mail, MailState.SENT, "")
        if watch.now() < mail.handed_at + ON_ITS_WAY:
            return _settling(asked, watch, mail, MailState.WAITING, mail.error)
    if not _told_first(mail, watch.now()):
        return lambda: {"state": mail.state}  # another worker has it
    state, error, kept = _handed_over(sender, mail, asked)
    return _settling(asked, watch, mail, state, error, kept=kept)


def _told_first(mail: LetterMail, at: datetime) -> bool:
    """Write down that it is about to be handed over; False where another has, since it was read."""
    held = LetterMail.objects.filter(pk=mail.pk, state=MailState.WAITING, handed_at=mail.handed_at)
    return bool(held.update(handed_at=at))


def _why_not_now(mail: LetterMail, at: datetime) -> str:
    """What has come between since it was asked for: a mark was changed, or an order made."""
    actor = actor_of(mail.asked_by, at)
    try:
        check_out(actor, letter_page(actor, mail.letter.school_id, mail.letter_id))
    except NotThere:
        return "Whoever asked for it does not write to families of this child any more."
    except Refused as refusal:
        return str(refusal)
    return ""


def _handed_over(sender: LetterSender, mail: LetterMail, asked: Asked) -> tuple[MailState, str, bool]:
    """What becomes of it, why, and whether the sender may have got it."""
    link = str(asked.about["link"]).replace("{mail}", str(mail.pk)).replace("{token}", token_of(mail.pk))
    last = int(asked.about["attempt"]) >= TRIES
    try:
        sender.send(MailOut(mail.pk, mail.address, mail.letter.enrolment.school.name, link))
    except NotDelivered as failure:
        return (MailState.FAILED if last or failure.for_good else MailState.WAITING), str(failure), False
    except NobodyKnows as failure:
        asks = sender.has(mail.pk) is not None and not last
        return (MailState.WAITING if asks else MailState.UNSURE), str(failure), True
    return MailState.SENT, "", True


def _settling(
    asked: Asked, watch: Watch, mail: LetterMail, state: MailState, error: str, *, kept: bool = True
) -> Write:
    """kept: whether the sender may have got it. Where it has not, the next try need not ask."""
    at, attempt = watch.now(), int(asked.about["attempt"])

    def write() -> Mapping[str, Any]:
        if state != MailState.WAITING:
            advance(mail.pk, state, at, error)
        elif LetterMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(
            error=error[:300], **({} if kept else {"handed_at": None})
        ):
            _ask_job(mail, at, str(asked.about["link"]), attempt + 1)
        return {"state": str(state)}

    return write


@transaction.atomic
def advance(mail_id: UUID, state: MailState, at: datetime, error: str = "") -> bool:
    """Move an e-mail's state forward, and record what that means for the letter. Whether it was news."""
    mail = _mails().filter(pk=mail_id).first()
    if mail is None:
        return False
    letter = mail.letter
    take_turn(letter.school_id)
    mail.refresh_from_db(fields=["state"])
    letter.refresh_from_db(fields=["state", "version", "sent_at"])
    if RANK[state] <= RANK[MailState(mail.state)]:
        return False
    mail.state, mail.error, mail.settled_at = state, error[:300], at
    mail.save(update_fields=["state", "error", "settled_at"])
    actor = actor_of(mail.asked_by, at)
    left = RANK[state] >= RANK[MailState.SENT]
    if left:
        _once(actor, mail, Delivery.EMAILED)
    if state == MailState.BOUNCED:
        _once(actor, mail, Delivery.BOUNCED)
    if state in (MailState.FAILED, MailState.UNSURE):
        unsure = state == MailState.UNSURE
        ask_to_try_another_way(actor, letter, f"mail:{mail.pk}", unsure=unsure)
    audit(
        actor,
        "letter_mail_settled",
        school=letter.enrolment.school,
        pupil=letter.enrolment.pupil,
        thing=str(letter.pk),
        state=str(state),
    )
    return True


def _once(actor: Actor, mail: LetterMail, what: Delivery) -> None:
    submission = uuid5(mail.pk, what)
    if not LetterDelivery.objects.filter(submission=submission).exists():
        record_happening(actor, mail.letter, Told(what, actor.today, BY), submission)


def take_news(reference: str, status: str, at: datetime) -> bool:
    """What GOV.UK Notify says of an e-mail. Whether it was news: what is not ours or not final is none."""
    try:
        mail = UUID(reference)
    except ValueError:
        return False
    came = CAME.get(status)
    return came is not None and advance(mail, MailState(came), at)


def _mails() -> Any:
    return LetterMail.objects.select_related(
        "letter__enrolment__school__authority", "letter__enrolment__pupil", "letter__adult", "asked_by"
    )
