"""Take out the invitation to a meeting as a file for a calendar; the trail keeps of whom.

Another day for a meeting changes the entry that is in the calendar already, and one that was called off
takes it out again: the file bears the name of the first meeting, and a number that grows with each change.
Where parents come to be met apart, each meeting is an entry of its own, and that with both is taken out.
"""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.outside.calendar_files import CANCEL, PUBLISH, CalendarMeeting, calendar_file
from supportfirst.casework.queries.child_meetings import TAKE_OUT, MeetingShown, MeetingsPage, meetings_page

PLACES = {"at_home": "At your home", "video": "By video", "phone": "By telephone"}
REARRANGE = "If the day or the time does not suit you, please tell the school. We will find another one."
CALLED_OFF = "This meeting will not be held. The school will offer you another day."


@transaction.atomic
def export_meeting(actor: Actor, school_id: UUID, pupil_id: UUID, meeting_id: UUID) -> bytes:
    """Byte for byte the same for the same records. Raises NotThere, and Refused where there is none."""
    page = meetings_page(actor, school_id, pupil_id, meeting=meeting_id)
    meeting = page.meeting
    assert meeting is not None
    file = invitation(page, meeting)
    audit(
        actor,
        "export_meeting",
        school=page.school,
        pupil=page.enrolment.pupil,
        thing="invitation",
        meeting=str(meeting_id),
    )
    return file


def invitation(page: MeetingsPage, meeting: MeetingShown) -> bytes:
    """Raises Refused where there is none. It names nobody, so it may go to a parent as it is."""
    return calendar_file(_told(page, meeting))


def _told(page: MeetingsPage, meeting: MeetingShown) -> CalendarMeeting:
    if not meeting.calendar or meeting.planned_on is None:
        raise Refused(
            "There is no calendar file of this meeting: it has no day or time, it is over, or "
            "another one took its place. Take the file of the meeting that is to come."
        )
    before = page.same_entry(meeting)
    called_off = meeting.calendar == TAKE_OUT
    return CalendarMeeting(
        uid=f"{(before[-1] if before else meeting).event}@supportfirst",
        sequence=2 * len(before) + called_off,
        method=CANCEL if called_off else PUBLISH,
        starts=datetime.combine(meeting.planned_on, time.fromisoformat(meeting.at), LONDON),
        title=f"Meeting with {page.school.name}",
        place=_place(page, meeting),
        words=CALLED_OFF if called_off else REARRANGE,
        organiser=page.school.name,
        changed_at=meeting.changed_at,
    )


def _place(page: MeetingsPage, meeting: MeetingShown) -> str:
    """A home is never told by its address, and a place that names somebody is left out."""
    if meeting.how in PLACES:
        return PLACES[meeting.how]
    place = "" if meeting.keeps_place else meeting.place
    at_school = page.school.name if meeting.how == "in_school" else ""
    return ", ".join(part for part in (place, at_school) if part)
