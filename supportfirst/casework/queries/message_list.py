"""Who on the morning's list would be sent a text or an e-mail, at which address, in which words; and who not.

One message a child, channel and half day, to the first adult who may be contacted and can be reached so.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.school_days import show_day
from supportfirst.casework.outside.message_words import Words, absence_words, reference_of
from supportfirst.casework.queries.unaccounted import Unaccounted, morning
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    ContactKind,
    Marker,
    MarkerKind,
    Message,
    School,
)
from supportfirst.casework.store.models import Channel as Channel

MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")  # a telephone that takes texts
RIGHTS = (Right.SEE_CONTACTS, Right.LOG_CONTACT, Right.SEND_MESSAGE)
PREVIEWED = "Q7K3M"  # stands for the reference where no child can be reached


@dataclass(frozen=True, slots=True)
class Addressed:
    """One message as it would be sent."""

    row: Unaccounted
    adult: uuid.UUID
    name: str
    relationship: str
    address: str
    needs: str  # “reads with difficulty”, or a language: what to think of before a message in English
    once: str
    reference: str
    words: Words
    ticked: bool


@dataclass(frozen=True, slots=True)
class Unreachable:
    row: Unaccounted
    why: str


@dataclass(frozen=True, slots=True)
class MessageList:
    school: School
    channel: Channel
    addressed: Sequence[Addressed]
    unreachable: Sequence[Unreachable]
    example: Words

    @property
    def leaves(self) -> bool:
        """Whether messages of this channel leave the site at all."""
        outside = bool(settings.MESSAGES_LEAVE) and not settings.DEMO
        return outside and (self.channel == Channel.EMAIL or bool(settings.TEXT_GATEWAY))

    @property
    def pupils(self) -> set[uuid.UUID]:
        rows = [*(each.row for each in self.addressed), *(each.row for each in self.unreachable)]
        return {row.pupil for row in rows}


def may_send(actor: Actor, school: School) -> bool:
    return all(may(actor, right, school) for right in RIGHTS)


def message_list(actor: Actor, school_id: uuid.UUID, channel: Channel) -> MessageList | None:
    """None where there is no such school, or its parents are not the actor's to write to."""
    school = schools_for(actor, Right.SEND_MESSAGE).filter(pk=school_id).select_related("authority").first()
    if school is None or not may_send(actor, school):
        return None
    told = morning(school, actor.today)
    rows = [row for row in (*told.to_call, *told.in_hand) if not row.heard]
    finder = _Finder.of(actor, school, channel, rows)
    found = [finder.found(row) for row in rows]
    addressed = [each for each in found if isinstance(each, Addressed)]
    example = addressed[0].words if addressed else finder.words(None, PREVIEWED)
    return MessageList(
        school, channel, addressed, [each for each in found if isinstance(each, Unreachable)], example
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    """What is known of all rows, read once."""

    actor: Actor
    school: School
    channel: Channel
    addresses: Mapping[uuid.UUID, Sequence[str]]
    adults: Mapping[uuid.UUID, Adult]
    bereaved: frozenset[uuid.UUID]
    sent: Mapping[str, Message]

    @classmethod
    def of(cls, actor: Actor, school: School, channel: Channel, rows: Sequence[Unaccounted]) -> _Finder:
        adults = {caller.adult for row in rows for caller in row.callers}
        markers = Marker.objects.filter(in_force(actor.today), adult__in=adults, kind=MarkerKind.BEREAVED)
        names = [once_of(actor.today, row, channel) for row in rows]
        return cls(
            actor,
            school,
            channel,
            _addresses(actor, channel, adults),
            Adult.objects.in_bulk(adults),
            frozenset(each for each in markers.values_list("adult_id", flat=True) if each is not None),
            {each.once or "": each for each in Message.objects.filter(once__in=names)},
        )

    def found(self, row: Unaccounted) -> Addressed | Unreachable:
        once = once_of(self.actor.today, row, self.channel)
        why = self._why_not(row, once)
        if why:
            return Unreachable(row, why)
        caller = next(each for each in row.callers if self.addresses.get(each.adult))
        reference = reference_of(once)
        return Addressed(
            row,
            caller.adult,
            caller.name,
            caller.relationship,
            self.addresses[caller.adult][0],
            _needs(self.adults[caller.adult]),
            once,
            reference,
            self.words(row, reference),
            ticked=row.is_to_call and not any(each.waits for each in row.contacts),
        )

    def _why_not(self, row: Unaccounted, once: str) -> str:
        """Why a child's family is sent nothing; "" where they are."""
        if once in self.sent:
            return f"{self.channel.label.lower()} asked for already this {row.session}"
        if row.bereaved or self.bereaved & {each.adult for each in row.callers}:
            return "the family is bereaved: ring, and take care"
        if not row.callers:
            return "no adult is known who may be contacted"
        if not any(self.addresses.get(each.adult) for each in row.callers):
            what = "mobile number" if self.channel == Channel.TEXT else "e-mail address"
            return f"no {what} is known of anybody who may be contacted"
        return ""

    def words(self, row: Unaccounted | None, reference: str) -> Words:
        return absence_words(
            is_email=self.channel == Channel.EMAIL,
            school=self.school.name,
            telephone=self.school.telephone,
            session=row.session if row else "morning",
            day=show_day(self.actor.today),
            reference=reference,
        )


def once_of(day: date, row: Unaccounted, channel: Channel) -> str:
    """What makes a message one: the child, the half day and the channel."""
    return f"absence:{day.isoformat()}:{row.half}:{row.pupil}:{channel.value}"


def _addresses(
    actor: Actor, channel: Channel, adults: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[str]]:
    kind = ContactKind.TELEPHONE if channel == Channel.TEXT else ContactKind.EMAIL
    held = AdultContact.objects.filter(in_force(actor.today), adult__in=adults, kind=kind).order_by("id")
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for adult, value in held.values_list("adult_id", "value"):
        if channel == Channel.EMAIL or MOBILE.fullmatch(re.sub(r"[^\d+]", "", value)):
            found[adult].append(value)
    return found


def _needs(adult: Adult) -> str:
    language = adult.language if adult.language not in ("", "English") else ""
    return ", ".join(part for part in (adult.access_needs, language) if part)
