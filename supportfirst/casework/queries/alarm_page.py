"""One alarm: what was relied on, which sessions changed, what it counts now, who saw the earlier figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.markers_held import has_died
from supportfirst.casework.bridge.relied_on import counts_now, is_whole_row
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.session_stories import stories
from supportfirst.casework.bridge.standing_marks import Recorded
from supportfirst.casework.queries.audit_words import verb_in_words
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.queries.issuing import NO_MARK
from supportfirst.casework.queries.reliance_kinds import COUNTS, KINDS, kept_back
from supportfirst.casework.queries.trail_of_child import about
from supportfirst.casework.store.models import (
    AuditEvent,
    Enrolment,
    Reliance,
    Retest,
    School,
    Standing,
)

READINGS = ("read_record", "read_list", "export_certificate", "worklist.export", "export_register_week")
MOST_LINES = 500  # of the trail, the latest, among which those who saw it are found
OUTCOMES = {
    "met": "met",
    "not_met": "not met",
    "cannot_tell": "cannot tell",
    "due": "due",
    "done": "done",
    "not_due": "not due",
    "in_force": "in force",
    "not_in_force": "not in force",
    "missing": "missing",
    "answered": "answered",
    "not_asked": "not asked",
    "open": "open",
    "shut": "shut",
    "not_in_view": "not in view",
    "not_judged": "not judged",
}


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """A session with all that was ever entered of it, the last entry being what stands."""

    day: date
    session: str
    before: str  # in words: as it was told
    after: str
    entries: Sequence[Recorded]


@dataclass(frozen=True, slots=True)
class Counted:
    words: str
    before: Any
    after: Any

    @property
    def moved(self) -> bool:
        return bool(self.before != self.after)


@dataclass(frozen=True, slots=True)
class CameOut:
    """A rule of a whole row that says something else now."""

    rule: str
    before: str  # in words
    after: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who saw the record while the earlier mark stood."""

    who: str
    what: Sequence[str]
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class AlarmPage:
    alarm: Retest
    enrolment: Enrolment
    left: bool
    kind: str
    sessions: Sequence[SessionChanged]
    others: Sequence[str]  # what else changed, in words
    counts: Sequence[Counted]
    came_out: Sequence[CameOut] | None  # of a decision about a whole row, as the worker judged it again
    may_decide: bool
    replacements: Sequence[Reliance]
    earlier: Sequence[Retest]  # alarms about the same thing that were decided before
    viewers: Sequence[Viewer] | None  # None: not the reader's to see
    died: bool

    @property
    def reliance(self) -> Reliance:
        return self.alarm.reliance

    @property
    def school(self) -> School:
        return self.reliance.school

    @property
    def waits(self) -> bool:
        return not self.alarm.decision

    @property
    def whole_row(self) -> bool:
        return is_whole_row(self.reliance)

    @property
    def kept_back(self) -> str:
        """What waiting keeps back of it."""
        return kept_back(self.reliance.kind)

    def fresh(self, link: str) -> str:
        """Where the same is made as known now, by the address of what was made."""
        address, _, query = link.partition("?")
        kept = [each for each in query.split("&") if each and not each.startswith("known_at=")]
        return "?".join([address, "&".join(kept)]) if kept else address

    @property
    def rule(self) -> str:
        """Without the parent or record that it was judged for, which says nothing to a reader."""
        return self.reliance.rule.partition("@")[0]

    @property
    def outcome_before(self) -> str:
        return OUTCOMES.get(self.alarm.outcome_before, self.alarm.outcome_before)

    @property
    def outcome_after(self) -> str:
        return OUTCOMES.get(self.alarm.outcome_after, self.alarm.outcome_after)


def alarm_at(actor: Actor, school_id: UUID, alarm_id: UUID) -> Retest:
    """The alarm, of a child whom somebody may see on the worklist. Raises NotThere."""
    schools = schools_for(actor, Right.SEE_WORKLIST).filter(pk=school_id)
    of = ("reliance__school__authority", "reliance__pupil", "reliance__made_by", "decided_by")
    held = Retest.objects.filter(pk=alarm_id, reliance__school__in=schools.order_by().values("pk"))
    alarm = held.select_related(*of, "raised_by", "reliance__replaced_by").first()
    if alarm is None:
        raise NotThere
    child_at(actor, school_id, alarm.reliance.pupil_id, Right.SEE_PUPIL, Right.SEE_WORKLIST, or_left=True)
    return alarm


def replacements_of(alarm: Retest) -> QuerySet[Reliance]:
    """What may take the place of a thing: of the same kind and child, made since, and standing."""
    old = alarm.reliance
    held = Reliance.objects.filter(
        kind=old.kind, pupil=old.pupil_id, school=old.school_id, made_at__gte=alarm.raised_at
    )
    standing = held.filter(standing=Standing.STANDS).exclude(pk=old.pk).select_related("made_by")
    return standing.order_by("-made_at", "pk")


