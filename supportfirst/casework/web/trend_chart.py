"""A year of a child's attendance as a drawing: where each line, mark and word stands, in units of its own.

The template writes it as SVG with classes alone. What it shows stands in a table beside it as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.casework.queries.child_trend import Target, TrendOfYear

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 34, 26
STEP = 20  # percent between two lines of the scale
FULL = 100
TO_FRIDAY = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class StepMark:
    x: float
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    to_date: str  # the points of a line
    school: str  # of the school's; "" where it is not worked out
    weeks: Sequence[Dot]
    scale: Sequence[Tick]
    months: Sequence[Tick]
    target: float | None  # None: no line of it is drawn
    steps: Sequence[StepMark]
    words: str  # the whole of it in a sentence
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def chart_of(year: TrendOfYear, target: Target) -> Chart:
    of_school = [(place, week.school) for place, week in enumerate(year.weeks) if week.school is not None]
    shares = [*(week.here for week in year.weeks), *(share for _, share in of_school)]
    aims = [] if target.percent is None else [target.percent]
    least = min([*aims, *(share.percent for share in shares)])
    lowest = max(0, int((least - 1) // STEP) * STEP)
    mondays = [week.monday for week in year.weeks]

    def across(place: float) -> float:
        return round(LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / len(mondays), 1)

    def up(percent: float) -> float:
        return round(TOP + (FULL - percent) * (HEIGHT - TOP - BOTTOM) / (FULL - lowest), 1)

    points = [Dot(across(place), up(week.to_date.percent)) for place, week in enumerate(year.weeks)]
    return Chart(
        to_date=" ".join(f"{each.x},{each.y}" for each in points),
        school=" ".join(f"{across(place)},{up(share.percent)}" for place, share in of_school),
        weeks=[Dot(across(place), up(week.here.percent)) for place, week in enumerate(year.weeks)],
        scale=[Tick(up(percent), f"{percent}%") for percent in range(lowest, FULL + 1, STEP)],
        months=[Tick(across(place), words) for place, words in _months(mondays)],
        target=None if target.percent is None else up(target.percent),
        steps=[StepMark(across(_place(mondays, each.monday)), each.number) for each in year.steps],
        words=_words(year, target, lowest),
    )


def _months(mondays: Sequence[date]) -> list[tuple[int, str]]:
    """The place of the first week of each month, by its Friday: the week of 31 August is September's."""
    names = [f"{monday + TO_FRIDAY:%b}" for monday in mondays]
    return [(place, name) for place, name in enumerate(names) if not place or name != names[place - 1]]


def _place(mondays: Sequence[date], monday: date) -> float:
    """Among the weeks; halfway between two where it is a week without a session."""
    before = sum(each < monday for each in mondays)
    return before if before < len(mondays) and mondays[before] == monday else before - 0.5


def _words(year: TrendOfYear, target: Target, lowest: int) -> str:
    last, worst = year.weeks[-1], min(year.weeks, key=lambda week: week.here.percent)
    schools = [week for week in year.weeks if week.school is not None]
    beside = f"The school to date {schools[-1].school.words}. " if schools and schools[-1].school else ""
    aim = "The broken line is " + ("not there: " if target.percent is None else "at ") + target.words
    return (
        f"Attendance in {len(year.weeks)} school weeks of {year.name}. To date {last.to_date.words}. {beside}"
        f"The lowest week began on {worst.monday.day} {worst.monday:%B %Y}: {worst.here.words}. "
        f"{aim}. The scale begins at {lowest}%."
    )
