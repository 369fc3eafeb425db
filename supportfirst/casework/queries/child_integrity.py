"""Marks of one child that the integrity watch asks about: the banner over the figures they could move.

What is seen by comparing a whole class is among them: it moves the figures of each child of the class. A
parent is told no more than that something is being checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.integrity import CheckShown, checks_of_child
from supportfirst.casework.store.models import Enrolment


@dataclass(frozen=True, slots=True)
class ChildIntegrity:
    checks: Sequence[CheckShown]  # those that ask about something
    may_open: bool  # the page of the school's watch
    may_record: bool  # what another place of education says

    @property
    def sessions(self) -> int:
        return sum(check.sessions for check in self.checks)


def child_integrity(actor: Actor, seen: AsSeen) -> ChildIntegrity | None:
    """None where nothing is open, and of a past moment: what lacked then may stand beside the mark now."""
    if seen.past:
        return None
    found = checks_of_child(seen.school, seen.pack, seen.moment, [stay.pk for stay in seen.stays])
    if not found:
        return None
    opens, records = (may(actor, each, seen.school) for each in (Right.SEE_WORKLIST, Right.LOG_CONTACT))
    return ChildIntegrity(found, opens, records)


def could_move(enrolment: Enrolment, pack: Pack, moment: datetime) -> bool:
    """Whether any mark of the child at this school is asked about now, by the checks of the banner."""
    stays = Enrolment.objects.filter(school=enrolment.school_id, pupil=enrolment.pupil_id)
    return bool(checks_of_child(enrolment.school, pack, moment, list(stays.values_list("pk", flat=True))))
