"""Making one of two rows of one child: what would move, and what stands against it.

Two stays at one school at one time can't both be kept, since each has a mark a session. Where the row that
goes has no mark in the time of both, its stay ends before it; where it has some, nobody can tell which of two
marks is right, so the merge is refused until somebody has put the registers right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, go_beyond, schools_for
from supportfirst.casework.bridge.code_numbers import NO_MARK
from supportfirst.casework.bridge.pupil_years import first_day
from supportfirst.casework.queries.child import OfChild, child_at
from supportfirst.casework.queries.child_family import MARKS
from supportfirst.casework.queries.child_flags import flag_words
from supportfirst.casework.store.models import (
    Enrolment,
    ExternalReference,
    HomeSchoolAgreement,
    Link,
    Marker,
    Merge,
    Message,
    PlannedAbsence,
    Pupil,
    PupilFlag,
    PupilYear,
    Reliance,
    School,
    Task,
)

ANSWERS = (*(name for name, _ in MARKS), "lives_with_child")


@dataclass(frozen=True, slots=True)
class Step:
    """One row that would change: which, and what its fields would hold."""

    kind: str
    id: Any
    values: dict[str, Any]


@dataclass(slots=True)
class Plan:
    kept: Pupil
    gone: Pupil
    steps: list[Step] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # what happens, in words
    against: list[tuple[str, str]] = field(default_factory=list)  # what stands against it, and what to do


@dataclass(frozen=True, slots=True)
class MergePage(OfChild):
    plan: Plan | None  # None until a UPN was given that is found


def merge_page(actor: Actor, school_id: UUID, kept_id: UUID, upn: str) -> MergePage:
    """Raises NotThere for the child who is to be kept; the other is looked for by UPN, within reach alone."""
    enrolment = child_at(actor, school_id, kept_id, Right.EDIT_PEOPLE)
    gone = child_by_upn(actor, upn)
    return MergePage(enrolment, plan_merge(actor, enrolment.pupil, gone) if gone else None)


def was_merged(submission: UUID, kept_id: UUID) -> bool:
    """Whether this very form did it already."""
    return Merge.objects.filter(submission=submission, kept_pupil=kept_id).exists()


def child_by_upn(actor: Actor, upn: str) -> Pupil | None:
    held = enrolments_for(actor, Right.EDIT_PEOPLE).filter(pupil__upn=upn.strip().upper())
    found = held.select_related("pupil").first()
    return found.pupil if found else None


def plan_merge(actor: Actor, kept: Pupil, gone: Pupil) -> Plan:
    """What it would take, from the rows as they are."""
    plan = Plan(kept, gone)
    if kept.pk == gone.pk:
        plan.against.append(("this is the same row", "give the UPN of the other row"))
        return plan
    if kept.date_of_birth and gone.date_of_birth and kept.date_of_birth != gone.date_of_birth:
        plan.against.append(("the dates of birth differ", "put them right first, if it is one child"))
    _beyond_reach(actor, plan)
    _stays(plan)
    _links(plan)
    _flags(plan)
    _others(plan)
    plan.steps.append(Step("Pupil", gone.pk, {"merged_into_id": kept.pk}))
    return plan


def schools_of(*pupils: UUID) -> list[UUID]:
    return list(Enrolment.objects.filter(pupil__in=pupils).values_list("school", flat=True).distinct())


def _beyond_reach(actor: Actor, plan: Plan) -> None:
    stays = Enrolment.objects.filter(pupil__in=(plan.kept.pk, plan.gone.pk))
    if go_beyond(actor, Right.EDIT_PEOPLE, stays):
        plan.against.append(
            (
                "one of the two is on the roll of a school whose records are not yours to change",
                "ask somebody who may change the records of both schools",
            )
        )


def _stays(plan: Plan) -> None:
    kept = list(Enrolment.objects.filter(pupil=plan.kept).select_related("school"))
    for stay in (
        Enrolment.objects.filter(pupil=plan.gone).select_related("school").order_by("first_day", "pk")
    ):
        beside = [each for each in kept if each.school_id == stay.school_id and _overlap(each, stay)]
        if not beside:
            plan.steps.append(Step("Enrolment", stay.pk, {"pupil_id": plan.kept.pk}))
            plan.said.append(f"The stay at {stay.school.name} moves, with its marks.")
        else:
            _beside(plan, stay, min(beside, key=lambda each: each.first_day))


def _overlap(one: Enrolment, other: Enrolment) -> bool:
    return one.first_day <= (other.last_day or date.max) and other.first_day <= (one.last_day or date.max)


def _beside(plan: Plan, stay: Enrolment, kept: Enrolment) -> None:
    """A stay of the row that goes, at the same school and time as one of the row that is kept."""
    marked = list(_marked_days(stay))
    clashing = [day for day in marked if day >= kept.first_day]
    where = stay.school.name
    if clashing:
        plan.against.append(
            (
                f"both rows have a stay at {where}, and the one that goes has marks on {len(clashing)} days"
                f" of it, from {_day(min(clashing))} to {_day(max(clashing))}",
                "choose the other row to be kept; or correct the registers first: give the marks to the row"
                " that is kept, and strike them out of the other",
            )
        )
        return
    if marked:
        end = kept.first_day - timedelta(days=1)
        values = {"pupil_id": plan.kept.pk, "last_day": end}
        plan.said.append(f"The stay at {where} moves with its marks, and ends on {_day(end)}.")
    else:
        # never on roll: the row keeps its stay, so that the merge can be taken back
        values = {"last_day": stay.first_day - timedelta(days=1)}
        plan.said.append(f"The second stay at {where}, which has no mark, ends before it began.")
        for pk in PlannedAbsence.objects.filter(enrolment=stay).values_list("pk", flat=True):
            plan.steps.append(Step("PlannedAbsence", pk, {"enrolment_id": kept.pk}))
    plan.steps.append(Step("Enrolment", stay.pk, values))


def _marked_days(stay: Enrolment) -> Iterator[date]:
    for year in PupilYear.objects.filter(enrolment=stay):
        for place, number in enumerate(bytes(year.marks)):
            if number != NO_MARK:
                yield first_day(year.school_year) + timedelta(days=place // 2)


def _links(plan: Plan) -> None:
    kept = {link.adult_id: link for link in Link.objects.filter(pupil=plan.kept)}
    for link in Link.objects.filter(pupil=plan.gone).select_related("adult").order_by("pk"):
        same = kept.get(link.adult_id)
        if same is None:
            plan.steps.append(Step("Link", link.pk, {"pupil_id": plan.kept.pk}))
        if link.adult.merged_into_id is not None:
            continue  # of an adult who is shown no more; it moves so that their merge can be taken back
        if same is None:
            plan.said.append(f"{link.adult.name} becomes an adult of the row that is kept.")
            continue
        for name in ANSWERS:
            ours, theirs = getattr(same, name), getattr(link, name)
            if ours is None and theirs is not None:
                plan.steps.append(Step("Link", same.pk, {name: theirs}))
            elif theirs is not None and ours != theirs:
                plan.against.append(
                    (
                        f"of {link.adult.name} the two rows say otherwise: {name.replace('_', ' ')}",
                        "put it right on one of the two pages first",
                    )
                )


def _flags(plan: Plan) -> None:
    kept: dict[str, set[bool]] = {}
    for name, holds in PupilFlag.objects.filter(pupil=plan.kept).values_list("name", "holds"):
        kept.setdefault(name, set()).add(holds)
    for flag in PupilFlag.objects.filter(pupil=plan.gone).order_by("pk"):
        said = kept.get(flag.name)
        if said is None or (flag.holds and True in said):
            plan.steps.append(Step("PupilFlag", flag.pk, {"pupil_id": plan.kept.pk}))
        elif flag.holds not in said:
            plan.against.append(
                (
                    f"one row says yes and the other no: {flag_words(flag.name)}",
                    "put it right on one of the two pages first",
                )
            )


def _others(plan: Plan) -> None:
    known = set(ExternalReference.objects.filter(pupil=plan.kept).values_list("system", "number"))
    for row in ExternalReference.objects.filter(pupil=plan.gone):
        if (row.system, row.number) not in known:
            plan.steps.append(Step("ExternalReference", row.pk, {"pupil_id": plan.kept.pk}))
    for model in (Marker, Task, Message, HomeSchoolAgreement, Reliance):
        for pk in model._default_manager.filter(pupil=plan.gone).values_list("pk", flat=True):
            plan.steps.append(Step(model.__name__, pk, {"pupil_id": plan.kept.pk}))
    plan.said.append("What was done for the child is read of both rows from then on; nothing is rewritten.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class MergesPage:
    school: School
    merges: Sequence[Merge]


def merges_page(actor: Actor, school_id: UUID) -> MergesPage:
    """The merges of a school, the newest first. Raises NotThere."""
    school = schools_for(actor, Right.EDIT_PEOPLE).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    held = Merge.objects.filter(school=school).order_by("-done_at")
    of_whom = ("kept_pupil", "gone_pupil", "kept_adult", "gone_adult")
    return MergesPage(school, list(held.select_related(*of_whom, "done_by", "undone_by")))
