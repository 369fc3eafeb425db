"""Every item of the casework of one pupil, as CASEWORK.md says it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.vocabulary.casework import Parent
from tests.slow_reading.case import NO, PARENT, PUPIL, UNSURE, YES, SlowCase, Who
from tests.slow_reading.moving import followed, followed_records, in_force
from tests.slow_reading.pack_text import several
from tests.slow_reading.standing import SlowRecord

ONE_DAY = timedelta(days=1)
KINDS = ("stage", "prompt", "list", "step", "hold", "evidence", "route")


@dataclass
class SlowItem:
    """One rule for the pupil, a parent or a record: how it stands, and its days."""

    rule: str
    told: dict[str, Any]
    who: Who
    as_on: date
    status: str
    due_on: date | None = None
    first: date | None = None
    until: date | None = None
    opens_on: date | None = None
    records: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.rule}@{self.who.name}" if self.who.name else self.rule

    def parent(self) -> Parent | None:
        return self.who.parent


class SlowReading:
    """All items of a pupil: `items` by the name of the rule and whom it stands for."""

    def __init__(self, case: SlowCase) -> None:
        self.case = case
        self.items: dict[str, SlowItem] = {}
        for kind in KINDS:
            for name, rule in case.pack.rules.items():
                if rule["kind"] == kind:
                    for who in self.whom(rule.get("each", PUPIL)):
                        self._read(name, rule, who)

    def moves(self) -> dict[str, list[str]]:
        """By track, where the recorded moves led, one after another; tracks without moves are left out."""
        tracks = dict.fromkeys(move["track"] for move in self.case.pack.moves.values())
        return {track: made for track in tracks if (made := followed(self.case, track))}

    def whom(self, each: str) -> list[Who]:
        """The pupil, each parent (or one unknown one, without a file), or each record of a kind."""
        if each == PUPIL:
            return [Who()]
        if each == PARENT:
            parents = self.case.given.parents
            return [Who(PARENT, parent=parent) for parent in parents] if parents else [Who(PARENT)]
        return [Who(each, record=record) for record in self.case.records or [] if record.kind == each]

    def _read(self, name: str, rule: dict[str, Any], who: Who) -> None:
        case = self.case
        as_on = case.on
        if "values_on" in rule:
            as_on = case.fact(rule["values_on"], who, case.on) or case.on
        if not in_force(rule, as_on):
            return
        way = {"step": self._step, "hold": self._hold, "evidence": self._evidence, "route": self._route}
        when = case.rank(rule["when"], who, as_on)
        item = SlowItem(name, rule, who, as_on, ("not_met", "cannot_tell", "met")[when])
        if rule["kind"] in way:
            way[rule["kind"]](item, when)
        self.items[item.key] = item

    def _rank(self, item: SlowItem, key: str) -> int:
        """The rank of one of the rule's further conditions; one that is not there is not met."""
        return self.case.rank(item.told[key], item.who, item.as_on) if key in item.told else NO

    def _step(self, item: SlowItem, when: int) -> None:
        done = self._rank(item, "done")
        if when == NO:
            item.status = "not_due"
        elif done == YES:
            item.status = "done" if when == YES else "cannot_tell"
        else:
            item.status = "due" if when == YES and done == NO else "cannot_tell"
        if "due" in item.told:
            item.due_on = self.case.clock(item.told["due"], item.who, item.as_on)
        elif "due_date" in item.told:
            item.due_on = self.case.fact(item.told["due_date"], item.who, item.as_on)

    def _hold(self, item: SlowItem, when: int) -> None:
        told = item.told
        item.first = self.case.fact(told["starts"], item.who, item.as_on) if "starts" in told else None
        item.until = self.case.clock(told["until"], item.who, item.as_on) if "until" in told else None
        over = item.until is not None and item.until < self.case.on
        item.status = ("not_in_force", "cannot_tell", "in_force")[when]
        if when == YES and over:
            item.status = "not_in_force"

    def _evidence(self, item: SlowItem, when: int) -> None:
        met, answered = self._rank(item, "met"), self._rank(item, "answered")
        if when != YES:
            item.status = "not_asked" if when == NO else "cannot_tell"
        elif met == YES:
            item.status = "met"
            item.records = frozenset(self._records_behind(item.told["met"], item))
        elif answered == YES:
            item.status = "answered"
            item.records = frozenset(self._records_behind(item.told["answered"], item))
        else:
            item.status = "missing" if (met, answered) == (NO, NO) else "cannot_tell"

    # --- routes

    def _route(self, item: SlowItem, when: int) -> None:
        holds = [hold for hold in self._holds(item) if hold.status != "not_in_force"]
        ranks = [when, self._rank(item, "opens")]
        ranks += [self._of_paper(paper) for paper in self._papers(item)]
        ranks += [self._of_hold(hold) for hold in holds]
        days = [
            hold.until + ONE_DAY if hold.until else None
            for hold in holds
            if hold.status == "in_force" and hold.told.get("severity", "block") == "block"
        ]
        if "opens_on" in item.told:
            first = self.case.fact(item.told["opens_on"], item.who, item.as_on)
            ranks.append(UNSURE if first is None else YES if first <= self.case.on else NO)
            days.append(first)
        known = [day for day in days if day is not None]
        item.opens_on = max(known) if known and len(known) == len(days) else None
        item.status = ("shut", "cannot_tell", "open")[min(ranks)]
        if when != YES:
            item.status = "not_in_view" if when == NO else "cannot_tell"

    def _papers(self, item: SlowItem) -> list[SlowItem]:
        needs = set(several(item.told.get("needs")))
        return [
            other
            for other in self.items.values()
            if other.told["kind"] == "evidence"
            and needs & set(several(other.told.get("groups")))
            and other.told["severity"] != "information"
            and self._concerns(other, item)
        ]

    def _of_paper(self, paper: SlowItem) -> int:
        return {"missing": NO, "cannot_tell": UNSURE}.get(paper.status, YES)

    def _holds(self, item: SlowItem) -> list[SlowItem]:
        names = {item.rule, *several(item.told.get("groups"))}
        return [
            other
            for other in self.items.values()
            if other.told["kind"] == "hold"
            and names & set(several(other.told["stops"]))
            and self._concerns(other, item)
        ]

    def _of_hold(self, hold: SlowItem) -> int:
        if self._gone_on_from(hold):
            return YES
        return NO if hold.status == "in_force" else UNSURE

    def _gone_on_from(self, hold: SlowItem) -> bool:
        """Whether it is a caution for which a reason to go on is recorded."""
        reasons = [record for record in self.case.records or [] if record.kind == "reason_to_go_on"]
        return hold.told.get("severity", "block") == "caution" and any(
            record.fields.get("hold") in (hold.rule, hold.key) for record in reasons
        )

    def _concerns(self, other: SlowItem, item: SlowItem) -> bool:
        """Whether a hold or paper has to do with a route: not where it is another parent's.

        A record concerns its parents alone where its kind must name one; any other concerns the child.
        """
        route_parent = item.who.parent
        if route_parent is None:
            return True
        if other.who.parent is not None:
            return other.who.parent.id == route_parent.id
        record = other.who.record
        if record is None or self.case.pack.records[record.kind].get("for_parent") != "yes":
            return True
        return route_parent.id in record.parents

    # --- the records behind a condition

    def _records_behind(self, asked: dict[str, Any], item: SlowItem) -> set[str]:
        """Ids of the records that make a condition hold: those behind each part of it that is met."""
        if self.case.rank(asked, item.who, item.as_on) != YES:
            return set()
        behind: set[str] = set()
        for part in [*asked.get("all", []), *asked.get("any", [])]:
            behind |= self._records_behind(part, item)
        for key in ("holds", "fact", "reached", "passed"):
            if key in asked:
                behind |= self._records_of_fact(asked[key], item)
        return behind

    def _records_of_fact(self, name: str, item: SlowItem) -> set[str]:
        """Those that a fact was read from; of a period, or the time between days, those of its first day."""
        told = self.case.pack.facts.get(name, {})
        for key in ("last_day", "between"):
            if key in told:
                return self._records_of_fact(told[key]["from"], item)
        if "when" in told:
            return self._records_behind(told["when"], item)
        if "this" in told and item.who.record is not None:
            return {item.who.record.id}
        if "moved_to" in told:
            moves = [record.id for record, _ in followed_records(self.case, told["track"])]
            return set(moves[-1:])
        return {record.id for record in self._read_from(told, item)}

    def _read_from(self, told: dict[str, Any], item: SlowItem) -> list[SlowRecord]:
        if "not_in" in told:
            return self.case.chosen(several(told["not_in"]), told, item.who, item.as_on) or []
        if not {"any", "count", "first", "latest"} & set(told):
            return []
        if all(kind in self.case.pack.facts for kind in self.case.kinds(told)):
            return []
        found = self.case.passing(told, item.who, item.as_on) or []
        if "first" in told:
            return found[:1]
        return found[-1:] if "latest" in told else found
