"""The attendance profile of a child: sessions, codes, percentage and lateness, to be shared with a parent.

It holds the child's marks and what they come to; nobody's words, no other person and no address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_sessions import Totals, totals_of
from supportfirst.casework.bridge.markers_held import has_died
from supportfirst.casework.bridge.parent_letter import parent_words
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.bridge.school_days import show_day, show_time
from supportfirst.casework.queries.child import OfChild
from supportfirst.casework.queries.child_family import AdultShown, adults_of
from supportfirst.casework.queries.child_records import RecordLine, history_of_kind
from supportfirst.casework.queries.child_stays import seen_now
from supportfirst.casework.queries.paper_figures import (
    codes_counted,
    days_words,
    digest_of,
    percentage,
    span_of,
    weeks_of,
    year_sessions,
)
from supportfirst.casework.store.models import AuditEvent

SHARED = "profile_shared"  # the kind of record, as the pack names it
TAKEN_OUT = "export_profile"  # the verb of the trail
OFFERED, LOOKED_AT = 5, 50  # papers that a form offers; lines among which they are found


def moment_words(moment: datetime) -> str:
    at = moment.astimezone(LONDON)
    return f"{show_day(at.date())} at {show_time(at)}"


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A profile that somebody made as PDF, as it was last made."""

    fingerprint: str
    moment: str


@dataclass(frozen=True, slots=True)
class Profile(OfChild):
    at: datetime
    first: date
    last: date
    totals: Totals
    codes: Sequence[tuple[str, str, int]]
    weeks: Sequence[tuple[str, Sequence[str]]]
    mark_wrong: str
    kind: KindAsked
    readers: Sequence[tuple[UUID, str]]  # whom it may be shared with
    not_to_be_told: Sequence[str]
    shared: Sequence[RecordLine]
    taken_out: Sequence[TakenOut]  # the last first
    died: bool

    def content(self) -> Mapping[str, Any]:
        """Everything on the paper, as plain JSON."""
        child, totals = self.enrolment.pupil, self.totals
        missed = totals.possible - totals.attended
        return {
            "school": self.school.name,
            "child": child.name,
            "class": self.enrolment.group.name if self.enrolment.group else "",
            "first": show_day(self.first),
            "last": show_day(self.last),
            "moment": moment_words(self.at),
            "told": f"Missed {days_words(missed)} of {days_words(totals.possible)}: {missed} of "
            f"{totals.possible} half-day sessions. Attendance: {percentage(totals)}.",
            "totals": [
                ["Sessions that counted", totals.possible],
                ["Attended", totals.attended],
                ["Absent with permission of the school (authorised)", totals.authorised],
                ["Absent without (unauthorised)", totals.unauthorised],
                ["Late, before or after the register closed", totals.late],
                ["Without a mark", totals.unmarked],
            ],
            "codes": [[symbol, meaning, number] for symbol, meaning, number in self.codes],
            "weeks": [[monday, list(marks)] for monday, marks in self.weeks],
            "mark": self.mark_wrong,
        }

    @property
    def fingerprint(self) -> str:
        return digest_of(self.content())


def attendance_profile(actor: Actor, school_id: UUID, pupil_id: UUID) -> Profile:
    """Of the school year to date. Raises NotThere."""
    seen = seen_now(
        actor, school_id, pupil_id, Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT, Right.LOG_CONTACT
    )
    kind = record_kinds(seen.school, actor.today).get(SHARED)
    if kind is None:
        raise NotThere
    adults, sessions = adults_of(pupil_id, actor.today), year_sessions(seen)
    first, last = span_of(sessions, seen.on)
    return Profile(
        enrolment=seen.enrolment,
        at=actor.at.replace(microsecond=0),
        first=first,
        last=last,
        totals=totals_of(sessions),
        codes=codes_counted(sessions),
        weeks=weeks_of(sessions),
        mark_wrong=parent_words(seen.pack, seen.on).mark,
        kind=kind,
        readers=[(each.id, each.name) for each in adults if _may_be_given(each)],
        not_to_be_told=[each.name for each in adults if each.kept_from],
        shared=history_of_kind(actor, seen.enrolment, kind),
        taken_out=_taken_out(seen.school.pk, pupil_id),
        died=has_died(pupil_id),
    )


def _may_be_given(adult: AdultShown) -> bool:
    """A parent in law, or somebody of whom nobody has said that they are none; never a neighbour."""
    return adult.may_be_parent and not (adult.died or adult.kept_from or adult.left)


def _taken_out(school_id: UUID, pupil_id: UUID) -> list[TakenOut]:
    lines = AuditEvent.objects.filter(school=school_id, pupil=pupil_id, verb=TAKEN_OUT)
    held = lines.order_by("-recorded_at", "-pk").values_list("thing", "recorded_at")[:LOOKED_AT]
    found: dict[str, datetime] = {}
    for thing, at in held:
        found.setdefault(thing, at)
    return [TakenOut(thing, moment_words(at)) for thing, at in found.items()][:OFFERED]
