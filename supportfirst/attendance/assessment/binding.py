"""A pack tied to the arithmetic for one day: every number the measures need, by the name of its value.

The names of values stand here and nowhere else; the values themselves are the pack's. A
pack that lacks one of them can't be assessed, and says so before any figure is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from supportfirst.attendance.assessment.evidence_period import EvidenceRule
from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.measures.settings import (
    LateWindow,
    MeasureSettings,
    ThresholdStep,
    WindowSetting,
    WindowUnit,
)
from supportfirst.attendance.packs.shape import Pack, Rule, ValueFrom, Window
from supportfirst.attendance.schooldays.school_age import SchoolAgeLaw
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar, first_day_of_year
from supportfirst.attendance.vocabulary.errors import AttendanceError

PERSISTENT = "pa_headline"
SEVERE = "sa_headline"
FALL_LEVELS = "fall_levels"
FEW_SESSIONS = "few_sessions_clause"
SETTLED_FROM = "min_sessions_before_staging"
WEEKDAY_MINIMUM = "weekday_pattern.min_sessions"
WEEKDAY_FACTOR = "weekday_pattern.times_other_days"
RECENT_WEEKS = "recent.school_weeks"
RETURN_DAYS = "returns.unauthorised_school_days"
SICKNESS_DAYS = "returns.sickness_school_days"
SICKNESS_CODE = "illness_code"
NOTHING_IN_DAYS = "none_in_window.calendar_days"
NOTHING_MINIMUM = "none_in_window.min_school_days"
LATE_WEEKS = "late_window.school_weeks"
UNEXPLAINED_CODE = "unexplained_code"
UNEXPLAINED_DAYS = "n_code_resolve_school_days"
UNEXPLAINED_WEEKS = "penalty_notice.window_school_weeks"
EVIDENCE_WEEKS = "evidence_period.min_school_weeks"
EVIDENCE_MARKS = "evidence_period.min_unauthorised"
EVIDENCE_MAJORITY = "evidence_period.majority_percent"
EVIDENCE_MAJORITY_OVER_WEEKS = "evidence_period.majority_if_weeks_over"
MONTHS, WEEKDAYS = range(1, 13), range(7)
LEAVING = "school_age.leaving_date"
UNITS = {  # what the measures count each length of time in; in another unit the value would be misread
    RECENT_WEEKS: "school weeks",
    RETURN_DAYS: "school days",
    SICKNESS_DAYS: "school days",
    NOTHING_IN_DAYS: "calendar days",
    NOTHING_MINIMUM: "school days",
    LATE_WEEKS: "school weeks",
    UNEXPLAINED_DAYS: "school days",
    UNEXPLAINED_WEEKS: "school weeks",
    EVIDENCE_WEEKS: "school weeks",
    EVIDENCE_MAJORITY_OVER_WEEKS: "school weeks",
    "school_age.starts_at": "years",
    "school_age.ends_at": "years",
}
THRESHOLD_CODES = "threshold"  # a window's word for 'the codes that count towards the threshold'


class PackLacksValue(AttendanceError):
    """The measures need a value that the pack does not give on this day."""


class PackValueUnusable(AttendanceError):
    """A value of the pack is not of the kind that the measures can use."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What one pack says on one day, ready for the measures and the rules."""

    pack: Pack
    on: date
    year_first: date
    settings: MeasureSettings
    rules: tuple[Rule, ...]  # in force on the day and judged by the measures alone, in the pack's order
    school_age: SchoolAgeLaw
    unexplained_symbol: str
    unexplained_number: int
    unexplained_weeks: int
    unexplained_by: date  # a mark dated on or before this day has had its time
    few_sessions_clause: str  # said to a parent beside a share of too few sessions
    evidence: EvidenceRule | None  # None: the pack asks for no period of evidence


