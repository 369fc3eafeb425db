"""The meetings about one child at a school: to come, held, and those that wait for an offer.

A meeting is a record of the chronology; how it was arranged and what became of it are records that follow it.
Another day is another meeting of the same kind, so that every change is kept with who asked for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.meeting_types import REPLACES, TOGETHER, MeetingType, meeting_types
from supportfirst.casework.bridge.record_kinds import KindAsked, record_kinds
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_records import CIRCUMSTANCES
from supportfirst.casework.queries.family_circumstances import Circumstances, circumstances
from supportfirst.casework.queries.kept_places import kept_places
from supportfirst.casework.queries.kept_records import kept_records
from supportfirst.casework.queries.unaccounted import Caller, callers_shown
from supportfirst.casework.store.models import CaseEvent

MEETING, PLAN, OUTCOME, MINUTES = "meeting", "meeting_plan", "meeting_outcome", "meeting_minutes"
KINDS = (MEETING, PLAN, OUTCOME, MINUTES)
HELD, ABSENT, EXPLAINED = "held", "parent_absent", "parent_absent_explained"
CANCELLED, REARRANGED = "cancelled", "rearranged"
MISSED = (ABSENT, EXPLAINED, CANCELLED, REARRANGED)  # after these another day is offered
ENTER, TAKE_OUT = "enter", "take_out"
WITHOUT_PLACE = ("at_home", "video", "phone")  # a calendar file tells the way alone
CALLED_OFF = (EXPLAINED, CANCELLED, REARRANGED)  # these were known of beforehand


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """One meeting. `told`: what was arranged and what became of it, as words and what they hold."""

    event: uuid.UUID
    name: str
    title: str
    planned_on: date | None
    at: str
    how: str
    place: str
    place_because: str
    left_out_because: str  # why one who belongs there was not asked
    invited: Sequence[str]
    adults: Sequence[str]
    result: str
    told: Sequence[tuple[str, str]]
    offered: bool  # another one of its kind was arranged after it, or somebody said why none is
    goes_ahead: bool  # its kind is held though no parent came without a word
    replaces: str  # the meeting whose place it takes; "" for a first one
    replaced: bool  # another one with the same people takes its place
    changed_at: datetime  # when it was arranged, or what became of it was recorded
    by: str  # who arranged it
    keeps_place: bool = False  # its place names somebody or is a hidden address: no calendar file tells it

    @property
    def is_open(self) -> bool:
        return not self.result

    @property
    def calendar(self) -> str:
        """What a calendar is to do with it: enter it or take it out; "" where there is nothing to do."""
        if self.planned_on is None or not self.at:
            return ""
        if self.is_open:
            return ENTER
        return TAKE_OUT if self.result in CALLED_OFF and not self.replaced else ""

    @property
    def result_words(self) -> str:
        return self.result.replace("_", " ")

    @property
    def how_words(self) -> str:
        return self.how.replace("_", " ")

    @property
    def waits_for_offer(self) -> bool:
        stopped = self.result in MISSED and not (self.result == ABSENT and self.goes_ahead)
        return stopped and not self.offered


@dataclass(frozen=True, slots=True)
class MeetingsPage(OfChild):
    """What may be planned and what was; `kind` and `meeting` on the pages that plan one or close one."""

    types: Sequence[MeetingType]
    meetings: Sequence[MeetingShown]  # newest first
    callers: Sequence[Caller]
    circumstances: Sequence[Circumstances] = ()  # on the page that arranges one
    kind: MeetingType | None = None
    meeting: MeetingShown | None = None

    def before(self, meeting: MeetingShown) -> Sequence[MeetingShown]:
        """Those whose place it took, the last of them first."""
        held = {str(each.event): each for each in self.meetings}
        found: list[MeetingShown] = []
        while meeting.replaces in held and held[meeting.replaces] not in found:
            meeting = held[meeting.replaces]
            found.append(meeting)
        return found

    def same_entry(self, meeting: MeetingShown) -> Sequence[MeetingShown]:
        """Of those before it, the ones with the same people: they are one entry of a calendar."""
        people = set(meeting.adults)
        return list(takewhile(lambda each: set(each.adults) == people, self.before(meeting)))

    @property
    def parents_apart(self) -> bool:
        """Whether one of several parents is said to be in conflict: then each has a meeting of their own."""
        return len(self.callers) > 1 and any(each.in_conflict for each in self.circumstances)

    @property
    def waiting(self) -> Sequence[MeetingShown]:
        return [each for each in self.meetings if each.waits_for_offer]


def meetings_page(
    actor: Actor,
    school_id: uuid.UUID,
    pupil_id: uuid.UUID,
    *,
    kind: str = "",
    meeting: uuid.UUID | None = None,
    arranging: bool = False,
) -> MeetingsPage:
    """Raises NotThere for a child, a kind or a meeting that is not there, or out of reach."""
    enrolment = child_at(actor, school_id, pupil_id, Right.ACT_ON_CASE)
    school = enrolment.school
    types = meeting_types(school, actor.today)
    events, _ = kept_records(actor, enrolment, KINDS, order=["-serial"])
    words = record_kinds(school, actor.today)
    shown = meetings_shown(events, types, words)
    callers = callers_shown(actor, school, pupil_id)
    told = {each.place for each in shown if each.how not in WITHOUT_PLACE}
    kept = kept_places(enrolment.pupil, told, actor.today)
    shown = [
        replace(each, keeps_place=each.how not in WITHOUT_PLACE and each.place in kept) for each in shown
    ]
    found = next((each for each in shown if each.event == meeting), None)
    if meeting is not None and (found is None or found.name not in types):
        raise NotThere
    if kind and kind not in types:
        raise NotThere
    chosen = types.get(found.name if found is not None else kind)
    of_family = (
        circumstances(actor, enrolment, callers, words.get(CIRCUMSTANCES)) if kind or arranging else ()
    )
    return MeetingsPage(enrolment, list(types.values()), shown, callers, of_family, chosen, found)


def afresh(actor: Actor, page: MeetingsPage) -> MeetingsPage:
    """The same page read anew: whoever writes does so once it is their turn, and not from what was shown."""
    assert page.kind is not None
    meeting = None if page.meeting is None else page.meeting.event
    school, pupil = page.school.pk, page.enrolment.pupil_id
    return meetings_page(actor, school, pupil, kind=page.kind.name, meeting=meeting, arranging=True)


def same_parents(some: Iterable[object], others: Iterable[object]) -> bool:
    """Whether a meeting with some can take the place of one with others; one that names none is with all."""
    these, those = {str(each) for each in some}, {str(each) for each in others}
    return not these or not those or bool(these & those)


def meetings_shown(
    events: Sequence[CaseEvent], types: Mapping[str, MeetingType], words: Mapping[str, KindAsked]
) -> list[MeetingShown]:
    """Of one child. events: the newest first, with what follows them."""
    after: dict[str, list[CaseEvent]] = {}
    for each in reversed(events):
        after.setdefault(str(each.data.get(ABOUT, "")), []).append(each)
    later: list[tuple[str, Sequence[str]]] = []
    replaced = {
        (str(each.data.get(REPLACES, "")), frozenset(map(str, each.adults)))
        for each in events
        if each.kind == PLAN
    }
    found = []
    for each in events:  # newest first: what came later is known
        if each.kind != MEETING:
            continue
        name = str(each.data.get("meeting", ""))
        follow = after.get(str(each.event), [])
        offered = any(name == kind and same_parents(each.adults, adults) for kind, adults in later)
        taken = (str(each.event), frozenset(map(str, each.adults))) in replaced
        found.append(_one(each, follow, types.get(name), words, offered=offered, replaced=taken))
        later.append((name, [str(adult) for adult in each.adults]))
    return found


def _one(
    event: CaseEvent,
    follow: Iterable[CaseEvent],
    kind: MeetingType | None,
    words: Mapping[str, KindAsked],
    *,
    offered: bool,
    replaced: bool,
) -> MeetingShown:
    plan: dict[str, Any] = {}
    changed = event.recorded_at
    result, because, told = "", "", []
    for each in follow:
        plan |= each.data if each.kind == PLAN else {}
        result = str(each.data.get("result", result)) if each.kind == OUTCOME else result
        because = str(each.data.get("no_offer_because", because))
        told += _told(each, words)
        changed = each.recorded_at if each.kind in (PLAN, OUTCOME) else changed
    name = str(event.data.get("meeting", ""))
    day = event.data.get("planned_on")
    return MeetingShown(
        event=event.event,
        name=name,
        title=kind.title if kind is not None else name.replace("_", " ").capitalize(),
        planned_on=date.fromisoformat(str(day)) if day else None,
        at=str(plan.get("at", "")),
        how=str(plan.get("how", "")),
        place=str(plan.get("place", "")),
        place_because=str(plan.get("place_because", "")),
        left_out_because=str(plan.get("left_out_because", "")),
        invited=plan.get("invited", ()),
        adults=[str(each) for each in event.adults],
        result=result,
        told=told,
        offered=offered or bool(because),
        goes_ahead=kind is not None and kind.goes_ahead,
        replaces=str(plan.get(REPLACES, "")),
        replaced=replaced,
        changed_at=changed,
        by=event.recorded_by.name,
    )


def _told(event: CaseEvent, words: Mapping[str, KindAsked]) -> list[tuple[str, str]]:
    kind = words.get(event.kind)
    asked = {field.name: field.words for field in kind.fields} if kind is not None else {}
    return [
        (asked.get(name, name)[:1].upper() + asked.get(name, name)[1:], _said(value))
        for name, value in event.data.items()
        if name not in (ABOUT, REPLACES, TOGETHER)
    ]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    text = str(value)
    return text.replace("_", " ") if text.islower() and " " not in text else text
