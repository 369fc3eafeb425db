"""Three invented schools: a primary, a secondary and a special school, each with its own habits of filing.

The primary's export says who recorded each mark and when; the secondary's is the bare four
columns and large; the special school's has dates as a spreadsheet writes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples import behaviour
from samples.days import FIRST_DAY, LAST_MARKED, MAY_BANK_HOLIDAYS, SECOND_YEAR, Year
from samples.people import Child, born_for, name, upn

SUMMER_LEAVING = date(2026, 7, 21)
FLAG_CHANCES = {
    "primary": {"fsm": 0.24, "pupil_premium": 0.26, "sen_support": 0.14, "ehcp": 0.03, "early_help": 0.03},
    "secondary": {"fsm": 0.23, "pupil_premium": 0.27, "sen_support": 0.13, "ehcp": 0.03, "young_carer": 0.02},
    "special": {"fsm": 0.45, "pupil_premium": 0.46, "ehcp": 1.0, "social_worker": 0.12, "camhs": 0.15},
}
RARE_FLAGS = {"social_worker": 0.02, "looked_after": 0.008, "child_in_need": 0.015, "child_protection": 0.006}
YEARS = {
    "primary": ["R", *map(str, range(1, 7))],
    "secondary": [str(year) for year in range(7, 12)],
    "special": [str(year) for year in range(1, 12)],
}


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    folder: str
    name: str
    kind: str  # primary, secondary, special
    number: int  # in its UPNs
    urn: str
    on_roll: int
    classes: int  # a year group
    target: float
    year: Year

    @property
    def years(self) -> list[str]:
        return YEARS[self.kind]


@dataclass(frozen=True, slots=True)
class School:
    plan: SchoolPlan
    children: list[Child]
    marks: list[behaviour.Marks]  # one a child


PLANS = (
    SchoolPlan(
        "larkspur-primary",
        "Larkspur Lane Primary School",
        "primary",
        2001,
        "999001",
        210,
        1,
        96.0,
        Year((*MAY_BANK_HOLIDAYS, (date(2026, 2, 23), date(2026, 2, 23), "", "INSET"))),
    ),
    SchoolPlan(
        "brackenhurst-high",
        "Brackenhurst High School",
        "secondary",
        4001,
        "999002",
        900,
        6,
        94.5,
        Year((*MAY_BANK_HOLIDAYS, (date(2026, 1, 14), date(2026, 1, 14), "PM", "No heating"))),
    ),
    SchoolPlan(
        "fernhollow-special",
        "Fernhollow School",
        "special",
        7001,
        "999003",
        90,
        1,
        92.0,
        Year(
            (
                *MAY_BANK_HOLIDAYS,
                (date(2026, 9, 2), date(2026, 9, 2), "", "INSET"),
                (date(2025, 12, 19), date(2025, 12, 19), "PM", "Carol service"),
            )
        ),
    ),
)


def make_school(plan: SchoolPlan, seed: int) -> School:
    """The same school for the same seed; each child has a source of chance of their own."""
    children = list(_children(plan, Random(f"{seed}/{plan.folder}/children")))
    sessions = plan.year.sessions()
    marks = []
    for place, child in enumerate(children):
        draw = Random(f"{seed}/{plan.folder}/{child.upn}")
        mine = [
            s for s in sessions if child.start <= s[0] and (child.leaving is None or s[0] <= child.leaving)
        ]
        marks.append(_marks_of(plan, child, place, mine, draw))
    return School(plan, children, marks)


def _children(plan: SchoolPlan, draw: Random) -> Iterator[Child]:
    """Every year group of September 2025 and the entry of 2026; the oldest leave in summer."""
    a_year = plan.on_roll // len(plan.years)
    extra = plan.on_roll - a_year * len(plan.years)
    cohorts = [(place, a_year + (place < extra)) for place in range(len(plan.years))]
    for place, size in [*cohorts, (-1, cohorts[-1][1])]:
        for serial in range(1, size + 1):
            yield _child(plan, place, serial, draw)


def _child(plan: SchoolPlan, place: int, serial: int, draw: Random) -> Child:
    """`place` is that of the year group in September 2025; -1 for those who came in 2026."""
    leaves = place == len(plan.years) - 1
    year_group = plan.years[place if leaves else place + 1]
    age = (4 if plan.years[0] == "R" else int(plan.years[0]) + 4) + place
    forename, surname, sex = name(draw)
    start, leaving = (SECOND_YEAR if place < 0 else FIRST_DAY), (SUMMER_LEAVING if leaves else None)
    if draw.random() < 0.02:
        start = start + timedelta(days=draw.randrange(20, 60))
    elif leaving is None and draw.random() < 0.015:
        leaving = LAST_MARKED - timedelta(days=draw.randrange(20, 70))
    child = Child(
        upn=upn(plan.number, 2025 - place, serial),
        forename=forename,
        surname=surname,
        sex=sex,
        date_of_birth=born_for(age, 2025, draw),
        year_group=year_group,
        class_name=f"{year_group}{'ABCDEF'[serial % plan.classes]}",
        start=start,
        leaving=leaving,
    )
    _flag(plan, child, draw)
    return child


def _flag(plan: SchoolPlan, child: Child, draw: Random) -> None:
    for flag, chance in {**RARE_FLAGS, **FLAG_CHANCES[plan.kind]}.items():
        if draw.random() < chance:
            begins = child.start if draw.random() < 0.8 else child.start + timedelta(days=draw.randrange(120))
            ends = begins + timedelta(days=200) if draw.random() < 0.06 and flag != "ehcp" else None
            child.flags[flag] = (begins, ends)
    if "ehcp" in child.flags:
        child.ehcp_reviewed_on = date(2026, 1, 12) + timedelta(days=draw.randrange(180))


def _marks_of(
    plan: SchoolPlan, child: Child, place: int, sessions: list[behaviour.Session], draw: Random
) -> behaviour.Marks:
    """A few children have a story of their own; the others draw a shape."""
    if child.leaving is None and child.start == FIRST_DAY and place in (3, 17):
        if place == 3:
            return behaviour.exactly_ninety(sessions, SECOND_YEAR)
        return behaviour.unauthorised_week(sessions, date(2026, 9, 21))
    shape = behaviour.shape_of(plan.kind, draw)
    marks = behaviour.marks_of(shape, sessions, draw) if sessions else {}
    _customs(plan, child, marks, draw)
    behaviour.leave_unresolved(marks, LAST_MARKED, draw)
    return marks


def _customs(plan: SchoolPlan, child: Child, marks: behaviour.Marks, draw: Random) -> None:
    """What a kind of school has of its own: a first fortnight of mornings, visits, exams, exclusions."""
    if plan.kind == "primary" and child.start == SECOND_YEAR and child.year_group == "R":
        _over(marks, date(2026, 9, 2), date(2026, 9, 11), "X", "PM")
    if plan.kind == "secondary" and child.leaving == SUMMER_LEAVING:
        _over(marks, date(2026, 6, 8), SUMMER_LEAVING, "S", "AM PM")
    if plan.kind == "secondary" and draw.random() < 0.02:
        first = date(2026, 9, 14) + timedelta(days=draw.randrange(50))
        _over(marks, first, first + timedelta(days=draw.randrange(1, 5)), "E", "AM PM")
    if plan.kind == "special" and draw.random() < 0.15:
        weekday, code = draw.randrange(5), draw.choice("DKB")
        for day in sorted({day for day, _ in marks if day.weekday() == weekday}):
            _over(marks, day, day, code, "PM")
    if draw.random() < 0.3:
        first = date(2026, 10, 1) + timedelta(days=draw.randrange(5))
        _over(marks, first, first, "V", "AM PM")


def _over(marks: behaviour.Marks, first: date, last: date, code: str, halves: str) -> None:
    """The code over every present mark from first to last."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    for day in days:
        for half in halves.split():
            if marks.get((day, half)) == behaviour.PRESENT[half]:
                marks[day, half] = code
