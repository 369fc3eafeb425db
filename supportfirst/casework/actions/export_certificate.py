"""Make a certificate of a child's attendance, to be read or printed; the trail keeps which, and of whom."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.outside.paper_files import paper
from supportfirst.casework.queries.certificate import Certificate, certificate, moment_of
from supportfirst.casework.store.chaining import nothing_more_by
from supportfirst.casework.store.models import Amendment, RegisterDocument


@transaction.atomic
def show_certificate(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None = None,
    last: date | None = None,
    known_at: datetime | None = None,
    *,
    form: str = "page",
) -> Certificate:
    """What it says. Raises SpanRefused, NotThere.

    It takes the school's turn, and lets no mark be recorded by its moment any more: one that somebody began
    to write before, and that is kept after, would stand on the same certificate made again.
    """
    take_turn(school_id)
    for kind in (RegisterDocument, Amendment):
        nothing_more_by(kind, school_id, moment_of(actor, known_at))
    made = certificate(actor, school_id, pupil_id, first, last, known_at)
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
    return made


def export_certificate(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None = None,
    last: date | None = None,
    known_at: datetime | None = None,
) -> bytes:
    """The same as PDF. Raises SpanRefused, NotThere.

    For the same moment byte for byte the same, unless what no moment binds was changed (`BOUNDS`).
    """
    made = show_certificate(actor, school_id, pupil_id, first, last, known_at, form="pdf")
    return paper("certificate", {**made.content(), "fingerprint": made.fingerprint})
