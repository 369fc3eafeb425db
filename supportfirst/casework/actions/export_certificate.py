"""Make a certificate of a child's attendance, to be read, printed or sent; the trail keeps which.

To read it on a screen issues nothing. Whoever prints it or takes the PDF issues it: what it tells is then
relied on, and a mark that is changed afterwards raises an alarm (`actions.relying`).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.relying import IssueBlocked, register_reliance, standing_of
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.paper_files import paper
from supportfirst.casework.queries.certificate import Certificate, certificate, moment_of
from supportfirst.casework.store.chaining import nothing_more_by
from supportfirst.casework.store.models import Amendment, RegisterDocument

CERTIFICATE = "certificate"  # the kind of what relies on marks
READ, PRINTED, PDF = "page", "print", "pdf"


@transaction.atomic
def show_certificate(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None = None,
    last: date | None = None,
    known_at: datetime | None = None,
) -> Certificate:
    """What it says, to be read. Raises SpanRefused, NotThere."""
    made = _made(actor, school_id, pupil_id, first, last, known_at)
    _tell(actor, made, READ)
    return made


def issue_certificate(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None = None,
    last: date | None = None,
    known_at: datetime | None = None,
    *,
    form: str = PRINTED,
    link: str = "",
) -> Certificate:
    """What it says, to be given out. Raises SpanRefused, NotThere, and IssueBlocked.

    A refusal keeps that it was asked for: what changed since its moment then waits for a decision. `link`:
    the address of the certificates of the child.
    """
    with transaction.atomic():
        made = _made(actor, school_id, pupil_id, first, last, known_at)
        span = (made.first, made.last)
        register_reliance(
            *(actor, CERTIFICATE, made.thing, made.title, made.enrolment, span, made.known_at),
            content=made.fingerprint,
            link=f"{link}?{made.asked_again}" if link else "",
        )
        issue = standing_of(CERTIFICATE, made.thing)
        blocked = issue is not None and issue.blocked
        if not blocked:
            _tell(actor, made, form)
    if blocked and issue is not None:
        raise IssueBlocked(issue)
    return made


def export_certificate(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None = None,
    last: date | None = None,
    known_at: datetime | None = None,
    *,
    link: str = "",
) -> bytes:
    """The same as PDF. Raises SpanRefused, NotThere, IssueBlocked.

    For the same moment byte for byte the same, unless what no moment binds was changed (`BOUNDS`).
    """
    made = issue_certificate(actor, school_id, pupil_id, first, last, known_at, form=PDF, link=link)
    return paper("certificate", {**made.content(), "fingerprint": made.fingerprint})


def _made(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None,
    last: date | None,
    known_at: datetime | None,
) -> Certificate:
    """It takes the school's turn, and lets no mark be recorded by its moment any more.

    One that somebody began to write before, and that is kept after, would stand on the same certificate made
    again.
    """
    take_turn(school_id)
    for kind in (RegisterDocument, Amendment):
        nothing_more_by(kind, school_id, moment_of(actor, known_at))
    return certificate(actor, school_id, pupil_id, first, last, known_at)


def _tell(actor: Actor, made: Certificate, form: str) -> None:
    audit(
        actor,
        "export_certificate",
        school=made.school,
        pupil=made.enrolment.pupil,
        thing=made.fingerprint,
        first=made.first.isoformat(),
        last=made.last.isoformat(),
        known_at=made.known_at_iso,
        seal=made.seal,
        form=form,
    )


__all__ = ["IssueBlocked", "export_certificate", "issue_certificate", "show_certificate"]
