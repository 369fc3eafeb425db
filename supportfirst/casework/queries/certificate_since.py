"""What became of a certificate since the moment that it speaks of: changed sessions, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.relied_on import changes_since, nothing_since
from supportfirst.casework.queries.certificate import Certificate
from supportfirst.casework.queries.issuing import Issue, change_words, standing_of
from supportfirst.casework.store.models import Reliance

CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Since:
    """`issue`: None for one that nobody has printed or taken out yet."""

    issue: Issue | None
    changes: Sequence[str]  # of the marks that it tells, recorded after its moment, in words
    says_the_same: bool  # word for word what it said when it was first issued
    sees_alarm: bool  # the reader may open the page on which it is decided

    @property
    def blocked(self) -> bool:
        return self.issue is not None and self.issue.blocked

    @property
    def first_made(self) -> Reliance | None:
        return self.issue.reliance if self.issue is not None else None


def since_made(actor: Actor, made: Certificate) -> Since:
    issue = standing_of(CERTIFICATE, made.thing)
    changes: Sequence[str] = ()
    if not nothing_since(made.school, made.known_at):
        held = changes_since(made.school, made.stays, made.first, made.last, made.known_at)
        changes = [change_words(each) for each in held]
    return Since(
        issue=issue,
        changes=changes,
        says_the_same=issue is not None and issue.reliance.content == made.fingerprint,
        sees_alarm=may(actor, Right.SEE_WORKLIST, made.school),
    )
