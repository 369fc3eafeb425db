"""The machinery of `make prove`: each way of breaking a rule breaks a copy, and says what it did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.prove import GREEN, NO_TESTS, RED, BreakMissed, break_copy, copy_of_project, main, run_marked
from scripts.prove_many import Prover, prover
from tests.prove.breakers import Disable, Edit, MoveValue
from tests.prove.every_breaker import BREAKERS

FILE = "tests/test_planted.py"
PLANTED = """
import pytest
from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.schooldays.school_calendar import monday_of
from datetime import date

@pytest.mark.requirement("COV-05")
def test_planted():
    assert StatisticalClass.AUTHORISED.is_absence
    assert monday_of(date(2025, 3, 5)) == date(2025, 3, 3)
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    values = tmp_path / "values.yaml"
    values.write_text("persistent:\n  steps:\n    - from: 2024-08-19\n      value: 10  # percent\n")
    return tmp_path


def test_a_moved_value_is_written_at_its_place_and_nowhere_else(pack: Path) -> None:
    done = break_copy(pack, MoveValue("values.yaml", ("persistent", "steps", 0, "value"), 11))

    assert done == "values.yaml: persistent/steps/0/value moved from 10 to 11"
    assert "from: 2024-08-19" in (pack / "values.yaml").read_text()
    assert "value: 11" in (pack / "values.yaml").read_text()


@pytest.mark.parametrize(
    "breaker",
    [
        MoveValue("values.yaml", ("severe",), 11),
        MoveValue("values.yaml", ("persistent", "steps", 0, "value"), 10),
        Edit("values.yaml", "value: 12", "value: 13"),
        Disable("no.such.module:rule", "None"),
    ],
)
def test_a_breaker_that_no_longer_fits_says_so(pack: Path, breaker: MoveValue | Edit | Disable) -> None:
    with pytest.raises(BreakMissed):
        break_copy(pack, breaker)


@pytest.mark.long
@pytest.mark.parametrize(
    "breaker",
    [
        Disable("supportfirst.attendance.schooldays.school_calendar:monday_of", "None"),
        Disable("supportfirst.attendance.codes.meaning:StatisticalClass.is_absence", "False"),
        Edit(
            "supportfirst/attendance/codes/meaning.py",
            "in (StatisticalClass.AUTHORISED, ",
            "in (StatisticalClass.PRESENT, ",
        ),
    ],
)
def test_a_marked_test_is_green_in_the_copy_and_red_when_its_rule_is_broken(
    breaker: Disable | Edit,
) -> None:
    with copy_of_project() as copy:
        (copy / FILE).write_text(PLANTED)
        assert run_marked(copy, ["COV-05"], [FILE], quiet=True) == GREEN
        break_copy(copy, breaker)
        assert run_marked(copy, ["COV-05"], [FILE], quiet=True) == RED


@pytest.mark.long
def test_no_marked_test_is_not_green() -> None:
    with copy_of_project() as copy:
        (copy / FILE).write_text(PLANTED)
        assert run_marked(copy, ["COV-06"], [FILE], quiet=True) == NO_TESTS


@pytest.fixture(scope="module")
def proving() -> Iterator[Prover]:
    with prover() as made:
        yield made


@pytest.mark.long
@pytest.mark.parametrize("id_", ["HAL-52", "LAW-05"])  # one is broken in Python, one in a pack
def test_what_was_broken_and_mended_is_green_again(proving: Prover, id_: str) -> None:
    assert proving.as_it_is([id_]) == GREEN
    assert proving.broken(id_, BREAKERS[id_])[0] == RED
    assert proving.as_it_is([id_]) == GREEN


@pytest.mark.long
def test_a_breaker_of_another_rule_does_not_turn_a_proof_red(proving: Prover) -> None:
    assert proving.broken("LAW-05", BREAKERS["HAL-52"])[0] == GREEN


def test_an_unknown_id_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["COV-0"]) == 1
    assert "“COV-0” is not in docs/requirements.csv" in capsys.readouterr().err


def test_no_id_at_all_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "make prove ID=COV-05" in capsys.readouterr().err
