"""What is planned at a school, one plan, and one child of whom a plan is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, may, schools_for
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.day_values import planned_choices
from supportfirst.casework.bridge.markers_held import of_the_dead
from supportfirst.casework.bridge.planned import is_granted, span_words, warnings_of
from supportfirst.casework.bridge.record_kinds import record_kinds
from supportfirst.casework.bridge.school_age import age_words
from supportfirst.casework.queries.late_desk import NAMES
from supportfirst.casework.queries.register_files import FileToPermit, files_to_permit
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    ClassGroup,
    Enrolment,
    PlannedAbsence,
    PlannedKind,
    School,
)

REPORT = "absence_reported"
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan, as a list and its own page show it."""

    id: UUID
    pupil: UUID
    name: str
    group: str
    kind: str
    code: str
    when: str
    leaves_at: time | None
    back_at: time | None
    place: str
    reason: str
    education_offered: str
    evidence: str
    notified_on: date | None
    notified_at: time | None
    notified: str  # how, and by whom
    authorised: str
    authorised_because: str
    recorded: str
    recorded_at: datetime
    warnings: Sequence[str]
    age: str  # that the child is not of compulsory school age, or that nobody can tell


@dataclass(frozen=True, slots=True)
class PlansPage:
    school: School
    day: date
    rows: Sequence[PlanRow]
    kinds: Sequence[tuple[str, str]]
    groups: Sequence[ClassGroup]
    found: Sequence[Enrolment]  # children of the name that was looked for
    more: bool
    files: Sequence[FileToPermit]  # of registers, with marks that wait for the reader's permission


@dataclass(frozen=True, slots=True)
class PlanPage:
    school: School
    enrolment: Enrolment
    row: PlanRow
    withdrawn: str  # who did, when and why; "" while it stands
    may_authorise: bool
    is_granted: bool


@dataclass(frozen=True, slots=True)
class ChildToPlan:
    school: School
    enrolment: Enrolment
    kinds: Sequence[tuple[str, str]]
    kind: str
    kind_words: str
    choices: Sequence[Choice]  # for the kind, on the day
    methods: Sequence[str]  # how a parent tells the school
    age: str
    may_authorise: bool


def plans_page(
    actor: Actor, school_id: UUID, *, kind: str = "", group: str = "", typed: str = ""
) -> PlansPage | None:
    """Today's plans and those to come; None where the school's plans are not the actor's to see.

    Plans tell of illness and of exclusion: whoever keeps the register sees them all. The number of queries
    does not grow with the plans.
    """
    school = _school(actor, school_id)
    if school is None:
        return None
    day = actor.today
    held = PlannedAbsence.objects.filter(school=school, last_day__gte=day, withdrawn_at__isnull=True)
    held = held.exclude(of_the_dead("enrolment__pupil"))
    if kind in PlannedKind.values:
        held = held.filter(kind=kind)
    groups = list(
        ClassGroup.objects.filter(
            pk__in=Enrolment.objects.filter(in_force(day), school=school).values("group")
        ).order_by("year_group", "name")
    )
    of_class = next((each for each in groups if str(each.pk) == group), None)
    if of_class is not None:
        held = held.filter(enrolment__group=of_class)
    pack = pack_of(school, day)
    related = ("enrolment__pupil", "enrolment__group", "recorded_by", "authorised_by")
    rows = held.select_related(*related).order_by(
        "first_day", "first_half", "enrolment__pupil__legal_surname"
    )
    found = _named(actor, school, typed) if typed.strip() else []
    return PlansPage(
        school=school,
        day=day,
        rows=[_row(each, pack, day) for each in rows],
        kinds=PlannedKind.choices,
        groups=groups,
        found=found[:MOST_FOUND],
        more=len(found) > MOST_FOUND,
        files=files_to_permit(actor, school),
    )


