"""How the school tried to reach a child's family: by which ways, when, whom and by whom, and what came of it.

Quality and not count: attempts that were all alike are told to be, and the next different one is proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.contact_variety import (
    Attempt,
    Reachable,
    VarietyLaw,
    alike,
    next_attempt,
    unanswered,
    variety_law,
)
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child_engagement import (
    EngagementShown,
    engagement_shown,
    meetings_among,
)
from supportfirst.casework.queries.child_family import AdultShown
from supportfirst.casework.store.models import CaseEvent, ContactKind, Message

CONTACT, VISIT, LETTER = "contact", "home_visit", "letter_sent"  # kinds of record that are attempts
LEFT_THE_SITE = ("sent", "kept", "unsure")
UNKNOWN_TIME, UNSAID = "time not written down", "adult not written down"


@dataclass(frozen=True, slots=True)
class WayShown:
    """One way, time of day, adult or member of staff, with how often it was tried and answered."""

    words: str
    tried: int
    answered: int
    last: date


@dataclass(frozen=True, slots=True)
class ContactsShown:
    """Attempts of the school year to the day."""

    since: date
    tried: int
    answered: int
    ways: Sequence[WayShown]
    times: Sequence[WayShown]
    adults: Sequence[WayShown]
    staff: Sequence[WayShown]
    since_answer: int  # how many since somebody last answered
    alike: Sequence[str]
    next: Sequence[str]
    kept_back: int  # restricted records, which are not counted
    engagement: EngagementShown

    @property
    def tables(self) -> Sequence[tuple[str, Sequence[WayShown]]]:
        return (("Way", self.ways), ("Time", self.times), ("To", self.adults), ("By", self.staff))


def child_contacts(
    seen: AsSeen, events: Iterable[CaseEvent], readable: Collection[UUID], adults: Sequence[AdultShown]
) -> ContactsShown:
    """Of the child's standing events, as they were known at the moment; one query more, for messages.

    readable: of the events, those whose words the reader may know. Of the others nothing is counted but that
    they are there. Of a past moment nothing is proposed: the adults are those of today, and nobody acts then.
    """
    since, law = first_day_of_year(seen.on), variety_law(seen.pack, seen.on)
    events = [each for each in events if since <= each.happened_on]
    tries = [each for each in events if each.kind in (CONTACT, VISIT, LETTER)]
    told = [each for each in tries if each.event in readable]
    attempts = sorted(
        [*(_of_event(each, law) for each in told), *_of_messages(seen, since)],
        key=lambda each: (each.on, each.at or time.min),
    )
    reachable = [_reachable(adult) for adult in adults if not seen.past and _is_to_be_reached(adult)]
    waiting = unanswered(attempts)
    names = {str(adult.id): adult.name for adult in adults}
    return ContactsShown(
        since=since,
        tried=len(attempts),
        answered=sum(each.answered is True for each in attempts),
        ways=_by(attempts, lambda each: [law.way(each.channel)]),
        times=_by(attempts, lambda each: [law.band_of(each.at) or UNKNOWN_TIME]),
        adults=_by(
            attempts, lambda each: [names.get(who, "somebody else") for who in each.adults] or ["not said"]
        ),
        staff=_by(attempts, lambda each: [each.by]),
        since_answer=len(waiting),
        alike=alike(law, waiting, reachable),
        next=() if seen.past else next_attempt(law, waiting, reachable),
        kept_back=len(tries) - len(told),
        engagement=engagement_shown(
            seen.pack, seen.on, attempts, meetings_among(events, readable), seen.document
        ),
    )


def _of_event(row: CaseEvent, law: VarietyLaw) -> Attempt:
    data = row.data
    return Attempt(
        on=row.happened_on,
        at=row.happened_at or _clock(data.get("made_at")),
        channel=_channel(row.kind, data),
        by=row.recorded_by.name,
        adults=frozenset(map(str, row.adults)),
        answered=law.outcomes.get(str(data.get("outcome"))),
    )


def _channel(kind: str, data: dict[str, Any]) -> str:
    if kind == VISIT:
        return VISIT
    return "letter" if kind == LETTER else str(data.get("channel") or "other")


def _of_messages(seen: AsSeen, since: date) -> list[Attempt]:
    """Texts and e-mails that left the site; one that was replied to is answered."""
    held = Message.objects.filter(
        pupil=seen.enrolment.pupil_id, school=seen.school, direction="out", state__in=LEFT_THE_SITE
    )
    start = datetime.combine(since, time.min, LONDON)
    held = held.filter(asked_at__gte=start, asked_at__lte=seen.moment)
    if seen.past:  # handed over with no word of what became of it, or settled
        held = held.filter(Q(handed_at__lte=seen.moment) | Q(settled_at__lte=seen.moment))
    replies = Message.objects.filter(
        pupil=seen.enrolment.pupil_id, school=seen.school, direction="in", asked_at__lte=seen.moment
    )
    if seen.past:  # not the child's before somebody, or its reference, had said so
        replies = replies.filter(settled_at__lte=seen.moment)
    answered = set(replies.exclude(answers=None).values_list("answers", flat=True))
    return [
        Attempt(
            on=row.asked_at.astimezone(LONDON).date(),
            at=row.asked_at.astimezone(LONDON).time(),
            channel=row.channel,
            by=row.asked_by.name if row.asked_by else "the site by itself",
            adults=frozenset([str(row.adult_id)] if row.adult_id else []),
            answered=row.pk in answered,
        )
        for row in held.select_related("asked_by").defer("body", "address")
    ]


def _clock(told: Any) -> time | None:
    try:
        return time.fromisoformat(str(told))
    except ValueError:
        return None


def _is_to_be_reached(adult: AdultShown) -> bool:
    """A parent, or somebody of whom nobody has said that they are none: never a neighbour who may be rung."""
    return adult.may_be_parent and not (adult.died or adult.kept_from or adult.left)


def _reachable(adult: AdultShown) -> Reachable:
    held = {ContactKind(kind).label: kind for kind in ContactKind}
    ways = frozenset(str(held[each.kind]) for each in adult.contacts)
    return Reachable(str(adult.id), adult.name, ways, adult.language, adult.access_needs)


def _by(attempts: Sequence[Attempt], told: Callable[[Attempt], Sequence[str]]) -> list[WayShown]:
    """The most tried first."""
    found: dict[str, list[Attempt]] = defaultdict(list)
    for each in attempts:
        for words in told(each):
            found[words].append(each)
    rows = [
        WayShown(words, len(tries), sum(each.answered is True for each in tries), tries[-1].on)
        for words, tries in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.tried, row.words))
