"""A school's attendance in numbers without names, for governors and analysts.

Every figure is a sum of counted sessions of the stored results; a percentage is made of two sums and never
of other percentages. A group of few pupils shows none. Where one group of several is kept back, so are as
many others as it takes that nobody can work it out from the whole and the rest. In a group that is shown, a
few who are persistently or severely absent are kept back in the same way, and so are a few who are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import in_force, schools_for
from supportfirst.casework.store.models import Assessed, Enrolment, PupilFlag, School

COUNTS = ("persistent", "severe")
FLAG_WORDS = {"fsm": "Free school meals"}


@dataclass(slots=True)
class Figures:
    """Sums over some pupils. `hidden`: too few to be shown, or what would give others away."""

    words: str
    pupils: int = 0
    possible: int = 0
    attended: int = 0
    unauthorised: int = 0
    persistent: int = 0
    severe: int = 0
    hidden: bool = False
    persistent_hidden: bool = False  # of a group that is shown: this count alone is kept back
    severe_hidden: bool = False

    @property
    def authorised(self) -> int:
        return self.possible - self.attended - self.unauthorised

    def add(self, row: Assessed) -> None:
        measures: Mapping[str, object] = row.document.get("measures", {})
        self.pupils += 1
        self.possible += row.sessions_possible
        self.attended += row.sessions_attended
        self.unauthorised += row.sessions_unauthorised
        self.persistent += measures.get("persistently_absent") is True
        self.severe += measures.get("severely_absent") is True

    def percent(self, part: int) -> str:
        return f"{100 * part / self.possible:.1f}%" if self.possible else "–"

    @property
    def attendance(self) -> str:
        return self.percent(self.attended)

    @property
    def authorised_share(self) -> str:
        return self.percent(self.authorised)

    @property
    def unauthorised_share(self) -> str:
        return self.percent(self.unauthorised)


@dataclass(frozen=True, slots=True)
class Parts:
    """The whole cut one way: its parts have every pupil once."""

    title: str
    rows: Sequence[Figures]


@dataclass(slots=True)
class Numbers:
    school: School
    whole: Figures
    parts: list[Parts] = field(default_factory=list)
    on: date | None = None  # the oldest of the days for which the results stand
    fewest: int = 0

    @property
    def whole_rows(self) -> Sequence[Figures]:
        return [self.whole]


def numbers(actor: Actor, school_id: UUID) -> Numbers:
    """Raises NotThere for a school whose numbers are not the actor's to see."""
    school = schools_for(actor, Right.SEE_NUMBERS).filter(pk=school_id).first()
    if school is None:
        raise NotThere
    fewest: int = settings.SMALLEST_GROUP
    here = Enrolment.objects.filter(in_force(actor.today), school=school)
    rows = list(
        Assessed.objects.filter(enrolment__in=here.values("pk")).select_related("enrolment").defer("reasons")
    )
    whole = _sum("Whole school", rows)
    whole.hidden = 0 < whole.pupils < fewest
    keep_counts_back(whole, (), fewest)
    result = Numbers(school, whole, on=min((row.on for row in rows), default=None), fewest=fewest)
    years: dict[str, list[Assessed]] = {}
    for row in rows:
        years.setdefault(row.enrolment.year_group, []).append(row)
    by_year = [
        _sum(f"Year {year}" if year else "No year group", years[year]) for year in sorted(years, key=_place)
    ]
    result.parts.append(_kept_back("By year group", by_year, whole, fewest))
    result.parts += [_kept_back(*each, whole, fewest) for each in _by_flags(school, rows, actor.today)]
    return result


def keep_back(groups: Sequence[Figures], fewest: int) -> None:
    """Hide small groups, and then the smallest others, until what is hidden can't be worked out.

    Whoever takes the groups that are shown from the whole learns the sum of those that are hidden: that sum
    must be of more than one group, and of no fewer pupils than a group may have.
    """
    there = sorted((each for each in groups if each.pupils), key=lambda each: each.pupils)
    for each in there:
        each.hidden = each.pupils < fewest
    hidden = [each for each in there if each.hidden]
    shown = [each for each in there if not each.hidden]
    while hidden and shown and (len(hidden) < 2 or sum(each.pupils for each in hidden) < fewest):
        nearest = shown.pop(0)
        nearest.hidden = True
        hidden.append(nearest)


def keep_counts_back(whole: Figures, groups: Sequence[Figures], fewest: int) -> None:
    """Hide small counts within groups that are shown, and then others, until they can't be worked out.

    Whoever takes the counts that are shown from the whole's learns the sum of those that are hidden: it must
    be of more than one group, and no small count itself. Where the whole's is hidden, so are all.
    """
    for name in COUNTS:
        hide = f"{name}_hidden"
        for each in (whole, *groups):
            if getattr(whole, hide) or _tells([each], name, fewest):
                setattr(each, hide, True)
        there = [each for each in groups if each.pupils]
        hidden = [each for each in there if each.hidden or getattr(each, hide)]
        shown = sorted((each for each in there if each not in hidden), key=lambda each: each.pupils)
        while hidden and shown and (len(hidden) < 2 or _tells(hidden, name, fewest)):
            nearest = shown.pop(0)
            setattr(nearest, hide, True)
            hidden.append(nearest)


def _tells(groups: Iterable[Figures], name: str, fewest: int) -> bool:
    """Whether so few are counted, or all but so few, that it could be seen who they are."""
    held: list[tuple[int, int]] = [(each.pupils, getattr(each, name)) for each in groups]
    pupils, count = sum(of for of, _ in held), sum(number for _, number in held)
    return 0 < count < fewest or 0 < count < pupils < count + fewest


def _kept_back(title: str, groups: Sequence[Figures], whole: Figures, fewest: int) -> Parts:
    keep_back(groups, fewest)
    for each in groups:
        each.hidden = each.hidden or whole.hidden
    keep_counts_back(whole, groups, fewest)
    return Parts(title, [each for each in groups if each.pupils])


def _by_flags(
    school: School, rows: Sequence[Assessed], today: date
) -> Iterable[tuple[str, Sequence[Figures]]]:
    """For each flag that the school speaks of: those of whom it holds today, and all others."""
    flags: dict[str, set[UUID]] = {}
    pupils = [row.enrolment.pupil_id for row in rows]
    held = PupilFlag.objects.filter(pupil__enrolments__school=school, pupil__in=pupils, holds=True)
    for pupil, name, first, last in held.values_list("pupil_id", "name", "first_day", "last_day"):
        if (first is None or first <= today) and (last is None or last >= today):
            flags.setdefault(name, set()).add(pupil)
    for name in sorted(flags):
        words = FLAG_WORDS.get(name, name.replace("_", " ").capitalize())
        of = [row for row in rows if row.enrolment.pupil_id in flags[name]]
        others = [row for row in rows if row.enrolment.pupil_id not in flags[name]]
        yield words, [_sum(words, of), _sum("All others", others)]


def _sum(words: str, rows: Iterable[Assessed]) -> Figures:
    figures = Figures(words)
    for row in rows:
        figures.add(row)
    return figures


def _place(year_group: str) -> tuple[bool, int, str]:
    return not year_group.isdigit(), int(year_group) if year_group.isdigit() else 0, year_group
