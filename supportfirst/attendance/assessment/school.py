"""A school, or an authority, assessed in one go: marks, calendar and pack to every finding.

Figures come from the measures, lines from the pack; the columns of batch/ tell which
rules a pupil could have crossed, and only those are held against the pupil one by one
and given a tree (all of them when everything is asked for).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.assessment.batch.crossing import rules_to_judge
from supportfirst.attendance.assessment.batch.seen import TellingMarks, place_of
from supportfirst.attendance.assessment.binding import Binding, bind
from supportfirst.attendance.assessment.case_items import CaseItems, JudgesCases
from supportfirst.attendance.assessment.collector import collector_paused
from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.engine import find
from supportfirst.attendance.assessment.evidence_period import Counted, EvidencePeriod, best_period
from supportfirst.attendance.assessment.finding import Finding
from supportfirst.attendance.assessment.pack_day import PackDay
from supportfirst.attendance.assessment.pupil_facts import (
    MarkKind,
    PupilFacts,
    SeenMark,
    shown_session,
)
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.details import Describer
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_age import is_of_school_age
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.attendance.vocabulary.sessions import Half, Session

NO_BIRTHDAY = "give a pupils file with the date of birth"


class DayOutsidePack(AttendanceError):
    """The pack has no rules for the day that was asked about."""


def check_day(pack: Pack, on: date) -> None:
    """Raises DayOutsidePack when the pack cannot answer for `on`."""
    if on not in pack.span:
        until = f" to {pack.span.last}" if pack.span.last else ""
        raise DayOutsidePack(
            what=f"{on} is outside this pack, which answers from {pack.span.first}{until}",
            where=f"pack {pack.id}",
            remedy="ask about a day inside it, or use the pack that was in force then",
        )


def assess_pupils(
    *,
    marks: Marks,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    pack: Pack,
    on: date,
    known_at: int | None,
    known_at_text: str | None,
    everything: bool,
    only: str | None = None,
    caseworker: JudgesCases | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Assessment:
    """Every pupil's figures and lines on a day. Raises DayOutsidePack.

    known_at: microseconds since 1970 UTC, or None for everything known; known_at_text is
    how it was asked for. only: keep one UPN. caseworker: judges each pupil's casework too.
    everything: judge every rule for every pupil.
    """
    school = measured(
        marks=marks,
        calendar=calendar,
        pupils=pupils,
        pack=pack,
        on=on,
        known_at=known_at,
        everything=everything,
        caseworker=caseworker,
    )
    rows = school.rows
    wanted = [row for row in range(len(rows)) if only is None or rows.upns[row] == only]
    crossable = school.crossable()
    assessed = []
    with collector_paused():
        for done, row in enumerate(wanted, start=1):
            assessed.append(school.assess(row, crossable))
            if progress is not None and done % 100 == 0:
                progress(done, len(wanted))
    return Assessment(
        on=on,
        known_at=known_at_text,
        known_at_complete=rows.known_at_complete and (caseworker is None or caseworker.moments_complete()),
        pack=pack,
        left_out=rows.left_out_in_all,
        events_left_out=caseworker.left_out() if caseworker is not None else {},
        pupils=assessed,
    )


def measured(
    *,
    marks: Marks,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    pack: Pack,
    on: date,
    known_at: int | None,
    everything: bool,
    caseworker: JudgesCases | None = None,
) -> _School:
    """The school with its figures, ready to be assessed pupil by pupil. Raises DayOutsidePack."""
    check_day(pack, on)
    rows = build_rows(
        marks=marks, calendar=calendar, pupils=pupils, codes=pack.codes, on=on, known_at=known_at
    )
    binding = bind(pack, on, calendar)
    figures = measure(rows, binding.settings, pack.codes)
    by_upn = {pupil.upn: pupil for pupil in pupils or ()}
    telling = TellingMarks(rows, pack.codes)
    return _School(rows, figures, binding, calendar, by_upn, telling, caseworker, everything)


@dataclass(slots=True)
class _School:
    rows: PupilRows
    figures: Figures
    binding: Binding
    calendar: SchoolCalendar
    by_upn: dict[str, Pupil]
    telling: TellingMarks
    caseworker: JudgesCases | None
    everything: bool
    ages: list[bool | None] = field(init=False)  # of school age on the day, a row each; None: not known
    day: PackDay = field(init=False)
    days: _Days = field(init=False)
    describer: Describer = field(init=False)
    _marks: _Marks = field(init=False)

    def __post_init__(self) -> None:
        self.ages = [self._of_school_age(upn) for upn in self.rows.upns]
        self.day = PackDay(self.binding.pack, self.binding.on)
        self.days = _Days.of(self.binding, self.calendar)
        settings, codes = self.binding.settings, self.binding.pack.codes
        self.describer = Describer(self.figures, self.rows, settings, codes)
        self._marks = _Marks(codes)

    def crossable(self) -> list[list[int]] | None:
        """For each row the places of the rules that it could have crossed; None: all are to be judged."""
        return None if self.everything else rules_to_judge(self.rows, self.figures, self.binding, self.ages)

    def assess(self, row: int, crossable: Sequence[Sequence[int]] | None) -> PupilAssessment:
        """One pupil; `crossable` gives the places of the rules that could be crossed, None: judge all."""
        measures = self.describer.describe(row)
        upn = self.rows.upns[row]
        found: list[Finding] = []
        case = CaseItems()
        on_roll = bool(self.rows.on_roll[row])
        if on_roll:
            rules = self.binding.rules
            chosen = rules if crossable is None else [rules[place] for place in crossable[row]]
            if chosen or self.caseworker is not None:
                facts, extra = self._facts(row, measures), self._extra(row, measures)
                found = [find(rule, facts, self.day, extra=extra) for rule in chosen]
                if self.caseworker is not None:
                    pupil = self.by_upn.get(upn)
                    more, case = self.caseworker.judge(
                        upn, pupil, facts, extra=extra, found=found, everything=self.everything
                    )
                    found += more
        return PupilAssessment(
            upn=upn,
            pupil=self.by_upn.get(upn),
            on_roll=on_roll,
            measured_to=self.rows.as_of(row),
            measures=measures,
            findings=tuple(found),
            case=case,
        )

    def _of_school_age(self, upn: str) -> bool | None:
        pupil = self.by_upn.get(upn)
        birthday = pupil.date_of_birth if pupil else None
        return is_of_school_age(birthday, self.binding.on, self.binding.school_age)

    def _facts(self, row: int, measures: dict[str, Any]) -> PupilFacts:
        days = self.days
        return PupilFacts(
            measures=measures,
            on=self.binding.on,
            year_first=self.binding.year_first,
            of_school_age=self.ages[row],
            age_missing=NO_BIRTHDAY,
            seen=lambda: self._seen(row),
            unexplained_symbol=self.binding.unexplained_symbol,
            unexplained_until=self.binding.unexplained_by,
            ten_weeks_from=days.ten_weeks_from,
            evidence=self._evidence,
            planned=int(self.rows.planned[row]),
            illness_symbols=days.illness_symbols,
            window_symbols=days.window_symbols,
            late_from=days.late_from,
            nothing_from=days.nothing_from,
        )

    def _extra(self, row: int, measures: dict[str, Any]) -> dict[str, str]:
        """The slots of sentences that are no fact of a rule: names and days for reading only."""
        few = measures["sessions_possible"] < self.binding.settings.settled_minimum
        steps = [step for step in self.binding.settings.day_steps if step > measures["days_absent"]]
        return {
            "planned_days": f"{int(self.rows.planned[row]) / 2:g}",
            "year_first": self.days.year_first_shown,
            "next_day_step": f"{steps[0]}.0 days" if steps else "no later column",
            "few_sessions": self.binding.few_sessions_clause if few else "",
            "weekdays_missed": " and ".join(measures["weekday_pattern"]["flagged"]) or "No weekday",
        }

    def _seen(self, row: int) -> list[SeenMark]:
        """The pupil's telling marks; equal marks of a school are one, as there are few kinds on few days."""
        return list(map(self._marks.__getitem__, self.telling.of(row)))

    def _evidence(self, marks: Sequence[SeenMark]) -> EvidencePeriod | None:
        rule = self.binding.evidence
        if rule is None:
            return None
        unexplained = self.binding.unexplained_symbol
        counted = [
            Counted(mark.day, mark.unauthorised, mark.symbol == unexplained) for mark in marks if mark.absent
        ]
        return best_period(mondays=self.days.mondays, marks=counted, on=self.binding.on, rule=rule)


