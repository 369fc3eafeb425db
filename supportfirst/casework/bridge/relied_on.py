"""What relied on a child's marks, looked up whenever one of them changes; and what it would count now.

A change is an amendment, or the first mark of a session that is recorded on a later day than the session's
own: what was told meanwhile was told without it. A register that is taken on its day is the ordinary course
of things, and raises nothing.

The alarm is raised in the transaction of the change, with one query where nobody relied on the marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.child_sessions import child_sessions, standing_sessions, totals_of
from supportfirst.casework.bridge.code_numbers import symbol_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.register_rows import entries_of
from supportfirst.casework.bridge.school_files import calendar_of
from supportfirst.casework.store.models import (
    Amendment,
    Chained,
    Enrolment,
    PupilYear,
    RegisterDocument,
    Reliance,
    Retest,
    School,
    Standing,
    User,
)

Key = tuple[int, date, int]  # enrolment, day, half
CAN_WAIT = (Standing.STANDS, Standing.WAITING)  # what was withdrawn or replaced is relied on no more
OF_SHEETS = "sheet"  # the kind of a decision
MOST_AT_ONCE = 40  # alarms that are counted in the transaction of the change; the worker counts the rest


class Change(NamedTuple):
    """One mark that is another now than it was. Symbols as they are stored; "" is no mark."""

    enrolment: int
    day: date
    half: int
    before: str
    after: str

    @property
    def key(self) -> Key:
        return self.enrolment, self.day, self.half


@dataclass(frozen=True, slots=True)
class Hand:
    """By whom marks are written, when, from what; and, of those that are corrected, why."""

    school: School
    at: datetime
    by: User | None
    source: str
    name: str = ""
    title: str = ""
    why: str = ""  # of every mark that is written; empty: they are new, or each has its own
    reasons: Mapping[Key, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.at.astimezone(LONDON).date()

    def amends(self, key: Key) -> bool:
        return bool(self.why) or key in self.reasons

    def told(self, change: Change) -> dict[str, Any]:
        """The change as an alarm keeps it."""
        return {
            "enrolment": change.enrolment,
            "day": change.day.isoformat(),
            "half": change.half,
            "before": change.before,
            "after": change.after,
            "reason": self.why or self.reasons.get(change.key, ""),
            "at": self.at.isoformat(),
            "by": self.name or (self.by.name if self.by else ""),
            "title": self.title or (self.by.title if self.by else ""),
            "source": str(self.source),
        }


@dataclass(frozen=True, slots=True)
class Raised:
    """What a change raised: how many alarms, and whether the worker has something left to do about them."""

    alarms: int = 0
    for_worker: bool = False


def relied_on(school: School, enrolments: Collection[int], first: date, last: date) -> QuerySet[Reliance]:
    """What relied on marks of the children of these stays, within these days."""
    children = Enrolment.objects.filter(pk__in=enrolments).values("pupil")
    return Reliance.objects.filter(
        pupil__in=children,
        school=school,
        first_day__lte=last,
        last_day__gte=first,
        standing__in=CAN_WAIT,
    ).order_by("made_at", "pk")


def raise_for_marks(hand: Hand, reliances: Sequence[Reliance], changes: Iterable[Change]) -> Raised:
    """An alarm for each reliance in whose span one of these marks lies. The marks must be written already."""
    changed = list(changes)
    stays = Enrolment.objects.filter(pk__in={each.enrolment for each in changed})
    children = dict(stays.values_list("pk", "pupil"))
    by_child: dict[UUID, list[Change]] = defaultdict(list)
    for each in changed:
        by_child[children[each.enrolment]].append(each)
    told = {
        reliance: [
            hand.told(each)
            for each in by_child[reliance.pupil_id]
            if reliance.first_day <= each.day <= reliance.last_day
        ]
        for reliance in reliances
    }
    return raise_alarms({of: held for of, held in told.items() if held}, hand.at, hand.by)


def raise_alarms(
    told: Mapping[Reliance, Sequence[Mapping[str, Any]]], at: datetime, by: User | None
) -> Raised:
    """Add the changes to the alarm that waits, or open one; the reliances wait for a decision from now on."""
    waiting = {each.reliance_id: each for each in Retest.objects.filter(reliance__in=list(told), decision="")}
    alarms = []
    for reliance, changes in told.items():
        alarm = waiting.get(reliance.pk)
        if alarm is None:
            alarm = Retest(reliance=reliance, raised_at=at, raised_by=by, version=0)
            alarm.counts_before, alarm.outcome_before = reliance.counted, reliance.outcome
        alarm.reliance = reliance
        alarm.changes = [*alarm.changes, *changes]
        alarm.version += 1
        alarm.counts_after, alarm.retested_at, alarm.outcome_after, alarm.came_out = {}, None, "", None
        alarms.append(alarm)
    count_alarms(alarms[:MOST_AT_ONCE], at)
    for alarm in alarms:
        alarm.save(force_insert=alarm._state.adding)
    Reliance.objects.filter(pk__in=[each.pk for each in told]).update(standing=Standing.WAITING)
    for_worker = len(alarms) > MOST_AT_ONCE or any(is_judged(each.reliance) for each in alarms)
    return Raised(len(alarms), for_worker)


def is_judged(reliance: Reliance) -> bool:
    """Whether rules stand behind it, which the worker judges again: one, or all those of a row."""
    return bool(reliance.rule) or is_whole_row(reliance)


def is_whole_row(reliance: Reliance) -> bool:
    """A decision about a whole row of the worklist, and not about one prompt."""
    return reliance.kind == OF_SHEETS and not reliance.rule


def count_alarms(alarms: Sequence[Retest], at: datetime) -> None:
    """Set what each counts now; of one that nobody judges, that is all there is to test again."""
    for alarm, counted in zip(alarms, counts_now([each.reliance for each in alarms]), strict=True):
        alarm.counts_after = counted
        if not is_judged(alarm.reliance):
            alarm.retested_at = at


# --- counting --------------------------------------------------------------------------


def stays_of(school_id: UUID, pupils: Collection[UUID]) -> dict[UUID, list[Enrolment]]:
    """The stays of children at a school, oldest first. One that ended before it began never was."""
    held = Enrolment.objects.filter(school=school_id, pupil__in=pupils).exclude(last_day__lt=F("first_day"))
    found: dict[UUID, list[Enrolment]] = defaultdict(list)
    for each in held.order_by("first_day", "pk"):
        found[each.pupil_id].append(each)
    return found


def counts_now(reliances: Sequence[Reliance]) -> list[dict[str, int]]:
    """What each would count of the marks that stand now; of one school. Empty where it has no calendar."""
    if not reliances:
        return []
    school = reliances[0].school
    stays = stays_of(school.pk, {each.pupil_id for each in reliances})
    rows = PupilYear.objects.filter(enrolment__in=[stay.pk for held in stays.values() for stay in held])
    years = {(row.enrolment_id, row.school_year): bytes(row.marks) for row in rows}
    of_day = lru_cache(maxsize=None)(lambda day: _pack_and_calendar(school, day))
    counted: list[dict[str, int]] = []
    for each in reliances:
        pack, calendar = of_day(each.last_day)
        if calendar is None:
            counted.append({})
            continue
        sessions = calendar.sessions_between(each.first_day, each.last_day)
        found = standing_sessions(sessions, stays[each.pupil_id], pack, years)
        counted.append(asdict(totals_of(found)))
    return counted


def counts_known(reliance: Reliance) -> dict[str, int]:
    """What it counts of the marks as they were known at its own moment. Empty without a calendar."""
    stays = stays_of(reliance.school_id, [reliance.pupil_id])[reliance.pupil_id]
    pack = pack_of(reliance.school, reliance.last_day)
    span = (reliance.first_day, reliance.last_day)
    try:
        sessions = child_sessions(reliance.school, stays, pack, *span, reliance.known_at)
    except CalendarUnusable:
        return {}
    return asdict(totals_of(sessions))


def _pack_and_calendar(school: School, day: date) -> tuple[Pack, Any]:
    pack = pack_of(school, day)
    try:
        return pack, calendar_of(school, pack)
    except CalendarUnusable:
        return pack, None


# --- what changed since a moment -------------------------------------------------------


def nothing_since(school: School, moment: datetime) -> bool:
    """Whether no mark of the school was recorded after the moment: the last row of each chain says so."""
    kinds: tuple[type[Chained], ...] = (RegisterDocument, Amendment)
    for kind in kinds:
        rows = kind._default_manager.filter(chain__name=f"{kind.CHAIN}:{school.pk}").order_by("-serial")
        last = rows.values_list("recorded_at", flat=True).first()
        if last is not None and last > moment:
            return False
    return True


def changes_since(
    school: School, stays: Sequence[Enrolment], first: date, last: date, moment: datetime
) -> list[dict[str, Any]]:
    """Every change of these days that was recorded after the moment, as an alarm keeps it, in its order."""
    wanted = {each.pk for each in stays}
    found: list[tuple[datetime, dict[str, Any]]] = []
    documents = RegisterDocument.objects.filter(
        school=school, day__gte=first, day__lte=last, recorded_at__gt=moment
    ).select_related("recorded_by")
    for row in documents.order_by("serial"):
        if row.recorded_at.astimezone(LONDON).date() == row.day:
            continue
        hand = Hand(school, row.recorded_at, row.recorded_by, row.source)
        for entry in entries_of(row.pupils, row.marks):
            if entry.enrolment in wanted:
                change = Change(entry.enrolment, row.day, row.half, "", symbol_of(entry.number))
                found.append((row.recorded_at, hand.told(change)))
    amendments = Amendment.objects.filter(
        school=school, enrolment__in=wanted, day__gte=first, day__lte=last, recorded_at__gt=moment
    ).select_related("recorded_by")
    for each in amendments.order_by("serial"):
        hand = Hand(
            *(school, each.recorded_at, each.recorded_by, each.source),
            name=each.name,
            title=each.title,
            why=each.reason,
        )
        change = Change(each.enrolment_id, each.day, each.half, each.original, each.new)
        found.append((each.recorded_at, hand.told(change)))
    return [told for _, told in sorted(found, key=lambda pair: pair[0])]
