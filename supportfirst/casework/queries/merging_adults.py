"""Making one of two rows of one adult: who may be meant, what would move, and what stands against it.

An adult can have children at several schools. Whoever merges must be allowed to change the records of every
child of the two who is on a roll, since each of them gets the kept row with all that is known of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import go_beyond, pupils_for
from supportfirst.casework.queries.child_edit import AdultToChange, adult_to_change
from supportfirst.casework.queries.merging import ANSWERS, Step
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    Adult,
    AdultContact,
    Enrolment,
    HomeSchoolAgreement,
    Link,
    Marker,
    MarkerKind,
    Merge,
    Message,
    School,
)

OF_ADULT = ("title", "date_of_birth", "language", "access_needs")
REMEDY = "put it right on one of the two pages first"


@dataclass(slots=True)
class AdultPlan:
    kept: Adult
    gone: Adult
    steps: list[Step] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # what happens, in words
    against: list[tuple[str, str]] = field(default_factory=list)  # what stands against it, and what to do


@dataclass(frozen=True, slots=True)
class AdultMergePage:
    of: AdultToChange
    others: Sequence[tuple[str, str]]  # ids and words of those who may be the same adult
    plan: AdultPlan | None  # None until one of them was chosen

    @property
    def enrolment(self) -> Enrolment:
        return self.of.enrolment

    @property
    def school(self) -> School:
        return self.of.enrolment.school


def adult_merge_page(
    actor: Actor, school_id: UUID, pupil_id: UUID, kept_id: UUID, gone: str
) -> AdultMergePage:
    """Raises NotThere for the adult who is to be kept; the other must be one of the choices."""
    of = adult_to_change(actor, school_id, pupil_id, kept_id)
    kept = Adult.objects.get(pk=kept_id)
    others = _others(actor, pupil_id, kept)
    plan = None
    if gone in {each for each, _ in others}:
        plan = plan_adult_merge(actor, kept, Adult.objects.get(pk=gone))
    return AdultMergePage(of, others, plan)


def was_merged_adult(submission: UUID | None, kept_id: UUID) -> bool:
    """Whether this very form did it already."""
    return submission is not None and Merge.objects.filter(submission=submission, kept_adult=kept_id).exists()


def _others(actor: Actor, pupil_id: UUID, kept: Adult) -> list[tuple[str, str]]:
    """The child's other adults, those of their brothers and sisters, and those of the same surname."""
    reached = pupils_for(actor, Right.EDIT_PEOPLE)
    siblings = Link.objects.filter(adult__links__pupil=pupil_id).values("pupil")
    links = (
        Link.objects.filter(pupil__in=reached, adult__merged_into=None)
        .filter(Q(pupil__in=siblings) | Q(adult__legal_surname__iexact=kept.legal_surname))
        .exclude(adult=kept)
        .select_related("adult", "pupil")
        .order_by("adult__legal_surname", "adult__legal_forename", "adult_id", "pupil__legal_forename", "pk")
    )
    names: dict[UUID, str] = {}
    children: dict[UUID, list[str]] = defaultdict(list)
    for link in links:
        names[link.adult_id] = link.adult.name
        children[link.adult_id].append(f"{link.relationship or 'adult'} of {link.pupil.name}")
    return [(str(pk), f"{name}: {', '.join(children[pk])}") for pk, name in names.items()]


def children_of(*adults: UUID) -> set[UUID]:
    return set(Link.objects.filter(adult__in=adults).values_list("pupil", flat=True))


def plan_adult_merge(actor: Actor, kept: Adult, gone: Adult) -> AdultPlan:
    """What it would take, from the rows as they are."""
    plan = AdultPlan(kept, gone)
    _beyond_reach(actor, plan)
    _of_adult(plan)
    _links(actor, plan)
    _contacts(actor.today, plan)
    _markers(actor.today, plan)
    for model in (Message, HomeSchoolAgreement):
        for pk in model._default_manager.filter(adult=gone).values_list("pk", flat=True):
            plan.steps.append(Step(model.__name__, pk, {"adult_id": kept.pk}))
    plan.said.append(
        "What was done with either is read as done with the row that is kept; nothing is rewritten."
    )
    plan.steps.append(Step("Adult", gone.pk, {"merged_into_id": kept.pk}))
    return plan


def _beyond_reach(actor: Actor, plan: AdultPlan) -> None:
    stays = Enrolment.objects.filter(pupil__in=children_of(plan.kept.pk, plan.gone.pk))
    if go_beyond(actor, Right.EDIT_PEOPLE, stays):
        plan.against.append(
            (
                "one of the two has a child on the roll of a school whose records are not yours to change",
                "ask somebody who may change the records of both schools",
            )
        )


