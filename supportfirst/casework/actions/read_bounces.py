"""Take the reports of a mailbox on e-mails of letters that came back, each once however often it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from supportfirst.casework.actions.mail_letter import advance
from supportfirst.casework.outside.reading_bounces import Said, reports_in
from supportfirst.casework.outside.reading_mail import Unreadable as Unreadable
from supportfirst.casework.store.models import LetterMail, MailState


@dataclass(slots=True)
class BouncesRead:
    new: int = 0
    known: int = 0
    strange: int = 0  # failed, but of no letter that this site sent by e-mail
    unreadable: int = 0  # of a mail server, and in no form that can be read
    others: int = 0  # no report, or a report that says nothing of a failure


def read_bounces(path: Path, *, at: datetime) -> BouncesRead:
    """A transaction a report: what was read before a faulty one stays. Raises Unreadable."""
    told = BouncesRead()
    for report in reports_in(path):
        if report.said is Said.NOTHING:
            told.others += 1
        elif report.said is Said.UNREADABLE:
            told.unreadable += 1
        elif report.about is None or not LetterMail.objects.filter(pk=report.about).exists():
            told.strange += 1
        elif advance(report.about, MailState.BOUNCED, at):
            told.new += 1
        else:
            told.known += 1
    return told
