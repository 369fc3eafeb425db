"""What a letter says of a meeting that is arranged, and which letters confirm the new day of one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from supportfirst.attendance.letters.shape import Slot
from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.letter_kinds import LetterKind, letter_kinds
from supportfirst.casework.queries.child_meetings import MeetingShown, MeetingsPage, meetings_page
from supportfirst.casework.store.models import School

DAY, BEFORE = "meeting_day", "meeting_before"  # slots of wordings
PLACES = {"at_home": "your home", "video": "by video", "phone": "by telephone"}


def confirming(actor: Actor, school: School) -> Sequence[LetterKind]:
    """The letters of the school's pack that tell a parent the new day of a meeting that was moved."""
    kinds = letter_kinds(pack_of(school, actor.today), actor.today)
    return [kind for kind in kinds.values() if BEFORE in kind.wording.slots]


def meeting_slots(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, asked: Iterable[Slot]
) -> dict[str, Any]:
    """By slot, what a letter about the next meeting says; nothing where it asks for none, or none is to come.

    A letter that confirms a new day is about the next meeting that took another's place.
    """
    names = {slot.name for slot in asked}
    if DAY not in names:
        return {}
    page = meetings_page(actor, school_id, pupil_id)
    coming = [
        each
        for each in reversed(page.meetings)
        if each.is_open and each.planned_on is not None and each.planned_on >= actor.today
    ]
    moved = [each for each in coming if each.replaces] if BEFORE in names else coming
    return _slots(page, moved[0]) if moved else {}


def _slots(page: MeetingsPage, meeting: MeetingShown) -> dict[str, Any]:
    before = page.before(meeting)
    at = time.fromisoformat(meeting.at) if meeting.at else None
    told = {
        DAY: meeting.planned_on,
        "meeting_time": show_time(at) if at is not None else "",
        "meeting_place": meeting.place or PLACES.get(meeting.how, ""),
        BEFORE: before[0].planned_on if before else None,
    }
    return {name: value for name, value in told.items() if value}
