"""What pages that stand on records of some kinds read alike: the records, what follows them, the marks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.confidence import readable
from supportfirst.casework.bridge.child_sessions import ChildSession, sessions_now
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.bridge.struck_out import struck_out
from supportfirst.casework.queries.child_records import RecordLine, line_of_event
from supportfirst.casework.store.models import CaseEvent, Enrolment

OLDEST_FIRST = ("happened_on", "serial")
YEARS = 2  # before the school year of today, so that the weeks before a start are there


def kept_records(
    actor: Actor, enrolment: Enrolment, kinds: Iterable[str], *, order: Sequence[str] = OLDEST_FIRST
) -> tuple[list[CaseEvent], int]:
    """Those of a child at a school whose words the reader may know, and how many are kept back."""
    held = list(
        CaseEvent.objects.filter(
            school=enrolment.school, pupil__in=same_child([enrolment.pupil_id]), kind__in=list(kinds)
        )
        .exclude(event__in=struck_out(enrolment.school))
        .select_related("school", "recorded_by")
        .order_by(*order)
    )
    may_read = readable(actor, held)
    told = [each for each in held if each.event in may_read]
    return told, len(held) - len(told)


def following(event: str, events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """What follows up an event, and what follows that. events: the oldest first."""
    found, ids = [], {event}
    for each in events:
        if str(each.data.get(ABOUT)) in ids:
            found.append(each)
            ids.add(str(each.event))
    return found


def followed_up(
    events: Iterable[CaseEvent], kinds: Mapping[str, KindAsked], follows: Collection[str]
) -> list[tuple[str, str]]:
    """Those of the kinds that a record may follow up, as a form offers them: id and words."""
    return [
        (str(each.event), f"{kinds[each.kind].title}, {show_day(each.happened_on)}")
        for each in events
        if each.kind in follows
    ]


def record_line(event: CaseEvent, kind: KindAsked) -> RecordLine:
    """One that may be read: a day in words, and without the record that it follows up."""
    line = line_of_event(event, kind, may_be_read=True)
    told = [(words, _day(value)) for words, value in line.told if words.casefold() != ABOUT]
    return replace(line, told=told)


def sessions_to_yesterday(actor: Actor, enrolment: Enrolment) -> Sequence[ChildSession]:
    """Of every stay at the school; today's registers may still be open."""
    stays = list(Enrolment.objects.filter(pupil=enrolment.pupil_id, school=enrolment.school_id))
    pack = pack_of(enrolment.school, actor.today)
    found = sessions_now(enrolment.school, stays, pack, actor.today, years=YEARS)
    return [each for each in found if each.day < actor.today]


def _day(value: str) -> str:
    """A day as it is read; any other text as it is."""
    try:
        return show_day(date.fromisoformat(value))
    except ValueError:
        return value
