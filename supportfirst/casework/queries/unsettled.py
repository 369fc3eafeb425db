"""Marks without a reason that still wait for one, by child: those in time, and those whose time is over.

A child who came back after lunch stays on the list of the day; on later days the mark stands here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.unsettled import TimeToSettle, Unsettled, time_to_settle, unsettled_on
from supportfirst.casework.store.models import Enrolment, School


@dataclass(frozen=True, slots=True)
class UnsettledSession:
    day: date
    half: int
    session: str
    left: int  # school days left after this one; below nought the time is over


@dataclass(slots=True)
class UnsettledChild:
    pupil: UUID
    name: str
    group: str
    sessions: list[UnsettledSession] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnsettledMarks:
    """`in_time` may still become the code of the reason; `over` is to become `time.becomes`."""

    time: TimeToSettle
    in_time: Sequence[UnsettledChild]
    over: Sequence[UnsettledChild]

    @property
    def children(self) -> set[UUID]:
        return {child.pupil for child in (*self.in_time, *self.over)}


def unsettled_marks(
    school: School, day: date, listed: Collection[tuple[int, int]] = frozenset()
) -> UnsettledMarks:
    """Those of a school up to a day. `listed`: enrolment and half of what stands elsewhere on the page."""
    pack = pack_of(school, day)
    time = time_to_settle(pack, day)
    found = [
        each
        for each in unsettled_on(school, pack, day)
        if each.day < day or (each.enrolment, each.half) not in listed
    ]
    held = Enrolment.objects.filter(pk__in={each.enrolment for each in found})
    enrolments = {each.pk: each for each in held.select_related("pupil", "group")}
    return UnsettledMarks(
        time,
        _by_child([each for each in found if each.school_days <= time.school_days], enrolments, time),
        _by_child([each for each in found if each.school_days > time.school_days], enrolments, time),
    )


def sessions_to_settle(school: School, day: date, enrolment: int) -> list[UnsettledSession]:
    """Those of one stay of a child, the oldest first."""
    pack = pack_of(school, day)
    time = time_to_settle(pack, day)
    return [_session(each, time) for each in unsettled_on(school, pack, day, [enrolment])]


def _by_child(
    found: Sequence[Unsettled], enrolments: Mapping[int, Enrolment], time: TimeToSettle
) -> Sequence[UnsettledChild]:
    """The children whose oldest mark has the least time left come first."""
    children: dict[int, UnsettledChild] = {}
    for each in found:
        of = enrolments[each.enrolment]
        child = children.setdefault(
            of.pk, UnsettledChild(of.pupil_id, of.pupil.name, of.group.name if of.group else "")
        )
        child.sessions.append(_session(each, time))
    return sorted(children.values(), key=lambda child: (child.sessions[0].left, child.name))


def _session(each: Unsettled, time: TimeToSettle) -> UnsettledSession:
    return UnsettledSession(
        each.day, each.half, SESSION_WORDS[each.half], time.school_days - each.school_days
    )