def _of_adult(plan: AdultPlan) -> None:
    """Blanks of the kept row are filled; what it says already stays."""
    kept, gone = plan.kept, plan.gone
    if kept.date_of_birth and gone.date_of_birth and kept.date_of_birth != gone.date_of_birth:
        plan.against.append(("the dates of birth differ", f"{REMEDY}, if it is one adult"))
    for name in OF_ADULT:
        ours, theirs = getattr(kept, name), getattr(gone, name)
        words = name.replace("_", " ")
        if theirs and not ours:
            plan.steps.append(Step("Adult", kept.pk, {name: theirs}))
            plan.said.append(f"The {words} is taken over from the row that goes.")
        elif theirs and ours != theirs:
            plan.said.append(f"Of the {words} the two rows say otherwise; “{ours}” stays.")


def _links(actor: Actor, plan: AdultPlan) -> None:
    kept = {link.pupil_id: link for link in Link.objects.filter(adult=plan.kept)}
    named = set(pupils_for(actor, Right.EDIT_PEOPLE).values_list("pk", flat=True))
    for link in Link.objects.filter(adult=plan.gone).select_related("pupil").order_by("pk"):
        child = link.pupil.name if link.pupil_id in named else "a child who is on no roll of yours"
        same = kept.get(link.pupil_id)
        if same is None:
            plan.steps.append(Step("Link", link.pk, {"adult_id": plan.kept.pk}))
            plan.said.append(f"The row that is kept becomes an adult of {child}.")
        else:
            _both(plan, same, link, child)


def _both(plan: AdultPlan, kept: Link, gone: Link, child: str) -> None:
    """Two links to one child: the kept one says what both said, and holds on the days of both."""
    values: dict[str, Any] = {}
    for name in ANSWERS:
        ours, theirs = getattr(kept, name), getattr(gone, name)
        if ours is None and theirs is not None:
            values[name] = theirs
        elif theirs is not None and ours != theirs:
            words = name.replace("_", " ")
            plan.against.append((f"of {child} the two rows say otherwise: {words}", REMEDY))
    if gone.relationship and not kept.relationship:
        values["relationship"] = gone.relationship
    if kept.first_day is not None and (gone.first_day is None or gone.first_day < kept.first_day):
        values["first_day"] = gone.first_day
    if kept.last_day is not None and (gone.last_day is None or gone.last_day > kept.last_day):
        values["last_day"] = gone.last_day
    if values:
        plan.steps.append(Step("Link", kept.pk, values))
    # never in force: the row stays, so that the merge can be taken back
    plan.steps.append(Step("Link", gone.pk, {"last_day": _never(gone.first_day)}))
    plan.said.append(f"{child} keeps one of the two as an adult, with what both rows say.")


def _never(first_day: date | None) -> date:
    return date.min if first_day is None else first_day - timedelta(days=1)


def _contacts(today: date, plan: AdultPlan) -> None:
    """The same contact twice stays once, as it was last confirmed; every other moves."""
    kept = {
        (each.kind, each.value, each.postcode): each
        for each in AdultContact.objects.filter(adult=plan.kept, last_day=None).order_by("pk")
    }
    moved = 0
    for each in AdultContact.objects.filter(adult=plan.gone).order_by("pk"):
        same = kept.get((each.kind, each.value, each.postcode))
        if same is None or each.last_day is not None:
            plan.steps.append(Step("AdultContact", each.pk, {"adult_id": plan.kept.pk}))
            moved += 1
        elif each.confirmed_on and (same.confirmed_on is None or each.confirmed_on > same.confirmed_on):
            plan.steps.append(Step("AdultContact", same.pk, {"confirmed_on": each.confirmed_on}))
    if moved:
        plan.said.append(
            f"{moved} way{'s' if moved > 1 else ''} to reach them move{'' if moved > 1 else 's'};"
            " look afterwards which are still right."
        )


def _markers(today: date, plan: AdultPlan) -> None:
    pair = (plan.kept.pk, plan.gone.pk)
    between = Marker.objects.filter(adult__in=pair, against__in=pair, kind=MarkerKind.NO_CONTACT)
    if between.filter(in_force(today)).exists():
        plan.against.append(
            (
                "a no-contact order keeps one of the two from the other, so they are two people",
                "if the order names the wrong adult, lift it and set it right first",
            )
        )
    for row in Marker.objects.filter(adult=plan.gone).order_by("pk"):
        plan.steps.append(Step("Marker", row.pk, {"adult_id": plan.kept.pk}))
        plan.said.append(f"The marker “{row.get_kind_display()}” holds of the row that is kept.")
    for row in Marker.objects.filter(against=plan.gone).order_by("pk"):
        plan.steps.append(Step("Marker", row.pk, {"against_id": plan.kept.pk}))
        plan.said.append("A no-contact order against the row that goes is one against the row that is kept.")
