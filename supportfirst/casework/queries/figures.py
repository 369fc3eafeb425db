"""Sums over groups of pupils, and which of them are too small to be shown.

Every figure is a sum of counted sessions; a percentage is made of two sums and never of other percentages. A
group of few pupils shows none. Where one group of several is kept back, so are as many others as it takes
that nobody can work it out from the whole and the rest. In a group that is shown, a few who are persistently
or severely absent are kept back in the same way, and so are a few who are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from supportfirst.attendance.vocabulary.percentages import exact_percentage

COUNTS = ("persistent", "severe")
FLAG_WORDS = {"fsm": "Free school meals"}
WHOLE = "Whole school"


@dataclass(frozen=True, slots=True)
class Counted:
    """One pupil's sessions."""

    pupil: UUID
    year_group: str
    possible: int
    attended: int
    unauthorised: int
    persistent: bool = False
    severe: bool = False


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

    def add(self, child: Counted) -> None:
        self.pupils += 1
        self.possible += child.possible
        self.attended += child.attended
        self.unauthorised += child.unauthorised
        self.persistent += child.persistent
        self.severe += child.severe

    def percent(self, part: int) -> str:
        return exact_percentage(part, self.possible) if self.possible else "–"

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


def cut_up(
    children: Sequence[Counted], flagged: Mapping[str, Collection[UUID]], fewest: int
) -> tuple[Figures, Sequence[Parts]]:
    """The whole, and the whole cut by year group and by each flag, with what is too small kept back.

    flagged: by the name of each flag that the school speaks of, those of whom it holds.
    """
    whole = _sum(WHOLE, children)
    whole.hidden = 0 < whole.pupils < fewest
    keep_counts_back(whole, (), fewest)
    years: dict[str, list[Counted]] = {}
    for child in children:
        years.setdefault(child.year_group, []).append(child)
    by_year = [
        _sum(f"Year {year}" if year else "No year group", years[year]) for year in sorted(years, key=_place)
    ]
    parts = [_kept_back("By year group", by_year, whole, fewest)]
    for name in sorted(flagged):
        words = FLAG_WORDS.get(name, name.replace("_", " ").capitalize())
        of = _sum(words, [child for child in children if child.pupil in flagged[name]])
        others = _sum("All others", [child for child in children if child.pupil not in flagged[name]])
        parts.append(_kept_back(words, [of, others], whole, fewest))
    return whole, parts


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


def _sum(words: str, children: Iterable[Counted]) -> Figures:
    figures = Figures(words)
    for child in children:
        figures.add(child)
    return figures


def _place(year_group: str) -> tuple[bool, int, str]:
    return not year_group.isdigit(), int(year_group) if year_group.isdigit() else 0, year_group