class _Marks(dict[int, SeenMark]):
    """Every mark that a pupil of the school has had listed, made when it is first asked for."""

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._sessions: dict[int, tuple[Session, dict[str, str]]] = {}  # each as results list it too
        self._kinds = [
            {
                number: MarkKind.of(codes.symbol(number, half), codes.code(number))
                for number in codes.numbers()
            }
            for half in Half
        ]

    def __missing__(self, mark: int) -> SeenMark:
        session_number, code_number = place_of(mark)
        held = self._sessions.get(session_number)
        if held is None:
            session = Session.of_number(session_number)
            held = self._sessions[session_number] = session, shown_session(session)
        session, shown = held
        made = self[mark] = SeenMark.of(session, self._kinds[session.half][code_number], shown)
        return made


@dataclass(frozen=True, slots=True)
class _Days:
    """Days and codes of the whole school that each pupil's facts are held against."""

    mondays: Sequence[date]  # of the school weeks up to the day
    ten_weeks_from: date | None
    late_from: date | None
    nothing_from: date
    year_first_shown: str
    illness_symbols: frozenset[str]
    window_symbols: dict[str, frozenset[str]]

    @classmethod
    def of(cls, binding: Binding, calendar: SchoolCalendar) -> _Days:
        mondays = [monday for monday in calendar.mondays if monday <= binding.on]
        ten_weeks = mondays[-binding.unexplained_weeks :]
        settings, codes = binding.settings, binding.pack.codes
        late_weeks = mondays[-settings.late_window.length :] if settings.late_window else []
        year = [day for day in calendar.days if day >= binding.year_first][:1]

        def symbols(numbers: frozenset[int]) -> frozenset[str]:
            return frozenset(codes.code(number).symbol for number in numbers)

        return cls(
            mondays=mondays,
            ten_weeks_from=ten_weeks[0] if ten_weeks else None,
            late_from=late_weeks[0] if late_weeks else None,
            nothing_from=binding.on - timedelta(days=settings.nothing_in_days - 1),
            year_first_shown=show_day(year[0] if year else binding.year_first),
            illness_symbols=symbols(settings.illness_codes),
            window_symbols={window.id: symbols(window.codes) for window in settings.windows},
        )
