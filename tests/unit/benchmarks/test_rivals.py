"""Three other ways to the same figures agree with the kernel's, and a difference would be seen."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.rivals import COMMON, Case, build_case, differences, rivals_of
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.run import measure


@pytest.fixture(scope="module")
def case() -> Case:
    return build_case(600)  # two schools with calendars of their own


@pytest.fixture(scope="module")
def figures(case: Case) -> Figures:
    return measure(case.rows, case.settings, case.codes)


@pytest.mark.parametrize("rival", ["plain NumPy", "DuckDB", "pandas"])
def test_a_rival_gives_the_same_figures(case: Case, figures: Figures, rival: str) -> None:
    found = rivals_of(case)[rival]()

    assert differences(figures, found) == []


@pytest.mark.parametrize("name", COMMON)
def test_the_figures_compared_are_not_all_alike(figures: Figures, name: str) -> None:
    assert len(np.unique(figures[name])) > 1


@pytest.mark.parametrize("name", COMMON)
def test_one_wrong_figure_of_one_pupil_is_named(figures: Figures, name: str) -> None:
    found = {each: np.array(figures[each]) for each in COMMON}
    found[name][7] += 1

    sentences = differences(figures, found)

    assert len(sentences) == 1
    assert sentences[0].startswith(f"{name}: 1 differ; pupil 7 has ")
