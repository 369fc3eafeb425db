"""The support directory of an authority: services and resources by name, found by words.

An entry is written anew at each change; the latest writing of it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_administered, schools_for
from supportfirst.casework.store.models import DirectoryEntry, School

FIELDS = ("name", "offers", "reach", "topics")


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    school: School
    asked: str
    number: int  # of all entries
    found: Sequence[DirectoryEntry]  # those that hold every word that was asked for, by name
    may_edit: bool


@dataclass(frozen=True, slots=True)
class EntryPage:
    school: School
    stands: DirectoryEntry | None  # None: a new one


def entries_of(authority_id: UUID) -> list[DirectoryEntry]:
    """Those that stand, by name. One query."""
    written = DirectoryEntry.objects.filter(authority=authority_id).order_by("pk")
    latest = {each.entry: each for each in written}.values()
    return sorted((each for each in latest if not each.removed), key=lambda each: each.name.casefold())


def directory_page(actor: Actor, school_id: UUID, asked: str = "") -> DirectoryPage:
    """Raises NotThere for a school where the actor sees no child."""
    held = schools_for(actor, Right.SEE_PUPIL).filter(pk=school_id)
    school = held.select_related("authority").first()
    if school is None:
        raise NotThere
    entries = entries_of(school.authority_id)
    words = asked.casefold().split()
    found = [each for each in entries if all(word in _read(each) for word in words)]
    return DirectoryPage(school, asked, len(entries), found, places_administered(actor).hold(school))


def entry_page(actor: Actor, school_id: UUID, entry_id: UUID | None) -> EntryPage:
    """Raises NotThere for whoever does not administer the school, and for an entry that does not stand."""
    school = School.objects.filter(pk=school_id).select_related("authority").first()
    if school is None or not places_administered(actor).hold(school):
        raise NotThere
    if entry_id is None:
        return EntryPage(school, None)
    stands = next((each for each in entries_of(school.authority_id) if each.entry == entry_id), None)
    if stands is None:
        raise NotThere
    return EntryPage(school, stands)


def _read(entry: DirectoryEntry) -> str:
    return " ".join((entry.name, entry.offers, entry.topics)).casefold()
