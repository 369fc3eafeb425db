"""What the authority would ask for if a child were referred today: what is there, what is not, what bars it.

For each route of the pack, and each parent it concerns: the items of evidence that it asks for, with the
records that met them; those missing, with what would supply them; those answered by a recorded reason; those
of which nobody can tell; the holds that bar it; and the earliest day on which it could be. Whether to refer
is a person's decision, and nothing here takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.record_kinds import kinds_of, pack_title
from supportfirst.casework.bridge.ways_to_record import evidence_asked_by, stopped_as
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import OfChild
from supportfirst.casework.queries.child_events import Events, events_among, every_event
from supportfirst.casework.queries.child_records import ALTERNATIVE, RecordLine, line_of_event
from supportfirst.casework.queries.child_seen import seen_child
from supportfirst.casework.queries.reasons_shown import LineShown, Teller, teller_of
from supportfirst.casework.queries.ways_to_record import Way, ways_to_record

MET, MISSING, ANSWERED, CANNOT_TELL = "met", "missing", "answered", "cannot_tell"
OPEN, SHUT, IN_FORCE = "open", "shut", "in_force"
SEVERITIES = {
    "block": "without it a referral stops",
    "document_or_reason": "a document, or a recorded reason why there is none",
    "information": "for information: without it a referral is not stopped",
}
# How an item stands, in the order in which somebody who prepares a referral reads.
STANDINGS = ((MISSING, "Missing"), (CANNOT_TELL, "Cannot tell yet"), (ANSWERED, "Answered"), (MET, "There"))


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item of evidence."""

    line: LineShown
    standing: str
    severity: str
    document: str  # the paper that it is
    ways: Sequence[Way]  # of recording what would supply it


@dataclass(frozen=True, slots=True)
class StandingShown:
    """The items that stand alike."""

    words: str
    items: Sequence[ItemShown]


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One list of evidence that the authority asks for."""

    title: str
    standings: Sequence[StandingShown]
    first: frozenset[str]  # anchors of items that no earlier list has: an anchor stands once on a page


@dataclass(frozen=True, slots=True)
class RouteShown:
    """One route, for one parent where it is about one."""

    line: LineShown
    status: str
    opens_on: date | None  # given every hold of today
    proceed_by: date | None
    decided_by: str
    hearing: str
    lists: Sequence[str]  # the groups of evidence that it asks for
    missing: Sequence[ItemShown]
    untold: Sequence[ItemShown]
    there: int
    asked: int
    holds: Sequence[LineShown]


@dataclass(frozen=True, slots=True)
class ReferralSummary:
    """In short, for the child's page."""

    routes: int
    open: int
    missing: Sequence[str]  # titles of items, each once
    untold: int
    holds: int


@dataclass(frozen=True, slots=True)
class ReferralPage(OfChild):
    seen: AsSeen
    pack: str
    routes: Sequence[RouteShown]
    groups: Sequence[GroupShown]
    holds: Sequence[LineShown]
    attempts: Sequence[RecordLine]  # to engage the family in other ways, newest first
    attempts_kept_back: int


def referral_summary(seen: AsSeen) -> ReferralSummary | None:
    """None where the child has not been assessed. Asks the database nothing."""
    document = seen.document
    if document is None:
        return None
    routes, evidence = document.get("routes", ()), document.get("evidence", ())
    standing = [_standing(each) for each in evidence]
    missing = [each["title"] for each, how in zip(evidence, standing, strict=True) if how == MISSING]
    return ReferralSummary(
        routes=len(routes),
        open=sum(each["status"] == OPEN for each in routes),
        missing=list(dict.fromkeys(missing)),
        untold=standing.count(CANNOT_TELL),
        holds=sum(each["status"] == IN_FORCE for each in document.get("holds", ())),
    )


