"""Marks of one child that the integrity watch asks about: the banner over the figures they could move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.integrity import CheckShown, checks_of_child


@dataclass(frozen=True, slots=True)
class ChildIntegrity:
    checks: Sequence[CheckShown]  # those that ask about something
    may_open: bool  # the page of the school's watch

    @property
    def sessions(self) -> int:
        return sum(check.sessions for check in self.checks)


def child_integrity(actor: Actor, seen: AsSeen) -> ChildIntegrity | None:
    """None where nothing is open, and of a past moment: what lacked then may stand beside the mark now.

    What is seen by comparing children, a class with one mark, is on the school's page.
    """
    if seen.past:
        return None
    found = checks_of_child(seen.school, seen.pack, seen.moment, [stay.pk for stay in seen.stays])
    if not found:
        return None
    return ChildIntegrity(found, may(actor, Right.SEE_WORKLIST, seen.school))
