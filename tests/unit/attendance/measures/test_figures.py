"""Columns of figures say what the pupils' own measures say."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.details import describe
from supportfirst.attendance.measures.figures import YES_NO, Figures
from supportfirst.attendance.measures.run import measure
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_settings
from tests.factories.register_cases import build_case

CODES = build_codebook()
SETTINGS = build_settings(CODES)
APART = (
    "sessions_absent",
    "days_absent_sessions",
    "weekday_flagged",
)  # columns that the JSON gives in another form


@pytest.fixture(scope="module", params=range(4))
def measured(request: pytest.FixtureRequest) -> tuple[PupilRows, Figures]:
    case = build_case(Random(request.param), CODES, pupils=12)  # noqa: S311  (a case, not a secret)
    rows = build_rows(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        codes=CODES,
        on=case.on,
        known_at=case.known_at,
    )
    return rows, measure(rows, SETTINGS, CODES)


def told(measures: dict[str, Any], name: str) -> Any:
    first, _, rest = name.partition(".")
    if first == "sessions_by_code":
        return measures[first].get(rest, 0)
    return told(measures[first], rest) if rest else measures[first]


def as_column_holds_it(value: Any) -> Any:
    if value is None:
        return -1
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else value


def test_it_holds_each_pupils_measure_under_its_dotted_name(measured: tuple[PupilRows, Figures]) -> None:
    rows, figures = measured
    for row in range(len(rows)):
        measures = describe(figures, rows, row, SETTINGS, CODES)
        for name in set(figures.names) - set(APART):
            expected = told(measures, name)
            if name.endswith("_percent") and expected is None:
                assert np.isnan(figures[name][row]), name
            else:
                assert figures[name][row] == as_column_holds_it(expected), name


def test_it_gives_the_forms_that_rules_ask_for(measured: tuple[PupilRows, Figures]) -> None:
    rows, figures = measured
    for row in range(len(rows)):
        measures = describe(figures, rows, row, SETTINGS, CODES)
        absent = measures["sessions_possible"] - measures["sessions_attended"]
        assert figures["sessions_absent"][row] == figures["days_absent_sessions"][row] == absent
        assert figures["weekday_flagged"][row] == len(measures["weekday_pattern"]["flagged"])


def test_it_names_the_columns_that_are_yes_no(measured: tuple[PupilRows, Figures]) -> None:
    _, figures = measured

    for name in YES_NO:
        assert set(np.unique(figures[name])) <= {-1, 0, 1}


def test_it_refuses_a_name_it_does_not_have(measured: tuple[PupilRows, Figures]) -> None:
    _, figures = measured

    assert "attendance" not in figures
    with pytest.raises(KeyError):
        figures["attendance"]