def plan_page(actor: Actor, school_id: UUID, plan_id: UUID) -> PlanPage | None:
    """One plan, withdrawn or not."""
    school = _school(actor, school_id)
    if school is None:
        return None
    held = PlannedAbsence.objects.filter(pk=plan_id, school=school).select_related(
        "enrolment__pupil", "enrolment__group", "recorded_by", "authorised_by", "withdrawn_by"
    )
    plan = held.first()
    if plan is None:
        return None
    pack = pack_of(school, plan.first_day)
    withdrawn = ""
    if plan.withdrawn_at is not None:
        withdrawn = f"{plan.withdrawn_by}: {plan.withdrawn_because}"
    return PlanPage(
        school=school,
        enrolment=plan.enrolment,
        row=_row(plan, pack, actor.today),
        withdrawn=withdrawn,
        may_authorise=may(actor, Right.AUTHORISE_ABSENCE, school),
        is_granted=is_granted(plan, pack, plan.first_day),
    )


def child_to_plan(actor: Actor, school_id: UUID, pupil_id: UUID, kind: str) -> ChildToPlan | None:
    """`kind` "": the kinds to choose from. None out of reach, and for a kind that is none."""
    held = enrolments_for(actor, Right.CORRECT_MARK).filter(school_id=school_id, pupil_id=pupil_id)
    enrolment = held.select_related("school__authority", "pupil", "group").order_by("-first_day").first()
    if enrolment is None or kind not in ("", *PlannedKind.values):
        return None
    school, day = enrolment.school, actor.today
    pack = pack_of(school, day)
    method = next(each for each in record_kinds(school, day)[REPORT].fields if each.name == "method")
    return ChildToPlan(
        school=school,
        enrolment=enrolment,
        kinds=PlannedKind.choices,
        kind=kind,
        kind_words=PlannedKind(kind).label if kind else "",
        choices=planned_choices(pack, kind, day) if kind else [],
        methods=method.choices,
        age=age_words(enrolment.pupil.date_of_birth, pack, day),
        may_authorise=may(actor, Right.AUTHORISE_ABSENCE, school),
    )


def _school(actor: Actor, school_id: UUID) -> School | None:
    return schools_for(actor, Right.CORRECT_MARK).filter(pk=school_id).select_related("authority").first()


def _named(actor: Actor, school: School, typed: str) -> Sequence[Enrolment]:
    """The pupils on roll today in whose names each word occurs, one more than is shown."""
    held = enrolments_for(actor, Right.CORRECT_MARK).filter(school=school).select_related("pupil", "group")
    for word in typed.split():
        anywhere = Q()
        for name in NAMES:
            anywhere |= Q(**{f"pupil__{name}__icontains": word})
        held = held.filter(anywhere)
    found = held.order_by("pupil__legal_surname", "pupil__legal_forename", "pk")
    return list(found[: MOST_FOUND + 1])


def _row(plan: PlannedAbsence, pack: Pack, day: date) -> PlanRow:
    enrolment, by = plan.enrolment, plan.authorised_by
    meanings = {choice.symbol: choice.text for choice in choices_of(pack.codes, plan.first_day)}
    how, whom = plan.notified_how.replace("_", " "), plan.notified_by
    notified = (f"by {how}" if how else "", f"from {whom}" if whom else "")
    return PlanRow(
        id=plan.pk,
        pupil=enrolment.pupil_id,
        name=enrolment.pupil.name,
        group=enrolment.group.name if enrolment.group else "",
        kind=PlannedKind(plan.kind).label,
        code=meanings.get(plan.code, plan.code),
        when=span_words(plan),
        leaves_at=plan.leaves_at,
        back_at=plan.back_at,
        place=plan.place,
        reason=plan.reason,
        education_offered=plan.education_offered,
        evidence=plan.evidence,
        notified_on=plan.notified_on,
        notified_at=plan.notified_at,
        notified=" ".join(part for part in notified if part),
        authorised=str(by) if by else "",
        authorised_because=plan.authorised_because,
        recorded=str(plan.recorded_by),
        recorded_at=plan.recorded_at,
        warnings=warnings_of(plan, pack, plan.first_day),
        age=age_words(enrolment.pupil.date_of_birth, pack, day),
    )
