"""What events point at: `corrects` (this one stands in place of that) and `about` (this follows that up).

Both must name another event of the same pupil, and nothing may lead back to itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from supportfirst.attendance.casefiles.cells import Unusable
from supportfirst.attendance.casefiles.events import ReadEvent
from supportfirst.attendance.casefiles.record_words import ABOUT, ANY_KIND, RecordWords
from supportfirst.attendance.vocabulary.casework import CaseEvent

CORRECTS = "corrects"
_NO_SUCH = Unusable(
    "unknown-event",
    "there is no such event of this pupil in the file",
    "name the id of an event of this pupil",
)
_CIRCLE = Unusable("circle", "following it leads back to this event", "let an event name only an earlier one")
_LEFT_OUT = Unusable(
    "about-left-out", "the event that it follows up was left out", "put that event right first"
)

LinkFault = tuple[ReadEvent, str, Any, Unusable]


def link_faults(events: Mapping[str, ReadEvent], records: Mapping[str, RecordWords]) -> Iterator[LinkFault]:
    """Every event whose links are wrong, with the link, the id it names, and the fault.

    The caller adds each fault to its event as it comes: what follows up a faulty event comes after it.
    """
    for event in events.values():
        yield from _names_none(event, events, records)
    circles = _in_circles(events)
    for event in circles.values():
        link = CORRECTS if event.corrects in circles else ABOUT
        yield event, link, event.corrects if link == CORRECTS else event.about, _CIRCLE
    followers: dict[str, list[ReadEvent]] = {}
    for event in events.values():
        followers.setdefault(event.about, []).append(event)
    lost = [event for event in events.values() if not event.is_sound]
    while lost:
        for follower in followers.get(lost.pop().id, ()):
            if follower.is_sound:
                yield follower, ABOUT, follower.about, _LEFT_OUT
                lost.append(follower)


def _names_none(
    event: ReadEvent, events: Mapping[str, ReadEvent], records: Mapping[str, RecordWords]
) -> Iterator[LinkFault]:
    for link, named in ((CORRECTS, event.corrects), (ABOUT, event.about)):
        target = events.get(named)
        if named and (target is None or target.upn != event.upn):
            yield event, link, named, _NO_SUCH
    target = events.get(event.about)
    follows = records[event.kind].about if event.kind in records else ()
    if target is None or target.upn != event.upn or ANY_KIND in follows or target.kind in follows:
        return
    if target.kind in records:  # else it is told of the other event that nobody knows its kind
        fault = Unusable(
            "cannot-follow",
            f"an event of the kind “{event.kind}” can't follow up one of the kind “{target.kind}”",
            f"name an event of the kind {' or '.join(follows)}",
        )
        yield event, ABOUT, event.about, fault


def _in_circles(events: Mapping[str, ReadEvent]) -> dict[str, ReadEvent]:
    """The events on a circle of links, or between two: those left when all loose ends are cut off."""
    links = {
        id: {to for to in (event.corrects, event.about) if to in events}
        for id, event in events.items()  # noqa: A001
    }
    for _ in range(2):  # first the ends that lead nowhere, then those that nothing leads to
        links = _reversed(_without_ends(links))
    return {id: events[id] for id in events if id in links}  # noqa: A001


def _without_ends(links: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What is left when an id that names none is taken out, and again, until each names another."""
    left = {id: set(named) for id, named in links.items()}  # noqa: A001
    named_by = _reversed(links)
    ends = [id for id, named in left.items() if not named]  # noqa: A001
    while ends:
        end = ends.pop()
        del left[end]
        for id in named_by[end]:  # noqa: A001
            left[id].discard(end)
            if not left[id]:
                ends.append(id)
    return left


def _reversed(links: Mapping[str, set[str]]) -> dict[str, set[str]]:
    back: dict[str, set[str]] = {id: set() for id in links}  # noqa: A001
    for id, named in links.items():  # noqa: A001
        for each in named:
            back[each].add(id)
    return back


def with_sound_corrections(events: Mapping[str, ReadEvent]) -> list[CaseEvent]:
    """The sound events. One that corrects an event that was left out stands in place of what that
    one had corrected, and so on; of nothing, where none of them was kept."""
    sound = []
    for read in events.values():
        if read.event is None or not read.is_sound:
            continue
        stands_for = _stands_for(read, events)
        same = stands_for == read.corrects
        sound.append(read.event if same else replace(read.event, corrects=stands_for))
    return sound


def _stands_for(read: ReadEvent, events: Mapping[str, ReadEvent]) -> str:
    met: set[str] = set()
    corrects = read.corrects
    while corrects not in met:
        target = events.get(corrects)
        if target is None or target.upn != read.upn:
            return ""
        if target.is_sound:
            return corrects
        met.add(corrects)
        corrects = target.corrects
    return ""
