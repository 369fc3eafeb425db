"""A meeting as a file for a calendar (RFC 5545). The same meeting gives the same bytes.

A calendar is shown on telephones and shared screens, so the file names no child, no adult and no reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

MAKER = "-//Supportfirst//Meetings//EN"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
# Told in full in each file, so that its bytes do not hang on which list of time zones is installed.
LONDON = b"""BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class CalendarMeeting:
    """`uid`: the same for a meeting and for whatever takes its place; `sequence` grows with each change."""

    uid: str
    sequence: int
    method: str
    starts: datetime  # in Europe/London
    title: str
    place: str
    words: str
    organiser: str
    changed_at: datetime


def calendar_file(told: CalendarMeeting) -> bytes:
    """It says when the meeting starts; how long it takes nobody has said, and it is not guessed."""
    from icalendar import Calendar, Event, Timezone, vCalAddress, vText  # only this file needs it

    called_off = told.method == CANCEL
    event = Event()
    event.add("uid", told.uid)
    event.add("sequence", told.sequence)
    event.add("dtstamp", told.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", told.starts)
    event.add("summary", told.title)
    event.add("location", told.place)
    event.add("description", told.words)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    organiser = vCalAddress("invalid:nomail")  # the standard asks for one; answers go to the school itself
    organiser.params["CN"] = vText(told.organiser)
    event.add("organizer", organiser)
    calendar = Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("method", told.method)):
        calendar.add(name, value)
    calendar.add_component(Timezone.from_ical(LONDON))
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
