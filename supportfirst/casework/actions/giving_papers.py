"""A paper about one child, made of the records as they stand: kept as relying on them before it is given out.

    kept = keep_paper(actor, "profile", title, enrolment, (first, last), fingerprint, link)
    waits = audit_giving(actor, "export_profile", page, kept)  # an issue, where an earlier one waits
    ...  # the end of the transaction: what was kept stays, though it is refused
    return as_pdf("profile", page, waits)

The same content is the same paper, whenever it is made. What is refused is kept too: it can be chosen where
the alarm is decided, in the place of the one that waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.relying import register_reliance
from supportfirst.casework.outside.paper_files import paper
from supportfirst.casework.queries.issuing import Issue, IssueBlocked, waiting_beside
from supportfirst.casework.store.models import Enrolment, Reliance, School, Standing

DIED = "This child has died. No paper is made for the family here; speak with the head teacher first."
OVER = (Standing.CORRECTED, Standing.WITHDRAWN)


class OnPaper(Protocol):
    """A page about one child that is given out as a paper."""

    @property
    def enrolment(self) -> Enrolment: ...
    @property
    def school(self) -> School: ...
    @property
    def fingerprint(self) -> str: ...
    def content(self) -> Mapping[str, Any]: ...


def keep_paper(
    actor: Actor,
    kind: str,
    title: str,
    enrolment: Enrolment,
    span: tuple[date, date],
    fingerprint: str,
    link: str,
) -> Reliance:
    """One row a child, kind and content; another where the earlier one was replaced or withdrawn.

    That one is issued no more; the same said anew, of the records as they stand now, is another paper.
    """
    thing = f"{enrolment.pupil_id.hex}:{fingerprint}"
    over = Reliance.objects.filter(kind=kind, thing__startswith=thing, standing__in=OVER).count()
    return register_reliance(
        actor,
        kind,
        f"{thing}:{over}" if over else thing,
        title,
        enrolment,
        span,
        actor.at,
        content=fingerprint,
        link=link,
    )


def audit_giving(actor: Actor, verb: str, page: OnPaper, kept: Reliance, **told: str) -> Issue | None:
    """Write down that the paper is given out; where an earlier one waits, nothing, and answer it."""
    waits = waiting_beside(kept)
    if waits is None:
        child = page.enrolment.pupil
        audit(actor, verb, school=page.school, pupil=child, thing=page.fingerprint, form="pdf", **told)
    return waits


def as_pdf(template: str, page: OnPaper, waits: Issue | None) -> bytes:
    """Raises IssueBlocked while an earlier one waits: after the transaction, so that what was kept stays."""
    if waits is not None:
        raise IssueBlocked(waits)
    return paper(template, {**page.content(), "fingerprint": page.fingerprint})


__all__ = ["DIED", "IssueBlocked", "as_pdf", "audit_giving", "keep_paper", "waiting_beside"]
