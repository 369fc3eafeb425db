"""Requests for leave as they stand on record, each with its latest decision, and days that were refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.leave_terms import DECISION, REFUSED, REQUEST, refused_code
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.store.models import CaseEvent, School

OLDEST_FIRST = ("happened_on", "serial")


@dataclass(frozen=True, slots=True)
class LeaveHeld:
    """One request, and the decision on it that was recorded last."""

    request: CaseEvent
    decision: CaseEvent | None

    @property
    def requested_on(self) -> date:
        return date.fromisoformat(self.request.data["requested_on"])

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.request.data["first_day"])

    @property
    def last_day(self) -> date:
        """Of what was asked for; the first day where no last one is told."""
        return max(
            self.first_day, date.fromisoformat(self.request.data.get("last_day") or str(self.first_day))
        )

    @property
    def decided(self) -> str:
        return str(self.decision.data.get("decision", "")) if self.decision is not None else ""

    @property
    def granted_to(self) -> date:
        told = self.decision.data.get("granted_to") if self.decision is not None else None
        return date.fromisoformat(told) if told else self.last_day

    def refuses(self, day: date) -> bool:
        """Whether the day was asked for and not granted, by decision or by rule."""
        if not self.decided or not self.first_day <= day <= self.last_day:
            return False
        return self.decided == REFUSED or day > self.granted_to


def leave_of(school: School, pupils: Collection[UUID]) -> Mapping[UUID, Sequence[LeaveHeld]]:
    """By the pupil who was written down, requests at a school, the oldest first; one query."""
    held = (
        CaseEvent.objects.filter(school=school, pupil__in=pupils, kind__in=(REQUEST, DECISION))
        .exclude(event__in=struck_out(school))
        .order_by(*OLDEST_FIRST)
    )
    events = list(held)
    decisions = {str(each.data.get(ABOUT)): each for each in events if each.kind == DECISION}
    found: dict[UUID, list[LeaveHeld]] = {}
    for each in events:
        if each.kind == REQUEST:
            decision = decisions.get(str(each.event))
            found.setdefault(each.pupil_id, []).append(LeaveHeld(each, decision))
    return found


def refused_on(school: School, day: date, pupils: Collection[UUID]) -> frozenset[UUID]:
    """The pupils whose leave for a day was refused."""
    held = leave_of(school, pupils)
    return frozenset(pupil for pupil, leave in held.items() if any(each.refuses(day) for each in leave))


def refused_words(pack: Pack, day: date) -> str:
    """What the register says of a child whose leave was refused: the code is proposed, never written."""
    code = refused_code(pack, day)
    proposed = f" If the child is away, {code} is proposed." if code else ""
    return f"Leave for this day was asked for and refused.{proposed}"
