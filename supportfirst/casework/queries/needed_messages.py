"""Whether a message that was asked for is still to be sent: asked again just before it leaves.

Between the asking and the sending a child may have come, an order may have been made, or the day have ended.
"""

from __future__ import annotations

from datetime import datetime

from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.queries.message_list import once_of
from supportfirst.casework.queries.unaccounted import row_of
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import AdultContact, Channel, Marker, MarkerKind, Message

DAY_OVER = "The day that it speaks of is over."
NOT_MISSING = "The child is accounted for, or the session is over."
HEARD = "Home has said meanwhile where the child is."
NOT_TO_ASK = "The adult may not be contacted about the child now. See whom to ring."
OTHER_ADDRESS = "The address is no longer the adult’s. See whom to ring."
BEREAVED = "The family is bereaved. Ring, and take care."


def why_unneeded(message: Message, at: datetime) -> str:
    """Why it is not to be sent at this moment; "" where it is."""
    day = clock(at).date()
    if clock(message.asked_at).date() != day:
        return DAY_OVER
    if message.pupil_id is None:
        return ""  # to a member of staff
    row = row_of(message.school, day, message.pupil_id)
    if row is None or row.since or message.once != once_of(day, row, Channel(message.channel)):
        return NOT_MISSING
    if row.heard:
        return HEARD
    if message.adult_id not in {caller.adult for caller in row.callers}:
        return NOT_TO_ASK
    adults = [caller.adult for caller in row.callers]
    markers = Marker.objects.filter(in_force(day), adult__in=adults, kind=MarkerKind.BEREAVED)
    if row.bereaved or markers.exists():
        return BEREAVED
    held = AdultContact.objects.filter(in_force(day), adult=message.adult_id, value=message.address)
    return "" if held.exists() else OTHER_ADDRESS
