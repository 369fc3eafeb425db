"""The marks of the benchmarks: as absent as England's pupils are, and always the same."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.generator import build_authority, build_rows_of, build_uniform
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.codes.codebook import UNMARKED, CodeBook
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.packs.load import load_pack

PUPILS = 4_000


@pytest.fixture(scope="module")
def codes() -> CodeBook:
    return load_pack("england").codes


@pytest.fixture(scope="module")
def figures(codes: CodeBook) -> Figures:
    rows = build_rows_of(build_authority(codes, pupils=PUPILS), codes)
    return measure(rows, bind(load_pack("england"), rows.on, rows.axes[0].calendar).settings, codes)


def percent(part: np.ndarray, whole: np.ndarray) -> float:
    return 100 * float(part.sum()) / float(whole.sum())


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [("sessions_attended", 92.8, 0.4), ("sessions_unauthorised_absence", 2.9, 0.3)],
)
def test_a_share_of_possible_sessions_is_near_the_published_one(
    figures: Figures, name: str, published: float, tolerance: float
) -> None:
    assert percent(figures[name], figures["sessions_possible"]) == pytest.approx(published, abs=tolerance)


@pytest.mark.parametrize(
    ("name", "published", "tolerance"),
    [("persistently_absent", 19.0, 1.5), ("severely_absent", 1.8, 0.5)],
)
def test_a_share_of_pupils_is_near_the_published_one(
    figures: Figures, name: str, published: float, tolerance: float
) -> None:
    assert 100 * np.mean(figures[name] == 1) == pytest.approx(published, abs=tolerance)


def test_about_one_pupil_in_twenty_joins_late(codes: CodeBook) -> None:
    table = build_authority(codes, pupils=PUPILS).table

    assert 100 * np.mean((table[:, :2] == UNMARKED).all(axis=1)) == pytest.approx(5, abs=1)


def test_the_same_seed_gives_the_same_marks_and_calendars(codes: CodeBook) -> None:
    one, other = build_authority(codes, pupils=900), build_authority(codes, pupils=900)

    assert np.array_equal(one.table, other.table)
    assert one.calendars == other.calendars
    assert one.calendars[0].days != one.calendars[1].days


def test_another_seed_gives_other_marks(codes: CodeBook) -> None:
    one, other = build_authority(codes, pupils=100, seed=1), build_authority(codes, pupils=100, seed=2)

    assert not np.array_equal(one.table, other.table)


def test_rows_hold_the_marks_of_the_table_in_its_order(codes: CodeBook) -> None:
    authority = build_authority(codes, pupils=900)
    rows = build_rows_of(authority, codes)

    joined = authority.table != UNMARKED
    assert np.array_equal(rows.cells[:, :380][joined], authority.table[joined])


def test_uniform_marks_hold_every_code_about_equally_often(codes: CodeBook) -> None:
    table = build_uniform(codes, pupils=400).table
    shares = np.bincount(table.reshape(-1))[codes.numbers()] / table.size

    assert shares == pytest.approx(1 / len(codes.numbers()), rel=0.1)
