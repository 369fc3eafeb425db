"""The sessions that a figure opens to are as many as the figure says, for every measure of any register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.measures.details import describe
from supportfirst.attendance.measures.oracle_case import Json, dated_spells, marks_that_count, on_roll
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.measures.settings import LateWindow, WindowUnit
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.casework.bridge.child_sessions import ChildSession
from supportfirst.casework.bridge.figure_terms import FigureTerms
from supportfirst.casework.bridge.figures_behind import Behind, Ground, NoSuchFigure, behind, is_possible
from supportfirst.casework.queries.child_figures import FigureShown, groups_of
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_settings, build_window, numbers_of
from tests.factories.register_cases import RandomCase, RandomPupil, build_case

CODES = build_codebook()
NUMBERS = build_settings(
    CODES,
    windows=(
        build_window(CODES),
        build_window(CODES, id="unauthorised_12_weeks", unit=WindowUnit.CALENDAR_DAYS, length=84),
        build_window(
            CODES,
            id="ill_in_8_school_days",
            codes=numbers_of(CODES, "I", "M"),
            unit=WindowUnit.SCHOOL_DAYS,
            length=8,
        ),
    ),
    late_window=LateWindow(WindowUnit.SCHOOL_WEEKS, 6),
)
TERMS = FigureTerms(
    decimals=1,
    windows={each.id: each.id for each in NUMBERS.windows},
    persistent=10,
    severe=50,
    settled=20,
    unauthorised_days=10,
    illness_days=15,
    nothing_days=21,
    nothing_school_days=5,
    late_window="6 school weeks",
)


def measured(case: RandomCase) -> Iterator[tuple[RandomPupil, Json]]:
    """Each pupil with the measures that the kernel makes, as a site stores them."""
    rows = build_rows(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        codes=CODES,
        on=case.on,
        known_at=case.known_at,
    )
    figures = measure(rows, NUMBERS, CODES)
    for pupil in case.pupils:
        if pupil.upn in rows.upns:
            yield pupil, describe(figures, rows, rows.upns.index(pupil.upn), NUMBERS, CODES)


def ground(case: RandomCase, pupil: RandomPupil, measures: Json) -> Ground:
    """The same pupil's sessions, as a page has them."""
    spells = dated_spells(pupil.marks, pupil.spells, CODES)
    _, standing = marks_that_count(pupil.marks, spells, case.calendar, case.on, case.known_at)
    sessions = []
    for session in case.calendar.sessions:
        if session.day.isoformat() <= measures["measured_to"] and on_roll(session.day, spells):
            code = standing.get(session)
            held = None if code is None else CODES.code(code)
            symbol = "" if code is None else CODES.symbol(code, session.half)
            sessions.append(ChildSession(session.day, int(session.half), held, symbol))
    last = sessions[-1].day if sessions else case.on
    to = type(last).fromisoformat(measures["measured_to"])
    return Ground(sessions, to, first_day_of_year(case.on), case.calendar, NUMBERS, CODES)


def days_of(found: Behind) -> int:
    return len({each.day for each in found.counted})


def check(figure: FigureShown, found: Behind, measures: Json) -> None:
    if figure.counted is not None:
        assert figure.counted == (days_of(found) if figure.in_days else len(found.counted)), figure.name
    name, _, part = figure.name.partition(".")
    last = found.counted[-1].day.isoformat() if found.counted else None
    if name in ("unauthorised_run", "illness") and "_on" in part:
        assert last == measures[name][part], figure.name
    if part == "first_reached_on":
        assert last == measures[name][part], figure.name
    if name == "days_absent_steps" and figure.counted is not None:
        assert last == measures[name][part], figure.name
    if name == "fell_below" and measures[name][part]["first_on"] is not None:
        possible = [each for each in found.looked_at if is_possible(each)]
        assert found.looked_at[-1].day.isoformat() == measures[name][part]["first_on"], figure.name
        attended = len(possible) - len(found.counted)
        assert 100 * attended < int(part) * len(possible), figure.name
    if name == "none_in_3_weeks" and measures[name]:
        assert found.counted == [each for each in found.looked_at if is_possible(each)]


@settings(max_examples=120)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_every_figure_opens_to_as_many_sessions_as_it_says(seed: int) -> None:
    case = build_case(Random(seed), CODES, pupils=3)  # noqa: S311  (a case, not a secret)
    for pupil, measures in measured(case):
        held = ground(case, pupil, measures)
        for group in groups_of(measures, TERMS):
            for figure in group.figures:
                found = behind(held, figure.name)
                check(figure, found, measures)
                assert len(found.counted) + len(found.left_out) == len(found.looked_at)


def test_the_registers_that_are_tried_have_something_behind_every_kind_of_figure() -> None:
    """Else a list that is always empty would agree with a figure that is always nought."""
    met: Counter[str] = Counter()
    for seed in range(60):
        case = build_case(Random(seed), CODES, pupils=3)  # noqa: S311  (a case, not a secret)
        for pupil, measures in measured(case):
            held = ground(case, pupil, measures)
            for group in groups_of(measures, TERMS):
                for figure in group.figures:
                    met[figure.name] += bool(behind(held, figure.name).counted)
    never = {name for name, count in met.items() if not count and "sessions_by_code" not in name}
    assert not never


@pytest.mark.parametrize(
    "name", ["nothing", "recent.nothing", "illness.nothing", "fell_below.93", "weekday_pattern.Sunday", "x.y"]
)
def test_a_name_that_is_no_figure_is_told_from_one_that_counts_nothing(name: str) -> None:
    case = build_case(Random(1), CODES, pupils=1)  # noqa: S311  (a case, not a secret)
    [(pupil, measures), *_] = [*measured(case)] or [(case.pupils[0], {"measured_to": case.on.isoformat()})]
    with pytest.raises(NoSuchFigure):
        behind(ground(case, pupil, measures), name)
