"""One list of rewards: whom a scheme would recognise for one period, and on what basis that is said.

The marks are those that stand when the page is read. The number of queries does not grow with the pupils.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may
from supportfirst.casework.bridge.absence_patterns import SETTLED, line_of
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import last_ended_day
from supportfirst.casework.bridge.markers_held import standing_on
from supportfirst.casework.bridge.reward_periods import Period, before, period_at, periods_of
from supportfirst.casework.bridge.reward_sessions import Tally, tallies
from supportfirst.casework.bridge.reward_values import RewardReading, reward_reading
from supportfirst.casework.queries.reward_basis import basis_of, numbers_of
from supportfirst.casework.queries.reward_children import RewardChild, children_of
from supportfirst.casework.queries.reward_counts import Judged, Standing, Target, Told, judged, of_group
from supportfirst.casework.queries.reward_schemes import in_its_days, scheme_at
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import (
    Enrolment,
    Marker,
    MarkerKind,
    PupilFlag,
    PupilTarget,
    RewardGiven,
    RewardMeasure,
    RewardScheme,
    RewardScope,
    School,
)

IMPROVED = frozenset({RewardMeasure.MOST_IMPROVED, RewardMeasure.OWN_IMPROVEMENT})
CARE = {MarkerKind.DECEASED: "has died", MarkerKind.BEREAVED: "bereaved: take care"}


@dataclass(frozen=True, slots=True)
class Row:
    """A child, or with `pupil` None a group."""

    pupil: UUID | None
    name: str
    group: str
    why: str
    care: str = ""  # a marker, in words: nobody is congratulated blindly
    given: UUID | None = None  # the batch in which it was given for this period
    target: str = ""  # why the child has a target of their own: for whoever gives certificates alone
    left: date | None = None  # the last day of a child who is not on roll today


@dataclass(slots=True)
class RewardList:
    school: School
    scheme: RewardScheme
    period: Period
    earlier: Period | None  # that it is compared with
    counted_to: date
    reading: RewardReading
    pack: str
    may_give: bool
    basis: Sequence[str] = ()
    numbers: Sequence[str] = ()  # of children behind its sentences; empty for whoever may not give
    parts: Mapping[Standing, list[Row]] = field(default_factory=lambda: {each: [] for each in Standing})
    care: list[Row] = field(default_factory=list)  # would be listed; shown for care, and not chosen
    number: int = 0  # of children, or of groups, that were looked at

    @property
    def is_over(self) -> bool:
        return self.counted_to >= self.period.last

    @property
    def not_yet(self) -> str:
        """Why no certificate can be given: a child may miss a session yet. "" once the period is over."""
        if self.is_over:
            return ""
        words, last = self.period.words, show_day(self.period.last)
        return (
            f"{words[0].upper()}{words[1:]} is not over: it ends on {last}. Certificates can be given once "
            "that school day has ended; until then, this list shows how it stands."
        )

    @property
    def may_be_given(self) -> Mapping[UUID, Row]:
        """The children whom a person may choose. Of whom nobody can tell, none is."""
        offered = (Standing.LISTED, Standing.TO_DECIDE, Standing.NOT_COMPARED)
        rows = [row for each in offered for row in self.parts[each]] + self.care
        return {row.pupil: row for row in rows if row.pupil is not None and row.given is None}

    @property
    def gives_now(self) -> bool:
        """A certificate can be given at once: by who asks, for a period that is over, to somebody."""
        return self.may_give and self.is_over and bool(self.may_be_given)

    @property
    def named(self) -> set[UUID]:
        """Every child whom the page names. Who has a marker is told to whoever gives certificates alone."""
        hidden = {Standing.NOT_LISTED, *(() if self.may_give else (Standing.NOT_COMPARED,))}
        shown = [row for part, rows in self.parts.items() if part not in hidden for row in rows]
        return {row.pupil for row in [*shown, *self.care] if row.pupil is not None}


def reward_list(actor: Actor, school_id: UUID, scheme_id: UUID, day: date) -> RewardList:
    """For the period of a day, so far as its days have ended. Raises NotThere."""
    scheme = scheme_at(actor, school_id, scheme_id)
    school, pack = scheme.school, pack_of(scheme.school, day)
    periods = periods_of(school, pack, scheme.interval, day)
    period = period_at(periods, day)
    ended = last_ended_day(school, actor.at)
    if period is None or period.first > ended or not in_its_days(scheme, period):
        raise NotThere
    to = min(period.last, ended)
    page = RewardList(
        school,
        scheme,
        period,
        before(periods, period) if scheme.measure in IMPROVED else None,
        to,
        reward_reading(pack, to),
        pack.id,
        may(actor, Right.GIVE_REWARDS, school),
    )
    children = children_of(actor, scheme, period.first, to)
    told = _told(page, pack, children)
    settled = line_of(pack, SETTLED, to)
    if scheme.scope == RewardScope.INDIVIDUAL:
        marked = {each.pupil_id for each in children if told[each.pupil_id].spared}
        given = _given(page)
        rows = [(each, judged(scheme.measure, told[each.pupil_id], settled)) for each in children]
        _fill(page, rows, told, care_of(actor, [each.pupil_id for each in children]), given)
    else:
        marked = {each.pupil_id for each in children if told[each.pupil_id].spared}
        _fill_groups(page, children, told)
    own = sum(each.target is not None and each.target.own for each in told.values())
    page.basis = basis_of(page, pack, actor.at)
    if page.may_give:
        page.numbers = numbers_of(page, marked=len(marked), own_targets=own)
    return page


def _told(page: RewardList, pack: Pack, children: Sequence[RewardChild]) -> Mapping[UUID, Told]:
    scheme, pupils = page.scheme, {each.pupil_id for each in children}
    stays = [
        each
        for each in Enrolment.objects.filter(school=page.school).order_by("first_day", "pk")
        if each.pupil_id in pupils
    ]
    spans = [(page.period.first, page.counted_to)]
    if page.earlier is not None:
        spans.append((page.earlier.first, page.earlier.last))
    counted = [tallies(page.school, pack, first, last, scheme.leaves_out, stays) for first, last in spans]
    marked = _marked(page, pupils) if scheme.spares_marked else frozenset()
    targets = _targets(page) if scheme.measure == RewardMeasure.TARGET_REACHED else {}
    whole = page.school.attendance_target
    of_school = None if whole is None else Target(Fraction(whole), own=False)
    return {
        pupil: Told(
            counted[0].get(pupil, Tally()),
            counted[1].get(pupil, Tally()) if len(counted) > 1 else None,
            targets.get(pupil, of_school),
            spared=pupil in marked,
        )
        for pupil in pupils
    }


def _marked(page: RewardList, pupils: Iterable[UUID]) -> frozenset[UUID]:
    """Who had a marker of the pack's on a day of the period."""
    held = PupilFlag.objects.filter(
        pupil__enrolments__school=page.school, name__in=page.reading.markers, holds=True
    ).exclude(first_day__gt=page.counted_to)
    held = held.exclude(last_day__lt=page.period.first)
    return frozenset(held.values_list("pupil_id", flat=True)) & frozenset(pupils)