def referral_page(actor: Actor, school_id: UUID, pupil_id: UUID, at: datetime | None = None) -> ReferralPage:
    """Raises NotThere, for a child not assessed too. Whoever shows it has the reading audited."""
    seen = seen_child(actor, school_id, pupil_id, Right.SEE_WORKLIST, at)
    document = seen.document
    if document is None:
        raise NotThere
    every = every_event(seen.enrolment)
    told = teller_of(actor, seen.enrolment, seen.moment, every)
    attempts, kept_back = _attempts(seen, events_among(actor, every, seen.moment))
    evidence = document.get("evidence", ())
    ways = ways_to_record(actor, seen, [each["rule"] for each in evidence if _standing(each) != MET])
    items = {each["id"]: _item(each, told, ways) for each in evidence}
    holds = [each for each in document.get("holds", ()) if each["status"] == IN_FORCE]
    needs, names = evidence_asked_by(seen.pack), stopped_as(seen.pack)
    return ReferralPage(
        enrolment=seen.enrolment,
        seen=seen,
        pack=pack_title(seen.school, seen.on),
        routes=[
            _route(
                each,
                told,
                lists=needs.get(each["rule"], ()),
                asked=[items[one["id"]] for one in _asked(each, evidence, needs)],
                holds=[hold for hold in holds if _stops(hold, each, names)],
            )
            for each in sorted(document.get("routes", ()), key=lambda route: route["order"])
        ],
        groups=_groups(evidence, items),
        holds=[told.line(each, tree=False) for each in holds],
        attempts=attempts,
        attempts_kept_back=kept_back,
    )


def _attempts(seen: AsSeen, events: Events) -> tuple[list[RecordLine], int]:
    """The alternative attempts to engage the family, and how many more are not the reader's to know."""
    held = [each for each in events.standing if each.kind == ALTERNATIVE]
    kind = kinds_of(seen.pack, seen.on).get(ALTERNATIVE)
    if kind is None:
        return [], 0
    told = [line_of_event(each, kind, may_be_read=True) for each in held if each.event in events.readable]
    return told, len(held) - len(told)


def _standing(told: Mapping[str, Any]) -> str:
    """A paper of which nobody can tell whether it is asked for is not told to be missing."""
    return CANNOT_TELL if told["outcome"] == CANNOT_TELL else str(told["status"])


def _item(told: Mapping[str, Any], teller: Teller, ways: Mapping[str, Sequence[Way]]) -> ItemShown:
    return ItemShown(
        line=teller.line(told, tree=False),
        standing=_standing(told),
        severity=SEVERITIES.get(told["severity"], ""),
        document=told["document"],
        ways=ways.get(told["rule"], ()),
    )


def _asked(
    route: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]], needs: Mapping[str, Sequence[str]]
) -> list[Mapping[str, Any]]:
    """Of the evidence, what the route's lists ask for, of this parent or of the child."""
    lists = set(needs.get(route["rule"], ()))
    return [each for each in evidence if not lists.isdisjoint(each["groups"]) and _same_parent(each, route)]


def _same_parent(told: Mapping[str, Any], route: Mapping[str, Any]) -> bool:
    return None in (told.get("parent_id"), route["parent_id"]) or told["parent_id"] == route["parent_id"]


def _stops(hold: Mapping[str, Any], route: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> bool:
    return not set(names.get(route["rule"], ())).isdisjoint(hold["stops"]) and _same_parent(hold, route)


def _route(
    told: Mapping[str, Any],
    teller: Teller,
    *,
    lists: Sequence[str],
    asked: Sequence[ItemShown],
    holds: Sequence[Mapping[str, Any]],
) -> RouteShown:
    return RouteShown(
        line=teller.line(told, tree=False),
        status=told["status"],
        opens_on=_day(told["opens_on"]),
        proceed_by=_day(told.get("proceed_by")),
        decided_by=told["decided_by"],
        hearing=told["hearing"],
        lists=lists,
        missing=[item for item in asked if item.standing == MISSING],
        untold=[item for item in asked if item.standing == CANNOT_TELL],
        there=sum(item.standing in (MET, ANSWERED) for item in asked),
        asked=len(asked),
        holds=[teller.line(each, tree=False) for each in holds],
    )


def _groups(evidence: Sequence[Mapping[str, Any]], items: Mapping[str, ItemShown]) -> list[GroupShown]:
    """Each list of evidence once, with its items by how they stand."""
    titles = dict.fromkeys(group for each in evidence for group in each["groups"])
    found, met = [], set[str]()
    for title in titles:
        inside = [items[each["id"]] for each in evidence if title in each["groups"]]
        standings = [
            StandingShown(words, [item for item in inside if item.standing == standing])
            for standing, words in STANDINGS
        ]
        anchors = frozenset(item.line.anchor for item in inside) - met
        met |= anchors
        found.append(GroupShown(title, [each for each in standings if each.items], anchors))
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