def bind(pack: Pack, on: date, calendar: SchoolCalendar) -> Binding:
    """Tie a pack to the measures for a day. Raises PackLacksValue or PackValueUnusable, for the first."""
    values = _Values(pack, on)
    symbol = values.word(UNEXPLAINED_CODE)
    return Binding(
        pack=pack,
        on=on,
        year_first=first_day_of_year(on),
        settings=_settings(values),
        rules=tuple(rule for rule in pack.rules if on in rule.span and not rule.needs_case),
        school_age=_school_age(values),
        unexplained_symbol=symbol,
        unexplained_number=next(iter(_numbers_of(pack.codes, [symbol])), -1),
        unexplained_weeks=values.whole(UNEXPLAINED_WEEKS, least=1),
        unexplained_by=_had_its_time(calendar, on, values.whole(UNEXPLAINED_DAYS)),
        few_sessions_clause=values.word(FEW_SESSIONS),
        evidence=_evidence(values),
    )


@dataclass(frozen=True, slots=True)
class _Values:
    pack: Pack
    on: date

    def has(self, value_id: str) -> bool:
        return value_id in self.pack.values and self.pack.values[value_id].on_or_none(self.on) is not None

    def of(self, value_id: str) -> object:
        if not self.has(value_id):
            raise PackLacksValue(
                what=f"“{value_id}” has no value on {self.on}",
                where=f"pack {self.pack.id}",
                remedy="add the value with its source to the pack, or assess a later day",
            )
        return self.pack.value(value_id, self.on).value

    def step(self, value_id: str) -> ValueFrom:
        self.of(value_id)
        return self.pack.value(value_id, self.on)

    def whole(self, value_id: str, *, least: int = 0, unit: str = "") -> int:
        """A whole number, in `unit` or the unit of UNITS where there is one."""
        self.of(value_id)
        wanted = unit or UNITS.get(value_id, "")
        if wanted and self.pack.values[value_id].unit != wanted:
            raise self._in_another_unit(value_id, wanted)
        return _whole(value_id, self.step(value_id), least=least)

    def _in_another_unit(self, value_id: str, wanted: str) -> PackValueUnusable:
        unit = self.pack.values[value_id].unit
        return PackValueUnusable(
            what=f"the measures count “{value_id}” in {wanted}, and its unit is “{unit}”",
            where=self.step(value_id).where or value_id,
            remedy=f"write it in {wanted}, or make a value and a rule of its own for the other unit",
        )

    def word(self, value_id: str) -> str:
        return str(self.of(value_id))

    def share(self, value_id: str) -> Fraction:
        found = self.of(value_id)
        if isinstance(found, bool) or not isinstance(found, int | Fraction):
            raise _unusable(value_id, self.step(value_id), "a number")
        return Fraction(found)

    def listed(self, value_id: str) -> tuple[object, ...]:
        found = self.of(value_id)
        if not isinstance(found, tuple):
            raise _unusable(value_id, self.step(value_id), "a list")
        return found

    def wholes(self, value_id: str) -> tuple[int, ...]:
        found = self.listed(value_id)
        if not all(isinstance(each, int) and not isinstance(each, bool) for each in found):
            raise _unusable(value_id, self.step(value_id), "a list of whole numbers")
        return tuple(each for each in found if isinstance(each, int))

    def month_days(self, value_id: str) -> list[tuple[int, int]]:
        found = self.of(value_id)
        texts = found if isinstance(found, tuple) else (found,)
        days = [_month_day(str(text)) for text in texts]
        if None in days:
            raise _unusable(value_id, self.step(value_id), "written as month and day, such as 08-31")
        return [day for day in days if day is not None]


def _whole(value_id: str, step: ValueFrom, *, least: int = 0) -> int:
    found = step.value
    if isinstance(found, bool) or not isinstance(found, int) or found < least:
        raise _unusable(value_id, step, f"a whole number of at least {least}")
    return found


def _unusable(value_id: str, step: ValueFrom, wanted: str) -> PackValueUnusable:
    shown = float(step.value) if isinstance(step.value, Fraction) else step.value
    return PackValueUnusable(
        what=f"the measures need “{value_id}” to be {wanted}, and from {step.span.first} it is “{shown}”",
        where=step.where or value_id,
        remedy="correct the value in the pack",
    )


