"""The kinds of meeting that a school's pack knows: who belongs there, the agenda, an absent parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.packs.case_shape import Entry
from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import School, TradedSpan

TOGETHER = "together"  # the field that meetings of parents who are met apart have in common
REPLACES = "replaces"  # the field of a plan that names the meeting whose place it takes
SECTION, RECORD = "meetings", "meeting"  # those that a pack keeps as another kind have pages of their own
PARENT, PUPIL = "parent", "pupil"
PRESENT = "present"  # the word of a pack for those who came
GOES_AHEAD = "proceed"  # how the word of a pack begins where no parent need be there


@dataclass(frozen=True, slots=True)
class Attendee:
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class MeetingType:
    """One kind of meeting. `name` is the last part of its id, by which a record names it."""

    name: str
    title: str
    aliases: Sequence[str]
    text: str
    chair: Sequence[Attendee]
    required: Sequence[Attendee]
    optional: Sequence[Attendee]
    conditions: Sequence[str]  # who else is invited, and when
    agenda: Sequence[str]
    parent_absent: str
    copies_to: Sequence[Attendee]
    asks_parent: Sequence[str]  # of each parent who is there
    settles: Sequence[str]  # yes or no, before it is closed
    explains: Sequence[str]  # to a parent who is there, with the time
    tells_pupil: Sequence[str]  # yes, no or not old enough
    weighs: Sequence[str]  # yes or no, with what shows it
    absent_asks: str  # of a parent who stayed away; "" for nothing
    actions_for_present: bool  # only somebody who was there is given something to do
    gives: Sequence[str]  # papers for each who comes, at the start
    must_invite: Sequence[Attendee]  # because the school buys the traded service

    @property
    def goes_ahead(self) -> bool:
        return self.parent_absent.startswith(GOES_AHEAD)

    @property
    def when_parent_absent(self) -> str:
        return self.parent_absent.replace("_", " ")

    @property
    def must_come(self) -> Sequence[Attendee]:
        """Each one once: those whom the kind needs, and those whom the traded service brings."""
        return list(dict.fromkeys((*self.required, *self.must_invite)))

    @property
    def everybody(self) -> Sequence[Attendee]:
        """Each one once: those who must come, the chair, and those who may."""
        return list(dict.fromkeys((*self.required, *self.chair, *self.must_invite, *self.optional)))


def meeting_types(school: School, on: date) -> Mapping[str, MeetingType]:
    """By name, in the order of the pack."""
    pack, traded = pack_of(school, on), _traded(school, on)
    found = [
        _type(pack, entry, traded=traded)
        for entry in pack.entries.values()
        if entry.section == SECTION and on in entry.span and entry.listed("record") == (RECORD,)
    ]
    return {each.name: each for each in found}


def _traded(school: School, on: date) -> bool:
    """Whether it is known that the school buys the traded service; nothing follows from not knowing."""
    return TradedSpan.objects.filter(in_force(on), school=school, buys=True).exists()


def _type(pack: Pack, entry: Entry, *, traded: bool) -> MeetingType:
    def people(key: str) -> Sequence[Attendee]:
        return [Attendee(role, _title(pack, role)) for role in entry.listed(key)]

    return MeetingType(
        name=entry.id.rpartition(".")[2],
        title=entry.title,
        aliases=entry.listed("aliases"),
        text=entry.text,
        chair=(people("chair_if_traded") if traded else []) or people("chair"),
        required=people("required"),
        optional=people("optional"),
        conditions=[_condition(pack, each) for each in entry.listed("invited_if")],
        agenda=entry.listed("agenda"),
        parent_absent=str(entry.details.get("parent_absent", "")),
        copies_to=people("copies_to"),
        asks_parent=entry.listed("asks_parent"),
        settles=entry.listed("settles"),
        explains=entry.listed("explains"),
        tells_pupil=entry.listed("tells_pupil"),
        weighs=entry.listed("weighs"),
        absent_asks=str(entry.details.get("absent_asks", "")),
        actions_for_present=entry.details.get("actions_for") == PRESENT,
        gives=entry.listed("gives"),
        must_invite=people("invite_if_traded") if traded else [],
    )


def _title(pack: Pack, role: str) -> str:
    return pack.entries[role].title if role in pack.entries else role.replace("_", " ").capitalize()


def _condition(pack: Pack, sentence: str) -> str:
    """The pack's sentence, with the title of the role that it begins with."""
    role, colon, rest = sentence.partition(":")
    return f"{_title(pack, role)}{colon}{rest}" if role in pack.entries else sentence
