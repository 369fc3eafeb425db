"""A school's attendance in numbers without names, for governors and analysts, beside the year before.

This year's are sums of the stored results. The year before is counted to the same day, of the pupils who were
on roll on it; its groups are those of that day, and are kept back by the same rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.class_places import groups_on
from supportfirst.casework.bridge.year_sums import sums_to
from supportfirst.casework.queries.figures import Counted, Figures, Parts, cut_up
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Assessed, ClassGroup, Enrolment, PupilFlag, School

NOT_KNOWN = "not known"  # the year group of a child of whom no class of that year is kept


@dataclass(frozen=True, slots=True)
class Beside:
    """One group this year and the year before; `before` is None where there was no such group."""

    now: Figures
    before: Figures | None

    @property
    def change(self) -> str:
        """How the share of sessions attended has moved, in percentage points of what both rows show."""
        if self.before is None or self.before.hidden or self.now.hidden:
            return ""
        if not (self.now.possible and self.before.possible):
            return ""
        moved = (
            100 * self.now.attended / self.now.possible - 100 * self.before.attended / self.before.possible
        )
        return (
            f"{moved:+.1f}".replace("-", "\N{MINUS SIGN}") if f"{moved:.1f}" not in ("0.0", "-0.0") else "0.0"
        )


@dataclass(slots=True)
class Numbers:
    school: School
    whole: Figures
    parts: Sequence[Parts]
    on: date | None = None  # the oldest of the days for which the results stand
    fewest: int = 0
    before_on: date | None = None  # the same day of the year before; None where nothing is known of it
    beside: Sequence[tuple[str, Sequence[Beside]]] = field(default_factory=list)

    @property
    def whole_rows(self) -> Sequence[Figures]:
        return [self.whole]


def numbers(actor: Actor, school_id: UUID) -> Numbers:
    """Raises NotThere for a school whose numbers are not the actor's to see."""
    school = schools_for(actor, Right.SEE_NUMBERS).select_related("authority").filter(pk=school_id).first()
    if school is None:
        raise NotThere
    fewest: int = settings.SMALLEST_GROUP
    here = Enrolment.objects.filter(in_force(actor.today), school=school)
    rows = list(
        Assessed.objects.filter(enrolment__in=here.values("pk")).select_related("enrolment").defer("reasons")
    )
    children = [_counted(row) for row in rows]
    whole, parts = cut_up(children, _flagged(school, children, actor.today), fewest)
    page = Numbers(school, whole, parts, on=min((row.on for row in rows), default=None), fewest=fewest)
    if page.on is not None:
        _add_year_before(page, a_year_before(page.on))
    return page


def a_year_before(day: date) -> date:
    """The same day of the year before; of 29 February the day before it."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year - 1)


def _add_year_before(page: Numbers, day: date) -> None:
    children = _children_on(page.school, day)
    if not any(child.possible for child in children):
        return
    whole, parts = cut_up(children, _flagged(page.school, children, day), page.fewest)
    before = {part.title: {each.words: each for each in part.rows} for part in parts}
    page.before_on = day
    page.beside = [
        ("The whole school", [Beside(page.whole, whole)]),
        *(
            (part.title, [Beside(each, before.get(part.title, {}).get(each.words)) for each in part.rows])
            for part in page.parts
        ),
    ]


def _children_on(school: School, day: date) -> Sequence[Counted]:
    """Those on roll on a day, each with the sessions of all their stays here in that year up to it."""
    on_roll = dict(
        Enrolment.objects.filter(in_force(day), school=school).values_list("pk", "pupil_id").order_by("pk")
    )
    stays = dict(
        Enrolment.objects.filter(school=school, pupil__in=on_roll.values()).values_list("pk", "pupil_id")
    )
    sums: Mapping[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
    for stay, found in sums_to(school, day, stays).items():
        for place, number in enumerate(found):
            sums[stays[stay]][place] += number
    years = _year_groups_on(school, on_roll, day)
    return [
        Counted(pupil, years.get(stay, NOT_KNOWN), sums[pupil][0], sums[pupil][1], sums[pupil][2])
        for stay, pupil in on_roll.items()
    ]


def _year_groups_on(school: School, stays: Collection[int], day: date) -> Mapping[int, str]:
    """By the class of that day: a stay's own year group is today's, and so may be the only class it has."""
    of_year = ClassGroup.objects.filter(school=school, school_year=first_day_of_year(day).year)
    groups = dict(of_year.values_list("pk", "year_group"))
    return {stay: groups[group] for stay, group in groups_on(stays, day).items() if group in groups}


def _counted(row: Assessed) -> Counted:
    measures: Mapping[str, object] = row.document.get("measures", {})
    return Counted(
        row.enrolment.pupil_id,
        row.enrolment.year_group,
        row.sessions_possible,
        row.sessions_attended,
        row.sessions_unauthorised,
        persistent=measures.get("persistently_absent") is True,
        severe=measures.get("severely_absent") is True,
    )


def _flagged(school: School, children: Sequence[Counted], day: date) -> Mapping[str, Collection[UUID]]:
    """By the name of each flag that the school speaks of, those of whom it holds on a day."""
    flags: dict[str, set[UUID]] = {}
    pupils = [child.pupil for child in children]
    held = PupilFlag.objects.filter(pupil__enrolments__school=school, pupil__in=pupils, holds=True)
    for pupil, name, first, last in held.values_list("pupil_id", "name", "first_day", "last_day"):
        if (first is None or first <= day) and (last is None or last >= day):
            flags.setdefault(name, set()).add(pupil)
    return flags
