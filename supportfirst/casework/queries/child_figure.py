"""One figure of a child opened: exactly the sessions behind it, who recorded each, and what was left out.

The list is made from the register and the figure was made by the assessment. Where the register has changed
since, the two differ, and the page says so instead of showing one as the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_sessions import ChildSession, sessions_now, standing_sessions
from supportfirst.casework.bridge.figures_behind import Behind, NoSuchFigure, behind, ground_of
from supportfirst.casework.bridge.school_days import SESSION_WORDS
from supportfirst.casework.bridge.who_recorded import RecordedMark, who_recorded
from supportfirst.casework.queries.as_seen import YEARS_SHOWN, AsSeen
from supportfirst.casework.queries.child import OfChild, reaches
from supportfirst.casework.queries.child_figures import FigureShown, FiguresShown, child_figures
from supportfirst.casework.queries.child_seen import seen_child
from supportfirst.casework.queries.register_page import may_see_mark

NO_MARK = "No mark in the register"
COUNTS_AS = {
    StatisticalClass.PRESENT: "Attended",
    StatisticalClass.APPROVED_ACTIVITY: "Attended, at an approved activity elsewhere",
    StatisticalClass.AUTHORISED: "Authorised absence",
    StatisticalClass.UNAUTHORISED: "Unauthorised absence",
    StatisticalClass.NOT_POSSIBLE: "Not a possible session",
    StatisticalClass.ADMINISTRATIVE: "School closed, or the child not yet on roll",
}


@dataclass(frozen=True, slots=True)
class SessionShown:
    day: date
    half: str
    symbol: str  # "" for no mark
    meaning: str
    counts_as: str
    recorded: RecordedMark | None  # None: nobody has marked it, or it came without saying who


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Sessions of the same period that the figure does not count, of one kind."""

    why: str
    sessions: Sequence[SessionShown]


@dataclass(frozen=True, slots=True)
class FigurePage(OfChild):
    seen: AsSeen
    figures: FiguresShown
    figure: FigureShown
    sessions: Sequence[SessionShown]
    left_out: Sequence[LeftOut]
    may_open: bool  # a mark's own page
    left: bool  # a child who is on the roll no more

    @property
    def days(self) -> int:
        return len({each.day for each in self.sessions})

    @property
    def changed(self) -> int:
        return sum(each.recorded is not None and each.recorded.changes > 0 for each in self.sessions)

    @property
    def differs(self) -> bool:
        """Whether the register no longer holds what the figure was made of."""
        found = self.days if self.figure.in_days else len(self.sessions)
        return self.figure.counted is not None and self.figure.counted != found


def figure_page(
    actor: Actor, school_id: UUID, pupil_id: UUID, name: str, at: datetime | None = None
) -> FigurePage:
    """Raises NotThere, for a figure that the child has none of too. Whoever shows it has it audited."""
    seen = seen_child(actor, school_id, pupil_id, Right.SEE_PUPIL, at, or_left=True)
    enrolment = seen.enrolment
    figures = child_figures(seen)
    figure = figures.named(name) if figures else None
    if figures is None or figure is None:
        raise NotThere
    found = _behind(seen, figures, name)
    recorded = who_recorded(
        seen.school, seen.stays, [(each.day, each.half) for each in found.counted], seen.moment
    )
    return FigurePage(
        enrolment=enrolment,
        seen=seen,
        figures=figures,
        figure=figure,
        sessions=[_shown(each, recorded.get((each.day, each.half))) for each in found.counted],
        left_out=list(_left_out(found.left_out)),
        may_open=may_see_mark(actor, enrolment),
        left=not reaches(actor, enrolment, Right.SEE_PUPIL),
    )


def _behind(seen: AsSeen, figures: FiguresShown, name: str) -> Behind:
    try:
        ground = ground_of(seen.school, seen.pack, _whole(seen), figures.measured_to, seen.on)
        return behind(ground, name)
    except (CalendarUnusable, NoSuchFigure):
        raise NotThere from None


def _whole(seen: AsSeen) -> Sequence[ChildSession]:
    """Every session since the child first came: some figures reach further back than a page shows."""
    this_year = first_day_of_year(seen.on).year
    years = this_year - first_day_of_year(seen.stays[0].first_day).year + 1
    if years <= YEARS_SHOWN:
        return seen.sessions
    then = seen.then
    if then is not None:
        held = {key: bytes(year.marks) for key, year in then.years.items()}
        every = then.calendar.sessions_between(seen.stays[0].first_day, then.on)
        return standing_sessions(every, seen.stays, then.pack, held)
    return sessions_now(seen.school, seen.stays, seen.pack, seen.on, years=years)


def _shown(each: ChildSession, recorded: RecordedMark | None) -> SessionShown:
    code = each.code
    return SessionShown(
        day=each.day,
        half=SESSION_WORDS[each.half],
        symbol=each.symbol,
        meaning=code.meaning.partition(";")[0] if code else NO_MARK,
        counts_as=COUNTS_AS[code.statistical_class] if code else NO_MARK,
        recorded=recorded,
    )


def _left_out(sessions: Iterable[ChildSession]) -> Iterable[LeftOut]:
    """By how they count, those of which somebody would ask first."""
    kinds: dict[str, list[SessionShown]] = {}
    for each in sessions:
        shown = _shown(each, None)
        kinds.setdefault(shown.counts_as, []).append(shown)
    order = [NO_MARK, *reversed(COUNTS_AS.values())]
    return [LeftOut(why, kinds[why]) for why in order if why in kinds]
