"""To whom a letter about a child goes: each adult with parental responsibility or day-to-day care, alone.

Step-parents and resident carers are among them. Never somebody who died, whom an order keeps from the child,
or whose place in the child's record has ended; and of whom nobody has said whether they have either, somebody
says it first. An address that is kept confidential stands on no letter: that one is handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.attendance.letters.shape import Addressee
from supportfirst.casework.bridge.markers_held import has_died
from supportfirst.casework.queries.child_family import AdultShown, adults_of
from supportfirst.casework.store.models import Adult, ContactKind, Link

DIED = "This child has died. No letter is made here; speak with the head teacher first."
NOBODY_SAID = "nobody has said whether they have parental responsibility or day-to-day care"


@dataclass(frozen=True, slots=True)
class WrittenTo:
    adult: UUID
    name: str
    relationship: str
    held: Addressee
    confidential: bool  # the address is kept, and stands on no letter


@dataclass(frozen=True, slots=True)
class LeftOut:
    adult: UUID
    name: str
    why: str
    to_be_said: bool  # somebody can put it right on the child's page


@dataclass(frozen=True, slots=True)
class Addressees:
    written_to: Sequence[WrittenTo]
    left_out: Sequence[LeftOut]
    died: bool  # the child

    def why_not(self, adult: UUID) -> str:
        """Why nothing goes to an adult now; "" where it may."""
        if self.died:
            return DIED
        if any(each.adult == adult for each in self.written_to):
            return ""
        found = next((each for each in self.left_out if each.adult == adult), None)
        if found is None:
            return "This adult does not belong to the child any more. Withdraw the letter."
        return f"Nothing is sent to {found.name}: {found.why}. Withdraw the letter, or put the record right."


def addressees_of(pupil_id: UUID, day: date) -> Addressees:
    """In the order in which they are to be contacted. A fixed number of queries."""
    shown = adults_of(pupil_id, day)
    rows = Adult.objects.in_bulk([each.id for each in shown])
    links = {link.adult_id: link for link in Link.objects.filter(pupil=pupil_id, adult__in=rows)}
    written_to: list[WrittenTo] = []
    left_out: list[LeftOut] = []
    for each in shown:
        why = _why_not(each, links[each.id])
        if why:
            left_out.append(LeftOut(each.id, each.name, why, why == NOBODY_SAID))
        else:
            written_to.append(_written_to(each, rows[each.id]))
    died = has_died(pupil_id)
    return Addressees(written_to, left_out, died)


def _why_not(adult: AdultShown, link: Link) -> str:
    if adult.died:
        return "they have died"
    if adult.kept_from:
        return "a no-contact order keeps them from the child"
    if adult.left is not None:
        return "their place in the child’s record has ended"
    if link.parental_responsibility or link.day_to_day_care:
        return ""
    if link.parental_responsibility is False and link.day_to_day_care is False:
        return "they have neither parental responsibility nor day-to-day care"
    return NOBODY_SAID


def _written_to(shown: AdultShown, row: Adult) -> WrittenTo:
    whole = row.legal_forename.strip() and row.legal_surname.strip()
    name = f"{row.legal_forename.strip()} {row.legal_surname.strip()}" if whole else ""
    places = [each for each in shown.contacts if each.kind == ContactKind.ADDRESS.label]
    open_places = [each for each in places if not each.hidden]
    hidden = bool(places) and not open_places
    lines: tuple[str, ...] = ()
    if open_places and not shown.confidential:
        place = open_places[-1]
        told = (*place.value.replace("\n", ",").split(","), place.postcode)
        lines = tuple(part.strip() for part in told if part.strip())
    return WrittenTo(
        adult=shown.id,
        name=shown.name,
        relationship=shown.relationship,
        held=Addressee(row.title.strip(), name, lines),
        confidential=shown.confidential or hidden,
    )
