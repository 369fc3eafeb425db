"""What a child was recognised for at a school, and the target of their own in the place of the school's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.reward_values import reward_reading
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import OfChild, child_at, reaches
from supportfirst.casework.queries.since_trail import TARGET
from supportfirst.casework.store.models import AuditEvent, PupilTarget, RewardGiven, School

PLANNED = "planned_last_day"  # in the detail of the line that ends a target: what it lost


@dataclass(frozen=True, slots=True)
class CertificateShown:
    batch: UUID
    title: str
    scheme: str
    first: date
    last: date
    assembly_on: date
    by: str


@dataclass(frozen=True, slots=True)
class TargetShown:
    percent: str
    reason: str
    first: date
    last: date | None
    by: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """The part of a child's page. Nothing in it was recorded after the moment of the page."""

    certificates: Sequence[CertificateShown]  # newest first
    target: TargetShown | None  # that holds on the day of the page, or begins later
    school_target: str  # "" where the school has set none
    sees_batches: bool
    may_print: bool
    may_set: bool


@dataclass(frozen=True, slots=True)
class TargetPage(OfChild):
    target: TargetShown | None
    school_target: str


def child_recognition(actor: Actor, seen: AsSeen) -> Recognition:
    """Three queries, however many certificates there are."""
    enrolment = seen.enrolment
    held = RewardGiven.objects.filter(
        pupil=enrolment.pupil_id,
        batch__scheme__school=enrolment.school_id,
        batch__made_at__lte=seen.moment,
    )
    given = held.select_related("batch__scheme", "batch__made_by").order_by("-batch__assembly_on", "pk")
    may_give = not seen.past and reaches(actor, enrolment, Right.GIVE_REWARDS)
    return Recognition(
        [_certificate(each) for each in given],
        _target(enrolment.pupil_id, seen.school, seen),
        seen.target.words,
        reaches(actor, enrolment, Right.SEE_WORKLIST),
        may_give,
        may_give,
    )


def target_page(actor: Actor, school_id: UUID, pupil_id: UUID) -> TargetPage:
    """Raises NotThere."""
    enrolment = child_at(actor, school_id, pupil_id, Right.GIVE_REWARDS)
    held = PupilTarget.objects.filter(school=school_id, pupil=pupil_id).select_related("set_by")
    rows = held.exclude(last_day__lt=actor.today).order_by("-set_at")
    return TargetPage(enrolment, _shown(rows.first()), _percent(enrolment.school.attendance_target))


def _certificate(given: RewardGiven) -> CertificateShown:
    batch = given.batch
    titles = reward_reading(loaded(batch.pack), batch.last_day).titles
    return CertificateShown(
        batch.pk,
        titles.get(batch.scheme.measure, batch.scheme.title),
        batch.scheme.title,
        batch.first_day,
        batch.last_day,
        batch.assembly_on,
        batch.made_by.name,
    )


def _target(pupil_id: UUID, school: School, seen: AsSeen) -> TargetShown | None:
    """As it was known then: a target that somebody ended later still held."""
    held = PupilTarget.objects.filter(school=school, pupil=pupil_id, set_at__lte=seen.moment)
    for row in held.select_related("set_by").order_by("-set_at"):
        ended = row.ended_at is not None and row.ended_at <= seen.moment
        # who ends a target writes its last day: before that moment the one that was planned stood there
        last = row.last_day if ended or row.ended_at is None else _planned(row)
        if last is None or last >= seen.on:
            return TargetShown(_percent(row.percent), row.reason, row.first_day, last, row.set_by.name)
    return None


def _planned(row: PupilTarget) -> date | None:
    """The last day of a target before somebody ended it, as the line of that ending keeps it."""
    lines = AuditEvent.objects.filter(
        school=row.school_id, pupil=row.pupil_id, verb__in=TARGET, recorded_at__gte=row.ended_at
    )
    detail = lines.order_by("serial").values_list("detail", flat=True).first() or {}
    return date.fromisoformat(detail[PLANNED]) if PLANNED in detail else None


def _shown(row: PupilTarget | None) -> TargetShown | None:
    if row is None:
        return None
    return TargetShown(_percent(row.percent), row.reason, row.first_day, row.last_day, row.set_by.name)


def _percent(number: object) -> str:
    return "" if number is None else f"{float(str(number)):g}%"
