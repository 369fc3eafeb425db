"""The schools that somebody administers, what each still lacks, and what there is to choose for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.scope import places_administered
from supportfirst.casework.bridge.packs_known import packs_known
from supportfirst.casework.bridge.school_days import HALVES, times_missing
from supportfirst.casework.store.models import (
    Authority,
    CalendarSpan,
    ClassGroup,
    Enrolment,
    School,
    SpanKind,
    Trust,
)


@dataclass(frozen=True, slots=True)
class SchoolLine:
    id: UUID
    name: str
    of: str  # its authority, and its trust where it has one
    lacks: Sequence[str]  # before a register of it can be taken


@dataclass(frozen=True, slots=True)
class SchoolsPage:
    schools: Sequence[SchoolLine]
    may_add: bool
    may_add_trust: bool


@dataclass(frozen=True, slots=True)
class SchoolChoices:
    """What the form of a new school offers; each an id or name, and its words."""

    authorities: Sequence[tuple[str, str]]
    trusts: Sequence[tuple[str, str]]
    packs: Sequence[tuple[str, str]]
    may_add: bool
    needs_trust: bool  # of whoever administers trusts alone


def schools_page(actor: Actor) -> SchoolsPage:
    """Raises NotThere for whoever administers nothing."""
    places = places_administered(actor)
    _check(actor)
    of_school = {"school": OuterRef("pk")}
    schools = (
        School.objects.filter(places.as_query())
        .select_related("authority", "trust")
        .annotate(
            has_terms=Exists(CalendarSpan.objects.filter(kind=SpanKind.TERM, **of_school)),
            has_classes=Exists(ClassGroup.objects.filter(**of_school)),
            has_pupils=Exists(Enrolment.objects.filter(**of_school)),
        )
        .order_by("name", "pk")
    )
    return SchoolsPage(
        [_line(school) for school in schools],
        may_add=bool(places.authorities or places.trusts),
        may_add_trust=bool(places.authorities),
    )


def school_choices(actor: Actor) -> SchoolChoices:
    """Of an authority's administrator: that authority, any trust. Of a trust's: that trust, any authority."""
    places = places_administered(actor)
    _check(actor)
    authorities, trusts = Authority.objects.order_by("name"), Trust.objects.order_by("name")
    if not places.trusts:
        authorities = authorities.filter(pk__in=places.authorities)
    if not places.authorities:
        trusts = trusts.filter(pk__in=places.trusts)
    return SchoolChoices(
        [(str(each.pk), each.name) for each in authorities],
        [(str(each.pk), each.name) for each in trusts],
        [(each.name, each.title) for each in packs_known()],
        may_add=bool(places.authorities or places.trusts),
        needs_trust=not places.authorities,
    )


def pack_of_authority(actor: Actor) -> str:
    """The pack to begin with: that of the one authority that somebody administers; else none."""
    places = places_administered(actor)
    held = list(Authority.objects.filter(pk__in=places.authorities).values_list("pack", flat=True)[:2])
    return held[0] if len(held) == 1 else ""


def _check(actor: Actor) -> None:
    places = places_administered(actor)
    if not (places.schools or places.authorities or places.trusts):
        raise NotThere


def _line(school: School) -> SchoolLine:
    times = any(times_missing(school, half) for half in HALVES)
    told = {
        "the times of the day": not times,
        "terms": school.has_terms,  # type: ignore[attr-defined]  # annotated
        "classes": school.has_classes,  # type: ignore[attr-defined]
        "pupils": school.has_pupils,  # type: ignore[attr-defined]
    }
    of = school.authority.name if school.trust is None else f"{school.authority.name}, {school.trust.name}"
    return SchoolLine(school.pk, school.name, of, [what for what, is_there in told.items() if not is_there])
