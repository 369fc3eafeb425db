"""A paper about one child, made of the records as they stand: kept as relying on them before it is given out.

    kept = keep_paper(actor, "profile", title, enrolment, (first, last), fingerprint, link)
    waits = waiting_beside(kept)  # an issue: raise `IssueBlocked` after the transaction, so that `kept` stays

The same content is the same paper, whenever it is made. What is refused is kept too: it can be chosen where
the alarm is decided, in the place of the one that waits.
"""

from __future__ import annotations

from datetime import date

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.actions.relying import register_reliance
from supportfirst.casework.queries.issuing import IssueBlocked, waiting_beside
from supportfirst.casework.store.models import Enrolment, Reliance, Standing

DIED = "This child has died. No paper is made for the family here; speak with the head teacher first."
OVER = (Standing.CORRECTED, Standing.WITHDRAWN)


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


__all__ = ["DIED", "IssueBlocked", "keep_paper", "waiting_beside"]