def _targets(page: RewardList) -> Mapping[UUID, Target]:
    """Own targets on the last day that is counted; none where the pack does not know them."""
    if not page.reading.own_targets:
        return {}
    held = PupilTarget.objects.filter(in_force(page.counted_to), school=page.school).order_by("set_at")
    return {each.pupil_id: Target(Fraction(each.percent), own=True, reason=each.reason) for each in held}


def care_of(actor: Actor, pupils: Sequence[UUID]) -> Mapping[UUID, str]:
    """By child, what whoever congratulates must know; that a child has died before all else."""
    held = Marker.objects.filter(standing_on(actor.today), kind__in=CARE, pupil__in=pupils)
    found: dict[UUID, str] = {}
    for pupil, kind in held.order_by("kind").values_list("pupil_id", "kind"):
        assert pupil is not None, "the rows were asked for by pupil"
        found[pupil] = CARE[MarkerKind(kind)]
    return found


def _given(page: RewardList) -> Mapping[UUID, UUID]:
    held = RewardGiven.objects.filter(batch__scheme=page.scheme, batch__first_day=page.period.first)
    return dict(held.values_list("pupil_id", "batch_id"))


def _fill(
    page: RewardList,
    rows: Iterable[tuple[RewardChild, Judged]],
    told: Mapping[UUID, Told],
    care: Mapping[UUID, str],
    given: Mapping[UUID, UUID],
) -> None:
    judgements = list(rows)
    page.number = len(judgements)
    if page.scheme.measure == RewardMeasure.MOST_IMPROVED:
        judgements = _only_most(judgements, page.scheme.most_named)
    for child, found in judgements:
        target = told[child.pupil_id].target
        row = Row(
            child.pupil_id,
            child.name,
            child.group,
            found.why,
            care.get(child.pupil_id, ""),
            given.get(child.pupil_id),
            target.reason if target is not None and page.may_give else "",
            child.left,
        )
        if row.care and found.standing in (Standing.LISTED, Standing.TO_DECIDE):
            page.care.append(row)
        elif row.care == CARE[MarkerKind.DECEASED]:
            page.parts[Standing.NOT_LISTED].append(row)  # nobody is to settle a mark of theirs
        else:
            page.parts[found.standing].append(row)


def _only_most(rows: list[tuple[RewardChild, Judged]], most: int) -> list[tuple[RewardChild, Judged]]:
    """The best first; those at the last place that is named stand on it together."""
    ranked = sorted(rows, key=lambda each: -each[1].rank)
    listed = [each for each in ranked if each[1].standing == Standing.LISTED]
    last = listed[min(most, len(listed)) - 1][1].rank if listed else Fraction(0)
    below = Standing.NOT_LISTED
    return [
        (child, Judged(below, found.why, found.rank))
        if found.standing == Standing.LISTED and found.rank < last
        else (child, found)
        for child, found in ranked
    ]


def _fill_groups(page: RewardList, children: Sequence[RewardChild], told: Mapping[UUID, Told]) -> None:
    """Sums of classes, year groups or the school; children who are not compared are in none of them."""
    sums: dict[str, list[Tally]] = {}
    for child in children:
        of_child = told[child.pupil_id]
        if of_child.spared:
            continue
        held = sums.setdefault(_group_of(page.scheme, child), [Tally(), Tally()])
        held[0], held[1] = held[0] + of_child.now, held[1] + (of_child.before or Tally())
    page.number = len(sums)
    whole = page.school.attendance_target
    target = None if whole is None else Target(Fraction(whole), own=False)
    settled = line_of(pack_of(page.school, page.counted_to), SETTLED, page.counted_to)
    found = [
        (
            name,
            judged(
                page.scheme.measure, Told(of_group(now), earlier if page.earlier else None, target), settled
            ),
        )
        for name, (now, earlier) in sums.items()
    ]
    for name, each in sorted(found, key=lambda one: (-one[1].rank, one[0])):
        page.parts[each.standing].append(Row(None, name, "", each.why))


def _group_of(scheme: RewardScheme, child: RewardChild) -> str:
    if scheme.scope == RewardScope.CLASS:
        return child.group or "no class"
    if scheme.scope == RewardScope.YEAR:
        return f"Year {child.year_group}" if child.year_group else "no year group"
    return "The whole school"
