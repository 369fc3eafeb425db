"""Measuring many: with threads, with more windows than a pass holds, with nobody."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows, stack_rows
from supportfirst.attendance.measures.run import compile_kernel, measure
from supportfirst.attendance.vocabulary.marks import Marks
from tests.factories.codes import build_codebook
from tests.factories.measure_settings import build_settings, build_window
from tests.factories.register_cases import build_case

CODES = build_codebook()
SETTINGS = build_settings(CODES)


def rows_of(seed: int, *, pupils: int) -> PupilRows:
    case = build_case(Random(seed), CODES, pupils=pupils)  # noqa: S311  (a case, not a secret)
    return build_rows(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        codes=CODES,
        on=case.on,
        known_at=None,
    )


@pytest.fixture(scope="module")
def rows() -> PupilRows:
    return rows_of(7, pupils=40)


def test_it_gives_the_same_with_several_threads(rows: PupilRows) -> None:
    alone, together = measure(rows, SETTINGS, CODES), measure(rows, SETTINGS, CODES, threads=3)

    for name in alone.names:
        np.testing.assert_array_equal(alone[name], together[name], name)


def test_it_counts_any_number_of_windows(rows: PupilRows) -> None:
    lengths = range(1, 71)
    settings = build_settings(
        CODES, windows=tuple(build_window(CODES, id=f"w{length}", length=length) for length in lengths)
    )

    together = measure(rows, settings, CODES)

    for window in settings.windows[::23]:
        alone = measure(rows, build_settings(CODES, windows=(window,)), CODES)
        for part in ("current", "peak", "first_reached_on"):
            name = f"{window.id}.{part}"
            np.testing.assert_array_equal(together[name], alone[name], name)
    np.testing.assert_array_equal(
        together["sessions_by_code.I"], measure(rows, SETTINGS, CODES)["sessions_by_code.I"]
    )


def test_it_measures_a_pupil_alike_alone_and_among_other_schools(rows: PupilRows) -> None:
    case = build_case(Random(8), CODES, pupils=5)  # noqa: S311
    other = build_rows(
        marks=case.as_marks(),
        calendar=case.calendar,
        pupils=case.as_pupils(),
        codes=CODES,
        on=rows.on,
        known_at=None,
    )

    both = measure(stack_rows([rows, other]), SETTINGS, CODES)

    first, second = measure(rows, SETTINGS, CODES), measure(other, SETTINGS, CODES)
    for name in both.names:
        np.testing.assert_array_equal(both[name], np.concatenate([first[name], second[name]]), name)


def test_it_has_empty_columns_for_nobody() -> None:
    case = build_case(Random(1), CODES, pupils=0)  # noqa: S311
    nobody = build_rows(
        marks=Marks(), calendar=case.calendar, pupils=None, codes=CODES, on=case.on, known_at=None
    )

    assert measure(nobody, SETTINGS, CODES)["sessions_possible"].tolist() == []


def test_it_fills_a_block_again_only_where_it_has_the_shape(rows: PupilRows) -> None:
    one_window = build_settings(CODES, windows=(build_window(CODES),))
    earlier = measure(rows, SETTINGS, CODES)

    again = measure(rows, SETTINGS, CODES, into=earlier.block)
    other = measure(rows, one_window, CODES, into=again.block)

    assert again.block is earlier.block
    assert other.block is not again.block


def test_it_compiles_without_a_pack() -> None:
    compile_kernel()
