"""The pupils of a school one by one: what was measured of each, the rules held against it, and the casework.

How the figures were counted, and how the rules to judge were chosen, is the caller's: for a whole school by
the compiled kernel (`school`), for one pupil in plain Python (`one_pupil`). Nothing here loads the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from supportfirst.attendance.assessment.batch.seen import TellingMarks, place_of
from supportfirst.attendance.assessment.binding import Binding
from supportfirst.attendance.assessment.case_items import CaseItems, JudgesCases
from supportfirst.attendance.assessment.document import PupilAssessment
from supportfirst.attendance.assessment.engine import find
from supportfirst.attendance.assessment.evidence_period import Counted, EvidencePeriod, best_period
from supportfirst.attendance.assessment.finding import Finding
from supportfirst.attendance.assessment.pack_day import PackDay, pack_on
from supportfirst.attendance.assessment.pupil_facts import (
    MarkKind,
    PupilFacts,
    SeenMark,
    shown_session,
)
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_age import is_of_school_age
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.attendance.vocabulary.errors import AttendanceError
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


@dataclass(slots=True)
class PupilByPupil:
    """Some rows, and what is the same for every pupil on them. describe: a row's measures by the contract."""

    rows: PupilRows
    describe: Callable[[int], dict[str, Any]]
    binding: Binding
    calendar: SchoolCalendar
    by_upn: dict[str, Pupil]
    caseworker: JudgesCases | None
    everything: bool
    ages: list[bool | None] = field(init=False)  # of school age on the day, a row each; None: not known
    day: PackDay = field(init=False)
    days: _Days = field(init=False)
    _telling: TellingMarks = field(init=False)
    _marks: _Marks = field(init=False)

    def __post_init__(self) -> None:
        self.ages = [self._of_school_age(upn) for upn in self.rows.upns]
        self.day = pack_on(self.binding.pack, self.binding.on)
        self.days = _Days.of(self.binding, self.calendar)
        self._telling = TellingMarks(self.rows, self.binding.pack.codes)
        self._marks = _Marks(self.binding.pack.codes)

    def assess(self, row: int, crossable: Sequence[int] | None) -> PupilAssessment:
        """One pupil; `crossable` gives the places of the rules that could be crossed, None: judge all."""
        measures = self.describe(row)
        upn = self.rows.upns[row]
        found: list[Finding] = []
        case: CaseItems | None = None
        on_roll = bool(self.rows.on_roll[row])
        if on_roll:
            rules = self.binding.rules
            chosen = rules if crossable is None else [rules[place] for place in crossable]
            if chosen or self.caseworker is not None:
                facts, extra = self.facts(row, measures), self._extra(row, measures)
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
            case=CaseItems() if case is None else case,
        )

    def _of_school_age(self, upn: str) -> bool | None:
        pupil = self.by_upn.get(upn)
        birthday = pupil.date_of_birth if pupil else None
        return is_of_school_age(birthday, self.binding.on, self.binding.school_age)

    def facts(self, row: int, measures: dict[str, Any]) -> PupilFacts:
        """Everything known of the pupil at a row from the registers, the day and the date of birth."""
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
        return list(map(self._marks.__getitem__, self._telling.of(row)))

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
        # Each session as results list it too, and the marks that its half of the day may show.
        self._sessions: dict[int, tuple[Session, dict[str, str], dict[int, MarkKind]]] = {}
        self._kinds = [
            {
                number: MarkKind.of(codes.symbol(number, half), codes.code(number))
                for number in codes.numbers()
            }
            for half in Half
        ]

    def __missing__(self, mark: int) -> SeenMark:
        session_number, code_number = place_of(mark)
        session, shown, kinds = self._sessions.get(session_number) or self._session(session_number)
        made = self[mark] = SeenMark.of(session, kinds[code_number], shown)
        return made

    def _session(self, number: int) -> tuple[Session, dict[str, str], dict[int, MarkKind]]:
        session = Session.of_number(number)
        held = self._sessions[number] = session, shown_session(session), self._kinds[session.half]
        return held


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
