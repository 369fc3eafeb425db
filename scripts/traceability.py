"""Which requirement is proved by what: the catalogue, the marks in tests, the worked cases.

A requirement counts as proved when a test carries `@pytest.mark.requirement("ID")`, or a
worked case under supportfirst/policy/ lists it. Tests are read as text and not run, so the
answer takes a second; that the proof is a real one is what `make prove ID` shows.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from supportfirst.attendance.packs.worked_cases import read_cases

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "docs" / "requirements.csv"
UNPROVED = ROOT / "docs" / "unproved.txt"
UNPROVED_HEADER = (
    "# Requirements that nothing proves yet. This list only shrinks; `make docs` takes proved ones out.\n"
)
CEILING = "# ceiling: "


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of docs/requirements.csv; `test` says what would show that it holds."""

    id: str
    issue: str
    body: str
    area: str
    actor: str
    kind: str
    requirement: str
    test: str
    source_document: str
    source_section: str


@dataclass(frozen=True, order=True, slots=True)
class Proof:
    """One thing that proves one requirement: a test, or a worked case beside the rules."""

    id: str
    file: str  # from the project's root
    name: str  # of the test, or of the worked case

    @property
    def is_worked_case(self) -> bool:
        return self.file.endswith(".yaml")

    def __str__(self) -> str:
        return f"{self.file}::{self.name}"


def catalogue() -> dict[str, Requirement]:
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Requirement(**row) for row in csv.DictReader(file)}


def _marked(nodes: list[ast.expr]) -> Iterator[str]:
    """Ids in calls such as `pytest.mark.requirement("COV-05")`, however deep inside a decorator."""
    for node in nodes:
        for call in ast.walk(node):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if call.func.attr == "requirement":
                for word in call.args:
                    if isinstance(word, ast.Constant) and isinstance(word.value, str):
                        yield word.value


def _tests(body: list[ast.stmt], above: list[ast.expr], prefix: str) -> Iterator[tuple[str, str]]:
    """(id, test name) for each test in a module's or class's body; marks above it are its own too."""
    for node in body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            above = [*above, node.value]
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _tests(node.body, [*above, *node.decorator_list], f"{prefix}{node.name}::")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for id_ in _marked([*above, *node.decorator_list]):
                yield id_, f"{prefix}{node.name}"


def proofs_in_test(path: Path) -> list[Proof]:
    file = path.relative_to(ROOT).as_posix()
    module = ast.parse(path.read_text(encoding="utf-8"))
    return [Proof(id_, file, name) for id_, name in _tests(module.body, [], "")]


def proofs_in_worked_cases(pack: Path) -> list[Proof]:
    """What the worked cases of a pack's folder list; a file with a fault is `check-pack`'s to name."""
    cases, _ = read_cases(pack)
    return [
        Proof(id_, (pack.parent / case.file).relative_to(ROOT).as_posix(), case.name)
        for case in cases
        for id_ in case.requirements
    ]


def proofs() -> dict[str, list[Proof]]:
    """Every proof by requirement id, in a settled order."""
    found = {proof for path in (ROOT / "tests").rglob("test_*.py") for proof in proofs_in_test(path)}
    packs = (path.parent for path in (ROOT / "supportfirst" / "policy").glob("*/pack.yaml"))
    found |= {proof for pack in packs for proof in proofs_in_worked_cases(pack)}
    by_id: dict[str, list[Proof]] = {}
    for proof in sorted(found):
        by_id.setdefault(proof.id, []).append(proof)
    return by_id


def unproved_list() -> tuple[int, list[str]]:
    """The committed ceiling, and the ids in docs/unproved.txt."""
    lines = UNPROVED.read_text(encoding="utf-8").splitlines()
    ceiling = next(int(line.removeprefix(CEILING)) for line in lines if line.startswith(CEILING))
    return ceiling, [line for line in lines if line and not line.startswith("#")]


def write_unproved() -> str:
    """Take proved ids out of docs/unproved.txt; returns a sentence where an id lost its proof, else ""."""
    proved = proofs()
    now = [id_ for id_ in catalogue() if id_ not in proved]
    ceiling = unproved_list()[0] if UNPROVED.exists() else len(now)
    if len(now) > ceiling:
        _, before = unproved_list()
        lost = ", ".join(sorted(set(now) - set(before)))
        return f"docs/unproved.txt may only shrink, and these lost their proof: {lost}"
    UNPROVED.write_text(UNPROVED_HEADER + f"{CEILING}{len(now)}\n" + "\n".join(now) + "\n", encoding="utf-8")
    return ""