def _settings(values: _Values) -> MeasureSettings:
    pack = values.pack
    steps = values.wholes(pack.day_steps) if pack.day_steps and values.has(pack.day_steps) else ()
    return MeasureSettings(
        windows=tuple(_window(window, values) for window in pack.windows),
        illness_codes=frozenset(_numbers_of(pack.codes, [values.word(SICKNESS_CODE)])),
        persistent_percent=values.whole(PERSISTENT),
        severe_percent=values.whole(SEVERE),
        fall_levels=values.wholes(FALL_LEVELS),
        settled_minimum=values.whole(SETTLED_FROM),
        day_steps=steps,
        weekday_minimum=values.whole(WEEKDAY_MINIMUM),
        weekday_factor=values.whole(WEEKDAY_FACTOR),
        recent_weeks=values.whole(RECENT_WEEKS, least=1),
        unauthorised_run_days=values.whole(RETURN_DAYS),
        illness_days=values.whole(SICKNESS_DAYS),
        nothing_in_days=values.whole(NOTHING_IN_DAYS, least=1),
        nothing_minimum_days=values.whole(NOTHING_MINIMUM),
        late_window=LateWindow(WindowUnit.SCHOOL_WEEKS, values.whole(LATE_WEEKS, least=1))
        if values.has(LATE_WEEKS)
        else None,
    )


def _window(window: Window, values: _Values) -> WindowSetting:
    codes = values.pack.codes
    if window.codes == THRESHOLD_CODES:
        counted = [number for number in codes.numbers() if codes.code(number).counts_to_threshold]
    else:
        counted = _numbers_of(codes, window.codes.split())
    held = values.pack.values.get(window.threshold)
    return WindowSetting(
        id=window.id,
        codes=frozenset(counted),
        unit=WindowUnit(window.unit),
        length=values.whole(window.length, least=1, unit=window.unit),
        thresholds=tuple(
            ThresholdStep(step.span.first, step.span.last, _whole(window.threshold, step))
            for step in (held.steps if held else ())
        ),
    )


def _numbers_of(codes: CodeBook, symbols: Sequence[str]) -> list[int]:
    wanted = set(symbols)
    return [number for number in codes.numbers() if codes.code(number).symbol in wanted]


def _school_age(values: _Values) -> SchoolAgeLaw:
    leaving = values.of(LEAVING)
    leaving = leaving if isinstance(leaving, dict) else {}
    month, weekday = leaving.get("month"), leaving.get("weekday")
    if month not in MONTHS or weekday not in WEEKDAYS or month is None or weekday is None:
        raise _unusable(LEAVING, values.step(LEAVING), "a month (1 to 12) and a weekday (0, Monday, to 6)")
    year_begins = values.month_days("school_age.year_begins")
    return SchoolAgeLaw(
        starting_age=values.whole("school_age.starts_at"),
        prescribed_days=values.month_days("school_age.prescribed_days"),
        leaving_age=values.whole("school_age.ends_at"),
        leaving_month=month,
        leaving_weekday=weekday,
        year_begins=year_begins[0],
    )


def _month_day(text: str) -> tuple[int, int] | None:
    """Month and day of “08-31”; None for anything else, and for 29 February, which not every year has."""
    try:
        day = date.fromisoformat(f"2001-{text}")
    except ValueError:
        return None
    return day.month, day.day


def _had_its_time(calendar: SchoolCalendar, on: date, school_days: int) -> date:
    """The latest day whose marks have had that many school days after it by the end of the day before `on`.

    The day after the mark is the first; a mark is past its time once the last of them is over.
    """
    before = [day for day in calendar.days if day < on]
    return before[-school_days - 1] if len(before) > school_days else date.min


def _evidence(values: _Values) -> EvidenceRule | None:
    if not values.has(EVIDENCE_WEEKS):
        return None
    return EvidenceRule(
        min_school_weeks=values.whole(EVIDENCE_WEEKS),
        min_unauthorised=values.whole(EVIDENCE_MARKS),
        majority_over=values.share(EVIDENCE_MAJORITY) / 100,
        majority_if_weeks_over=values.whole(EVIDENCE_MAJORITY_OVER_WEEKS),
    )
