"""The catalogue and its proofs: known ids, a list of the unproved that only shrinks, a breaker for each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from scripts import traceability
from scripts.prove import GREEN, RED, copy_of_project
from scripts.prove_many import Prover, prover
from scripts.traceability import ROOT, catalogue, proofs, unproved_list
from tests.prove.every_breaker import BREAKERS

PARTS = 6  # of the proofs, each run once as it is: all at once would keep one process waiting for another


def test_the_catalogue_holds_each_requirement_once() -> None:
    lines = traceability.CATALOGUE.read_text(encoding="utf-8").splitlines()

    assert len(catalogue()) == 756
    assert len(lines) == 757


def test_every_id_in_a_test_or_worked_case_is_in_the_catalogue() -> None:
    unknown = {id_: [str(proof) for proof in found] for id_, found in proofs().items()}
    for id_ in catalogue():
        unknown.pop(id_, None)

    assert unknown == {}


def test_the_list_of_unproved_requirements_is_exact() -> None:
    _, listed = unproved_list()
    proved = proofs()

    assert listed == [id_ for id_ in catalogue() if id_ not in proved], "run `make docs`"


def test_the_list_of_unproved_requirements_does_not_grow() -> None:
    ceiling, listed = unproved_list()

    assert len(listed) == ceiling, "run `make docs`; the ceiling goes down with the list and never up"


def test_every_proved_requirement_can_be_broken() -> None:
    assert sorted(set(proofs()) - set(BREAKERS)) == [], "say how in tests/prove/breakers.py"


def test_every_breaker_belongs_to_a_proved_requirement() -> None:
    assert sorted(set(BREAKERS) - set(proofs())) == []


def test_the_scan_reads_marks_on_functions_classes_modules_and_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traceability, "ROOT", tmp_path)
    module = tmp_path / "test_planted.py"
    module.write_text(
        "pytestmark = pytest.mark.requirement('A')\n"
        "@pytest.mark.requirement('B')\n"
        "class TestOne:\n"
        "    @pytest.mark.requirement('C', 'D')\n"
        "    def test_first(self): ...\n"
        "@pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.requirement('E'))])\n"
        "def test_second(x): ...\n"
        "def not_a_test(): ...\n"
    )

    found = {(proof.id, proof.name) for proof in traceability.proofs_in_test(module)}

    assert found == {(id_, "TestOne::test_first") for id_ in "ABCD"} | {(id_, "test_second") for id_ in "AE"}


def test_the_scan_reads_the_requirements_of_worked_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traceability, "ROOT", tmp_path)
    case = tmp_path / "policy" / "body" / "worked_cases" / "late.yaml"
    case.parent.mkdir(parents=True)
    case.write_text(
        "title: Lateness\n"
        "calendar: {terms: [2024-09-02 to 2025-05-23]}\n"
        "cases:\n"
        "  - {name: ten, on: 2024-11-22, marks: [/ 9], expected: {x: met}, requirements: [COV-01, COV-05]}\n"
        "  - {name: nine, on: 2024-11-22, marks: [/ 9], expected: {a.b: not_met}}\n"
    )

    found = traceability.proofs_in_worked_cases(tmp_path / "policy" / "body")

    file = "policy/body/worked_cases/late.yaml"
    assert [(proof.id, proof.file, proof.name) for proof in found] == [
        ("COV-01", file, "ten"),
        ("COV-05", file, "ten"),
    ]
    assert all(proof.is_worked_case for proof in found)


@pytest.fixture(scope="module")
def proving() -> Iterator[Prover]:
    """One copy of the project for all breakers of this process."""
    with prover() as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run: what one process found green need not be run by another."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def green(proving: Prover, ids: Sequence[str], found: Path) -> int:
    """pytest's exit code for the proofs of some ids as they are, from this process or from another."""
    found.parent.mkdir(parents=True, exist_ok=True)  # other runs on this machine may have tidied it away
    with found.open("a+") as file:
        flock(file, LOCK_EX)
        file.seek(0)
        told = file.read()
        if not told:
            told = str(proving.as_it_is(ids))
            file.write(told)
    return int(told)


def company(id_: str) -> tuple[int, list[str]]:
    """Which part an id belongs to, and the ids of that part, which are found green together."""
    parts = {each: place * PARTS // len(BREAKERS) for place, each in enumerate(sorted(BREAKERS))}
    return parts[id_], [each for each, part in parts.items() if part == parts[id_]]


@pytest.mark.long
@pytest.mark.parametrize("id_", sorted(BREAKERS))
def test_a_proof_goes_red_when_its_rule_is_broken(id_: str, proving: Prover, shared: Path) -> None:
    part, ids = company(id_)
    assert green(proving, ids, shared / f"green-{part}") == GREEN, f"not green unbroken: {ids}"

    code, done = proving.broken(id_, BREAKERS[id_])

    assert code == RED, done


def test_every_breaker_is_in_a_part_that_is_seen_green() -> None:
    parts = dict(map(company, BREAKERS))

    assert sorted(id_ for ids in parts.values() for id_ in ids) == sorted(BREAKERS)
    assert len(parts) == PARTS


def test_the_project_itself_is_not_what_gets_broken() -> None:
    with copy_of_project() as copy:
        assert ROOT not in [copy, *copy.parents]
        assert (copy / "supportfirst" / "__init__.py").exists()
