"""Relied on, and changed since: every paper that waits for somebody to say whether it still stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import holds_somewhere, schools_for
from supportfirst.casework.bridge.markers_held import children_who_died
from supportfirst.casework.queries.issuing import FEW, change_words
from supportfirst.casework.queries.reliance_kinds import COUNTS, KINDS
from supportfirst.casework.store.models import Retest, School

PAGE = 50
DECIDED_SINCE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm as the list shows it."""

    id: UUID
    school: School
    pupil: UUID
    name: str
    died: bool
    kind: str
    title: str
    made: str  # by whom
    made_at: datetime
    raised_at: datetime
    changes: Sequence[str]
    more: int  # changes that are not named
    moved: Sequence[str]  # counts that are others now, in words
    counted: bool
    decision: str  # of one that was decided
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlarmsPage:
    school: School | None  # None: all schools of the reader
    rows: Sequence[AlarmRow]
    waiting: int  # on all pages
    decided: Sequence[AlarmRow]  # lately
    following: int | None

    @property
    def children(self) -> list[tuple[UUID, UUID]]:
        """Whom the page names, each with the school."""
        return [(row.school.pk, row.pupil) for row in (*self.rows, *self.decided)]


def alarms_page(actor: Actor, school_id: UUID | None = None, page: int = 1) -> AlarmsPage:
    """Those of a school, or of all schools of the reader. Raises NotThere."""
    school = None
    schools = schools_for(actor, Right.SEE_WORKLIST)
    if school_id is not None:
        school = schools.filter(pk=school_id).first()
        if school is None:
            raise NotThere
        schools = schools.filter(pk=school_id)
    elif not holds_somewhere(actor, Right.SEE_WORKLIST):
        raise NotThere
    held = _held(schools)
    waiting = held.filter(decision="")
    start = PAGE * (page - 1)
    found = list(waiting.order_by("raised_at", "pk")[start : start + PAGE + 1])
    lately = held.filter(decided_at__gte=actor.at - DECIDED_SINCE).order_by("-decided_at", "pk")
    decided = list(lately[:PAGE])
    pupils = {each.reliance.pupil_id for each in (*found, *decided)}
    died = children_who_died(pupils)
    return AlarmsPage(
        school=school,
        rows=[_row(each, died) for each in found[:PAGE]],
        waiting=waiting.count(),
        decided=[_row(each, died) for each in decided],
        following=page + 1 if len(found) > PAGE else None,
    )


def alarms_at(schools: Iterable[School]) -> Mapping[UUID, int]:
    """How many wait at each of these schools where any does; one query."""
    held = Retest.objects.filter(decision="", reliance__school__in=list(schools))
    return dict(held.values_list("reliance__school").annotate(Count("pk")))


def _held(schools: QuerySet[School]) -> QuerySet[Retest]:
    held = Retest.objects.filter(reliance__school__in=schools.order_by().values("pk"))
    return held.select_related("reliance__school", "reliance__pupil", "reliance__made_by", "decided_by")


def _row(alarm: Retest, died: set[UUID]) -> AlarmRow:
    reliance = alarm.reliance
    return AlarmRow(
        id=alarm.pk,
        school=reliance.school,
        pupil=reliance.pupil_id,
        name=reliance.pupil.name,
        died=reliance.pupil_id in died,
        kind=KINDS[reliance.kind],
        title=reliance.title,
        made=reliance.made_by.name,
        made_at=reliance.made_at,
        raised_at=alarm.raised_at,
        changes=[change_words(each) for each in alarm.changes[:FEW]],
        more=max(0, len(alarm.changes) - FEW),
        moved=moved_words(alarm),
        counted=bool(alarm.counts_after),
        decision=alarm.get_decision_display() if alarm.decision else "",
        decided_by=alarm.decided_by.name if alarm.decided_by else "",
        decided_at=alarm.decided_at,
    )


def moved_words(alarm: Retest) -> list[str]:
    """Each count that is another now: “Unauthorised absence 4, now 3”."""
    before, after = alarm.counts_before, alarm.counts_after
    return [
        f"{words} {before[name]}, now {after[name]}"
        for name, words in COUNTS.items()
        if name in before and name in after and before[name] != after[name]
    ]
