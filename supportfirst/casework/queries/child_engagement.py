"""Whether a child's family is engaged, and by which ways; what of the pack's range was tried; and what was
offered after a meeting in school that they did not come to.

A talk by telephone is engagement. What nobody wrote down, and what the reader may not know, says neither
that a family is engaged nor that it is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.contact_variety import Attempt
from supportfirst.casework.bridge.record_kinds import table_of
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.store.models import CaseEvent

WAYS, RANGE, RANGE_SAID, AFTER_MISSED, ACKNOWLEDGE = (
    "engagement.ways",
    "engagement.range",
    "engagement.range_said",
    "engagement.after_missed",
    "engagement.acknowledge",
)
PRAISE, MET = "praise", "met"
MEETING, PLAN, OUTCOME = "meeting", "meeting_plan", "meeting_outcome"
RESTRICTED = "there are restricted records"
UNTOLD = f"cannot tell: {RESTRICTED}"
HELD, MISSED, IN_SCHOOL = "held", "parent_absent", "in_school"
# Which way of contact a meeting is, by how it is held.
MET_BY = {"video": "video", "phone": "phone", "at_home": "home_visit"}
KINDS = (MEETING, PLAN, OUTCOME, "contact", "home_visit", "letter_sent")


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting: when it was arranged, how it was to be held and what became of it; "" is not known."""

    on: date
    how: str
    result: str
    over_on: date | None


@dataclass(frozen=True, slots=True)
class Meetings:
    told: Sequence[Met]
    praised: Sequence[date]  # days on which a letter of praise was sent
    kept_back: int  # records of contact, meetings and what follows them that the reader may not know


@dataclass(frozen=True, slots=True)
class OneOfRange:
    """One thing to try or to offer, and whether it was, as it is said."""

    words: str
    said: str


@dataclass(frozen=True, slots=True)
class EngagementShown:
    told: str  # in one sentence; "" where nothing was tried
    title: str  # of the range; "" where the pack has none
    tried: Sequence[OneOfRange]
    missed_on: date | None  # the last meeting in school to which nobody came
    offered: Sequence[OneOfRange]  # since then
    improved: str  # what is to be acknowledged with the family; "" where nothing is, or it was


def meetings_among(events: Iterable[CaseEvent], readable: Collection[UUID]) -> Meetings:
    """Of a child's standing events."""
    held = [each for each in events if each.kind in KINDS]
    told = sorted((each for each in held if each.event in readable), key=lambda each: each.serial)
    after: dict[str, list[CaseEvent]] = {}
    for each in told:
        after.setdefault(str(each.data.get(ABOUT, "")), []).append(each)
    met = [_met(each, after.get(str(each.event), ())) for each in told if each.kind == MEETING]
    praised = [each.happened_on for each in told if _is_praise(each)]
    return Meetings(met, praised, len(held) - len(told))


def _is_praise(event: CaseEvent) -> bool:
    """A record names a letter by its id, or by the last part of it."""
    return str(event.data.get("letter", "")).rpartition(".")[2] == PRAISE


def _met(event: CaseEvent, follow: Iterable[CaseEvent]) -> Met:
    how, result, over_on = "", "", None
    for each in follow:
        how = str(each.data.get("how", how)) if each.kind == PLAN else how
        if each.kind == OUTCOME:
            result, over_on = str(each.data.get("result", result)), each.happened_on
    return Met(event.happened_on, how, result, over_on)


def engagement_shown(
    pack: Pack,
    on: date,
    attempts: Sequence[Attempt],
    meetings: Meetings,
    document: Mapping[str, Any] | None = None,
) -> EngagementShown:
    """Of the attempts and meetings of the school year. document: the assessment's, where there is one."""
    said = table_of(pack, RANGE_SAID, on)
    missed_on = max(map(_missed_on, meetings.told), default=date.min)
    since = [each.how for each in meetings.told if missed_on <= each.on and each.result != MISSED]
    tried = {each.channel for each in attempts} | {
        MET_BY[each.how] for each in meetings.told if each.how in MET_BY
    }
    offers = table_of(pack, AFTER_MISSED, on) if missed_on > date.min else {}
    return EngagementShown(
        told=_told(table_of(pack, WAYS, on), attempts, meetings),
        title=said.get("title", ""),
        tried=_range(table_of(pack, RANGE, on), tried, said, meetings.kept_back),
        missed_on=missed_on if offers else None,
        offered=_range(offers, since, {"yes": "offered", "no": "not offered"}, meetings.kept_back),
        improved=_improved(table_of(pack, ACKNOWLEDGE, on), document or {}, meetings),
    )


def _improved(stages: Mapping[str, str], document: Mapping[str, Any], meetings: Meetings) -> str:
    """Of a case that is open: that its recent weeks are above its year, unless praise was sent since."""
    at = [
        stages[each["rule"]]
        for each in document.get("stages", ())
        if each["outcome"] == MET and each["rule"] in stages
    ]
    measures = document.get("measures", {})
    recent = measures.get("recent") or {}
    if not at or not recent.get("trend") or recent["trend"] < 0:
        return ""
    if any(each.isoformat() >= recent["first_day"] for each in meetings.praised):
        return ""
    lately, weeks = recent["attendance_percent"], recent["school_weeks"]
    return (
        f"{lately:.1f}% of the last {weeks} school weeks was attended, and "
        f"{measures['attendance_percent']:.1f}% of the school year. The case is open ({at[0]})."
    )


def _missed_on(met: Met) -> date:
    """A meeting of which nobody wrote where it was is taken for one in school, where most are."""
    in_school = met.how in ("", IN_SCHOOL)
    return met.over_on if in_school and met.result == MISSED and met.over_on is not None else date.min


def _range(
    asked: Mapping[str, str], done: Collection[str], said: Mapping[str, str], kept_back: int
) -> list[OneOfRange]:
    otherwise = UNTOLD if kept_back else said.get("no", "not done")
    return [
        OneOfRange(words, said.get("yes", "done") if name in done else otherwise)
        for name, words in asked.items()
    ]


def _told(ways: Mapping[str, str], attempts: Sequence[Attempt], meetings: Meetings) -> str:
    answered = {each.channel if each.channel in ways else "other" for each in attempts if each.answered}
    answered |= {MEETING for each in meetings.told if each.result == HELD}
    if answered:
        by = [words for way, words in ways.items() if way in answered] or ["in another way"]
        return f"The family is engaged {_listed(by)}."
    untold = sum(each.answered is None for each in attempts)
    if untold or meetings.kept_back:
        why = f"of {untold} of {len(attempts)} attempts nobody wrote down whether somebody answered"
        return f"Nobody can tell whether the family is engaged: {why if untold else RESTRICTED}."
    return "There is no engagement: no attempt was answered, and no meeting was held." if attempts else ""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
