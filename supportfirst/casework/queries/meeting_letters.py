"""What a letter says of the meeting to which each addressee is asked, and which letters confirm a move.

Parents in conflict meet apart, and one of them can be left out: then no day is everybody's, and each is
written to alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.days import show_day, show_time
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.letter_kinds import LetterKind, letter_kinds
from supportfirst.casework.bridge.letter_rows import as_content
from supportfirst.casework.bridge.same_child import same_adult_as
from supportfirst.casework.queries.child_meetings import MeetingShown, MeetingsPage, meetings_page
from supportfirst.casework.queries.letter_making import Making
from supportfirst.casework.store.models import Letter, School

DAY, BEFORE = "meeting_day", "meeting_before"  # slots of wordings
PLACES = {"at_home": "your home", "video": "by video", "phone": "by telephone"}
END_OF_DAY = "24:00"


@dataclass(frozen=True, slots=True)
class MeetingsTold:
    """By addressee, the meeting that the letter is about; `slots`: what it says, where all share one."""

    of: Mapping[UUID, MeetingShown | None] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def differ(self) -> bool:
        """Not all are asked to the same one: each is written to alone."""
        return len({each.event if each else None for each in self.of.values()}) > 1


def confirming(actor: Actor, school: School) -> Sequence[LetterKind]:
    """The letters of the school's pack that tell a parent the new day of a meeting that was moved."""
    kinds = letter_kinds(pack_of(school, actor.today), actor.today)
    return [kind for kind in kinds.values() if BEFORE in kind.wording.slots]


def meetings_told(actor: Actor, making: Making) -> MeetingsTold:
    """Of the meetings that the pack names for the letter, the next one to which each addressee is asked.

    Nothing where the letter is about none. One that confirms a new day is about a meeting that took the
    place of another.
    """
    kind = making.kind
    if DAY not in kind.wording.slots or not kind.about_meetings:
        return MeetingsTold()
    page = meetings_page(actor, making.school.pk, making.enrolment.pupil_id)
    of = _next_of(actor, page, kind, [to.adult for to in making.addressees.written_to])
    told = MeetingsTold(of)
    first = next(iter(of.values()), None)
    return told if told.differ or first is None else MeetingsTold(of, _slots(page, first))


def meeting_of(actor: Actor, letter: Letter) -> tuple[MeetingsPage, MeetingShown] | None:
    """The meeting to which a letter asks its addressee; None where its words do not tell that day and time.

    A meeting that was moved since is told by the letter that confirms the move, and by no other.
    Raises NotThere where the actor does not arrange meetings about the child.
    """
    kind = letter_kinds(pack_of(letter.school, actor.today), actor.today).get(letter.kind)
    if kind is None or not kind.about_meetings:
        return None
    page = meetings_page(actor, letter.school_id, letter.enrolment.pupil_id)
    meeting = _next_of(actor, page, kind, [letter.adult_id])[letter.adult_id]
    if meeting is None or meeting.planned_on is None or not meeting.at:
        return None
    said = " ".join(each.text for each in as_content(letter.content).blocks)
    told = (show_day(meeting.planned_on), show_time(time.fromisoformat(meeting.at)))
    tells = all(re.search(rf"\b{re.escape(each)}\b", said) for each in told)
    return (page, meeting) if tells else None


def _next_of(
    actor: Actor, page: MeetingsPage, kind: LetterKind, adults: Sequence[UUID]
) -> dict[UUID, MeetingShown | None]:
    coming = sorted(
        (each for each in page.meetings if _is_coming(each, kind, actor)),
        key=lambda each: (each.planned_on, each.at or END_OF_DAY),
    )
    kept = same_adult_as(adult for each in coming for adult in each.adults)
    asked = {each.event: {kept[str(adult)] for adult in each.adults} for each in coming}
    return {
        adult: next((each for each in coming if _asks(asked[each.event], adult)), None) for adult in adults
    }


def _is_coming(meeting: MeetingShown, kind: LetterKind, actor: Actor) -> bool:
    if not meeting.is_open or meeting.planned_on is None:
        return False
    now = actor.at.astimezone(LONDON)
    if (meeting.planned_on, meeting.at or END_OF_DAY) < (now.date(), now.strftime("%H:%M")):
        return False
    return meeting.name in kind.about_meetings and (
        BEFORE not in kind.wording.slots or bool(meeting.replaces)
    )


def _asks(adults: set[str], adult: UUID) -> bool:
    """A meeting that was recorded without saying whose it is asks them all."""
    return not adults or str(adult) in adults


def _slots(page: MeetingsPage, meeting: MeetingShown) -> dict[str, Any]:
    before = page.before(meeting)
    at = time.fromisoformat(meeting.at) if meeting.at else None
    told = {
        DAY: meeting.planned_on,
        "meeting_time": show_time(at) if at is not None else "",
        # one that names somebody or is a hidden address: a person says what this adult may be told
        "meeting_place": "" if meeting.keeps_place else meeting.place or PLACES.get(meeting.how, ""),
        BEFORE: before[0].planned_on if before else None,
    }
    return {name: value for name, value in told.items() if value}
