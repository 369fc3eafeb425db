"""A batch of certificates that was given: whose, by whom, when, on what basis; and what each paper says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.leavers import left_for
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import enrolments_for, may
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.reward_values import reward_reading
from supportfirst.casework.queries.reward_list import care_of
from supportfirst.casework.queries.reward_schemes import school_of
from supportfirst.casework.store.models import (
    Enrolment,
    Reliance,
    RewardBatch,
    RewardGiven,
    School,
    Standing,
)

RECOGNITION = "recognition"  # of `queries.reliance_kinds`


@dataclass(frozen=True, slots=True)
class Given:
    pupil: UUID
    name: str
    group: str
    care: str  # a marker, in words
    thing: str  # the certificate's own id, under which it relied on marks
    blocked: str  # why it is not to be printed now; "" where it may be


@dataclass(frozen=True, slots=True)
class BatchPage:
    school: School
    batch: RewardBatch
    given: Sequence[Given]  # those whom the reader may see, by class and name
    title: str  # of the certificates
    words: str
    out_of_reach: int  # children whom the reader does not see
    may_print: bool

    @property
    def to_print(self) -> Sequence[Given]:
        """Without those shown for care, who have papers of their own, and those that are blocked."""
        return [each for each in self.given if not each.care and not each.blocked]

    @property
    def for_care(self) -> Sequence[Given]:
        return [each for each in self.given if each.care]

    @property
    def blocked(self) -> Sequence[Given]:
        """Whose marks were changed since, and of whom somebody has still to decide or has decided against."""
        return [each for each in self.given if each.blocked]

    def content(self, pupils: Collection[UUID]) -> Mapping[str, Any]:
        """Everything on the papers of some children, as plain JSON: the same rows give the same."""
        batch = self.batch
        return {
            "school": self.school.name,
            "colour": self.school.colour or None,
            "title": self.title,
            "scheme": batch.scheme.title,
            "words": self.words,
            "assembly": show_day(batch.assembly_on),
            "children": [each.name for each in self.given if each.pupil in pupils],
        }


def batch_page(actor: Actor, school_id: UUID, batch_id: UUID) -> BatchPage:
    """Raises NotThere."""
    school = school_of(actor, school_id)
    found = RewardBatch.objects.filter(pk=batch_id, scheme__school=school)
    batch = found.select_related("scheme", "made_by").first()
    if batch is None:
        raise NotThere
    reading = reward_reading(loaded(batch.pack), batch.last_day)
    chosen = dict(RewardGiven.objects.filter(batch=batch).values_list("pupil_id", "pk"))
    stays = [  # of a child who left the last; the stay of today, where there is one, stands for the child
        each
        for reach in (left_for(actor, Right.SEE_PUPIL), enrolments_for(actor, Right.SEE_PUPIL))
        for each in reach.filter(school=school, pupil__in=chosen)
        .select_related("pupil", "group")
        .order_by("first_day", "pk")
    ]
    children = {each.pupil_id: each for each in stays}
    care, standing = care_of(actor, list(children)), _standing(map(str, chosen.values()))
    measure = batch.scheme.measure
    return BatchPage(
        school,
        batch,
        sorted(
            (
                _given(each, care.get(pupil, ""), str(chosen[pupil]), standing)
                for pupil, each in children.items()
            ),
            key=lambda each: (each.group, each.name, str(each.pupil)),
        ),
        reading.titles.get(measure, batch.scheme.title),
        reading.words.get(measure, "").format(
            first=_unbroken(batch.first_day), last=_unbroken(batch.last_day)
        ),
        len(chosen) - len(children),
        may(actor, Right.GIVE_REWARDS, school),
    )


def _unbroken(day: date) -> str:
    """A day that no line breaks in two."""
    return show_day(day).replace(" ", "\N{NO-BREAK SPACE}")


def _standing(things: Iterable[str]) -> Mapping[str, str]:
    """By certificate, how those stand whose marks were changed since, in words."""
    held = Reliance.objects.filter(kind=RECOGNITION, thing__in=list(things))
    changed = held.exclude(standing=Standing.STANDS).values_list("thing", "standing")
    return {thing: Standing(standing).label.lower() for thing, standing in changed}


def _given(enrolment: Enrolment, care: str, thing: str, standing: Mapping[str, str]) -> Given:
    group = enrolment.group.name if enrolment.group else ""
    pupil = enrolment.pupil
    return Given(pupil.pk, pupil.name, group, care, thing, standing.get(thing, ""))