def alarm_page(actor: Actor, school_id: UUID, alarm_id: UUID) -> AlarmPage:
    """Raises NotThere. Whoever shows it has the reading audited."""
    alarm = alarm_at(actor, school_id, alarm_id)
    reliance = alarm.reliance
    enrolment = child_at(actor, school_id, reliance.pupil_id, Right.SEE_PUPIL, or_left=True)
    may_decide = may(actor, Right.ACT_ON_CASE, reliance.school)
    sessions = _sessions(alarm)
    after = alarm.counts_after or counts_now([reliance])[0]
    decided = Retest.objects.filter(reliance=reliance).exclude(pk=alarm.pk).exclude(decision="")
    return AlarmPage(
        alarm=alarm,
        enrolment=enrolment,
        left=enrolment.last_day is not None and enrolment.last_day < actor.today,
        kind=KINDS[reliance.kind],
        sessions=sessions,
        others=sorted({each["reason"] for each in alarm.changes if "day" not in each}),
        counts=_counts(alarm.counts_before, after),
        came_out=_came_out(alarm),
        may_decide=may_decide,
        replacements=list(replacements_of(alarm)) if may_decide and not alarm.decision else (),
        earlier=list(decided.select_related("decided_by").order_by("decided_at")),
        viewers=_viewers(alarm, sessions) if may(actor, Right.SEE_AUDIT, reliance.school) else None,
        died=has_died(reliance.pupil_id),
    )


def _sessions(alarm: Retest) -> list[SessionChanged]:
    """Each session once, from what was told of it to what the last change made of it."""
    spans: dict[tuple[date, int], tuple[str, str]] = {}
    for each in alarm.changes:
        if "day" in each:
            key = date.fromisoformat(each["day"]), int(each["half"])
            spans[key] = spans.get(key, (each["before"],))[0], each["after"]
    school = alarm.reliance.school
    stays = {each["enrolment"] for each in alarm.changes if "day" in each}
    told = stories(school, stays, {day for day, _ in spans})
    pack = pack_of(school, alarm.reliance.last_day)

    def words(symbol: str, day: date) -> str:
        code = pack.codes.read(symbol, day).code if symbol else None
        return f"{symbol} {code.meaning.split(';')[0].split(': marked')[0]}" if code else symbol or NO_MARK

    return [
        SessionChanged(day, SESSION_WORDS[half], words(a, day), words(b, day), told.get((day, half), ()))
        for (day, half), (a, b) in sorted(spans.items())
    ]


def _came_out(alarm: Retest) -> list[CameOut] | None:
    """As it was kept: whoever decides sees it so, and it stays so after the decision."""
    if alarm.came_out is None:
        return None
    return [
        CameOut(key.partition("@")[0], OUTCOMES.get(then, then), OUTCOMES.get(now, now))
        for key, then, now in alarm.came_out
    ]


def _counts(before: dict[str, Any], after: dict[str, Any]) -> list[Counted]:
    names = [*COUNTS, *sorted(set(before) - set(COUNTS))]
    return [
        Counted(COUNTS.get(name, name.replace("_", " ").capitalize()), before[name], after.get(name))
        for name in names
        if name in before
    ]


def _viewers(alarm: Retest, sessions: Sequence[SessionChanged]) -> list[Viewer]:
    """Who looked at the child's record between the recording of an earlier mark and its change."""
    spans = [
        (earlier.at, later.at)
        for each in sessions
        for earlier, later in zip(each.entries, each.entries[1:], strict=False)
    ]
    reliance = alarm.reliance
    if not spans:
        return []
    lines = AuditEvent.objects.filter(
        about(reliance.pupil_id),
        school=reliance.school_id,
        verb__in=READINGS,
        recorded_at__gte=min(first for first, _ in spans),
        recorded_at__lte=max(last for _, last in spans),
        actor__isnull=False,
    )
    found: dict[Any, list[AuditEvent]] = {}
    for line in lines.select_related("actor").order_by("-recorded_at", "-pk")[:MOST_LINES]:
        if any(first <= line.recorded_at < last for first, last in spans):
            found.setdefault(line.actor_id, []).append(line)
    return [_viewer(held) for held in found.values()]


def _viewer(lines: Sequence[AuditEvent]) -> Viewer:
    by = lines[0].actor
    assert by is not None
    who = ", ".join(part for part in (by.name, by.title) if part)
    return Viewer(who, _once(verb_in_words(each.verb) for each in lines), len(lines), lines[0].recorded_at)


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
