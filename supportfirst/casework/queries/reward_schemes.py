"""The reward schemes of a school, what each recognises, and the periods for which it makes a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, schools_for
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import last_ended_day
from supportfirst.casework.bridge.reward_periods import Period, periods_of
from supportfirst.casework.bridge.reward_values import (
    RewardReading,
    absence_codes,
    code_words,
    reward_reading,
)
from supportfirst.casework.store.models import (
    Enrolment,
    RewardBatch,
    RewardInterval,
    RewardMeasure,
    RewardScheme,
    RewardScope,
    School,
)

INTERVALS, MEASURES, SCOPES = RewardInterval.choices, RewardMeasure.choices, RewardScope.choices

MOST_PERIODS = 12  # shown of a scheme, the newest first
MOST_BATCHES = 50


@dataclass(frozen=True, slots=True)
class SchemeShown:
    scheme: RewardScheme
    type: str
    years: str
    cost: str
    left_out: Sequence[str]  # in words
    measure: str
    interval: str
    scope: str
    ended: bool


@dataclass(frozen=True, slots=True)
class RewardsPage:
    school: School
    schemes: Sequence[SchemeShown]
    ended: Sequence[SchemeShown]
    batches: Sequence[RewardBatch]  # newest first, each with `children`
    may_set_up: bool


@dataclass(frozen=True, slots=True)
class SchemePage:
    school: School
    shown: SchemeShown
    periods: Sequence[Period]  # begun, newest first
    has_calendar: bool
    batches: Sequence[RewardBatch]
    may_set_up: bool


@dataclass(frozen=True, slots=True)
class NewScheme:
    """What the form of a new scheme offers, and what the pack has chosen beforehand."""

    school: School
    reading: RewardReading
    codes: Mapping[str, str]
    years: Sequence[str]  # the year groups on roll


def school_of(actor: Actor, school_id: UUID, right: Right = Right.SEE_WORKLIST) -> School:
    """Raises NotThere for a school whose lists are not the actor's to see."""
    found = schools_for(actor, right).filter(pk=school_id).select_related("authority").first()
    if found is None or not may(actor, Right.SEE_PUPIL, found):
        raise NotThere
    return found


def scheme_at(actor: Actor, school_id: UUID, scheme_id: UUID) -> RewardScheme:
    """Raises NotThere."""
    school = school_of(actor, school_id)
    found = RewardScheme.objects.filter(pk=scheme_id, school=school).select_related("made_by", "ended_by")
    scheme = found.first()
    if scheme is None:
        raise NotThere
    scheme.school = school
    return scheme


def rewards_page(actor: Actor, school_id: UUID) -> RewardsPage:
    school = school_of(actor, school_id)
    held = RewardScheme.objects.filter(school=school).select_related("made_by", "ended_by")
    pack = pack_of(school, actor.today)
    rows = [_shown(pack, actor.today, each) for each in held.order_by("title", "pk")]
    return RewardsPage(
        school,
        [each for each in rows if not each.ended],
        [each for each in rows if each.ended],
        _batches(RewardBatch.objects.filter(scheme__school=school)),
        may(actor, Right.SET_REWARDS, school),
    )


def scheme_page(actor: Actor, school_id: UUID, scheme_id: UUID) -> SchemePage:
    scheme = scheme_at(actor, school_id, scheme_id)
    school = scheme.school
    pack = pack_of(school, actor.today)
    periods = periods_of(school, pack, scheme.interval, actor.today)
    ended = last_ended_day(school, actor.at)
    begun = [each for each in periods if each.first <= ended and in_its_days(scheme, each)]
    return SchemePage(
        school,
        _shown(pack, actor.today, scheme),
        begun[::-1][:MOST_PERIODS],
        bool(periods),
        _batches(RewardBatch.objects.filter(scheme=scheme)),
        may(actor, Right.SET_REWARDS, school),
    )


def in_its_days(scheme: RewardScheme, period: Period) -> bool:
    """Whether a scheme makes a list of a period: one that it reaches into, and that began before it ended."""
    return period.last >= scheme.first_day and (scheme.last_day is None or period.first <= scheme.last_day)


def new_scheme(actor: Actor, school_id: UUID) -> NewScheme:
    """Raises NotThere where the schemes are not the actor's to set up."""
    school = school_of(actor, school_id, Right.SET_REWARDS)
    pack, today = pack_of(school, actor.today), actor.today
    years = Enrolment.objects.filter(school=school, last_day=None).exclude(year_group="")
    found = years.order_by().values_list("year_group", flat=True).distinct()
    return NewScheme(
        school,
        reward_reading(pack, today),
        absence_codes(pack, today),
        sorted(found, key=lambda each: (each.isdecimal(), int(each) if each.isdecimal() else 0, each)),
    )


def _shown(pack: Pack, day: date, scheme: RewardScheme) -> SchemeShown:
    types = reward_reading(pack, day).types
    return SchemeShown(
        scheme,
        types.get(scheme.type, scheme.type),
        ", ".join(f"year {each}" for each in scheme.year_groups) or "all year groups",
        f"£{scheme.cost:,.2f} each time" if scheme.cost else "nothing",
        [code_words(pack, each, day) for each in scheme.leaves_out],
        scheme.get_measure_display(),
        scheme.get_interval_display(),
        scheme.get_scope_display(),
        scheme.last_day is not None and scheme.last_day < day,
    )


def _batches(held: QuerySet[RewardBatch]) -> Sequence[RewardBatch]:
    rows = held.select_related("scheme", "made_by").annotate(children=Count("given"))
    return list(rows.order_by("-made_at")[:MOST_BATCHES])
