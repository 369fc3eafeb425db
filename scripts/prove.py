"""Show that a requirement's proof can fail: its tests pass, its rule is broken, its tests go red.

Everything happens in a copy of the project in a temporary folder; the working copy is not
touched. Exit 0 only when the tests were green before the break and red after it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from scripts.compiled import forget_compiled
from scripts.traceability import ROOT, Proof, catalogue, proofs
from tests.prove.breakers import Breaker, Disable, Edit, MoveValue
from tests.prove.every_breaker import BREAKERS

COPIED = ("supportfirst", "tests", "samples", "scripts", "docs", "benchmarks", "pyproject.toml", "README.md")
NOT_COPIED = shutil.ignore_patterns("*.pyc", ".hypothesis", "*.egg-info")
WORKED_CASES = "tests/spec/worked_cases/test_worked_cases.py"
WORKED_CASES_OF = "SUPPORTFIRST_WORKED_CASES_OF"  # packs, separated by spaces; all where it is not set
GREEN, RED, NO_TESTS = 0, 1, 5


class BreakMissed(Exception):
    """The breaker no longer fits the file it names."""


@contextmanager
def copy_of_project() -> Iterator[Path]:
    """A copy with its files' times kept, so that the compiled kernel beside them stays valid."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, Path(folder) / name, ignore=NOT_COPIED)
            elif source.exists():
                shutil.copy2(source, Path(folder) / name)
        yield Path(folder)


def file_broken(breaker: Breaker) -> str:
    """The file that a breaker changes, from the project's root."""
    if isinstance(breaker, Disable):
        return breaker.function.partition(":")[0].replace(".", "/") + ".py"
    return breaker.file


def break_copy(copy: Path, breaker: Breaker) -> str:
    """Break the rule in the copy; returns a sentence that says what was done."""
    if "measures" in file_broken(breaker):
        forget_compiled(copy / "supportfirst")  # a compiled kernel may not outlive the code it came from
    if isinstance(breaker, Edit):
        return _edit(copy, breaker)
    if isinstance(breaker, MoveValue):
        return _move(copy, breaker)
    return _disable(copy, breaker)


def _edit(copy: Path, breaker: Edit) -> str:
    path = copy / breaker.file
    text = path.read_text(encoding="utf-8")
    if text.count(breaker.find) != 1:
        raise BreakMissed(
            f"{breaker.file}: “{breaker.find}” stands {text.count(breaker.find)} times, not once"
        )
    path.write_text(text.replace(breaker.find, breaker.replace), encoding="utf-8")
    return f"{breaker.file}: “{breaker.find.strip()}” became “{breaker.replace.strip()}”"


def _move(copy: Path, breaker: MoveValue) -> str:
    path = copy / breaker.file
    yaml = YAML()
    yaml.width = 10_000
    content = yaml.load(path.read_text(encoding="utf-8"))
    place = content
    try:
        for key in breaker.path[:-1]:
            place = place[key]
        before = place[breaker.path[-1]]
    except (KeyError, IndexError, TypeError) as error:
        raise BreakMissed(f"{breaker.file}: nothing at {'/'.join(map(str, breaker.path))}") from error
    if before == breaker.to:
        raise BreakMissed(f"{breaker.file}: {'/'.join(map(str, breaker.path))} is {before} already")
    place[breaker.path[-1]] = breaker.to
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
    return f"{breaker.file}: {'/'.join(map(str, breaker.path))} moved from {before} to {breaker.to}"


def _disable(copy: Path, breaker: Disable) -> str:
    module, _, function = breaker.function.partition(":")
    path = copy / file_broken(breaker)
    if not path.exists():
        raise BreakMissed(f"there is no module {module}")
    text = path.read_text(encoding="utf-8")
    if f"def {function.rpartition('.')[2]}(" not in text:
        raise BreakMissed(f"{module} has no function {function}")
    answer = f"lambda *given, **named: {breaker.returns}"
    if f"@property\n    def {function.rpartition('.')[2]}(" in text:
        answer = f"property({answer})"
    path.write_text(f"{text}\n\n{function} = {answer}\n", encoding="utf-8")
    return f"{breaker.function} now always returns {breaker.returns}"


@cache
def _proofs() -> dict[str, list[Proof]]:
    """What proves what, read once: the tests do not change while a rule is broken in a copy."""
    return proofs()


def files_that_prove(id_: str) -> list[str]:
    """The test files to run for an id; worked cases are run by one test file for all of them."""
    return sorted({WORKED_CASES if proof.is_worked_case else proof.file for proof in _proofs()[id_]})


def packs_that_prove(ids: Sequence[str]) -> list[str]:
    """The packs whose worked cases prove some of the ids; reading the others would only take time."""
    cases = [proof.file for id_ in ids for proof in _proofs().get(id_, ()) if proof.is_worked_case]
    return sorted({Path(file).parents[1].name for file in cases})


def run_marked(copy: Path, ids: Sequence[str], files: Sequence[str], *, quiet: bool = False) -> int:
    """Run the tests of these files that are marked with an id, inside the copy; pytest's exit code.

    Quietly, the first failure is answer enough.
    """
    command = [sys.executable, "-m", "pytest", *arguments_for(ids, files)]
    command += ["--exitfirst"] if quiet else []
    environment = {**os.environ, **environment_for(copy, ids), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=quiet, check=False)
    return done.returncode


def arguments_for(ids: Sequence[str], files: Sequence[str]) -> list[str]:
    marked = [word for id_ in ids for word in ("--requirement", id_)]
    return ["-q", "--no-header", "--tb=line", "-p", "no:randomly", *marked, *files]


def environment_for(copy: Path, ids: Sequence[str]) -> dict[str, str]:
    """What differs from our own: the copy is first on the path of every process that a test starts."""
    return {"PYTHONPATH": str(copy), WORKED_CASES_OF: " ".join(packs_that_prove(ids))}


def why_not(id_: str) -> str:
    """Why this id cannot be tried, or "" when it can."""
    if id_ not in catalogue():
        return f"“{id_}” is not in docs/requirements.csv"
    if id_ not in proofs():
        return f"nothing proves {id_} yet (docs/unproved.txt)"
    if id_ not in BREAKERS:
        return f"tests/prove/breakers.py does not say how to break {id_}"
    return ""


def prove(id_: str) -> int:
    print(f"{id_}: {catalogue()[id_].requirement}")
    for proof in proofs()[id_]:
        print(f"  proved by {proof}")
    files = files_that_prove(id_)
    with copy_of_project() as copy:
        print("\nAs it is:", flush=True)
        if run_marked(copy, [id_], files) != GREEN:
            print(f"{id_}: NOT shown. The marked tests must pass before the rule is broken.")
            return 1
        try:
            print(f"\nBroken: {break_copy(copy, BREAKERS[id_])}", flush=True)
        except BreakMissed as missed:
            print(f"{id_}: NOT shown. {missed}")
            return 1
        if run_marked(copy, [id_], files) != RED:
            print(f"{id_}: NOT shown. The rule is broken and the marked tests did not fail.")
            return 1
    print(f"\n{id_}: shown. Green as it is, red when its rule is broken.")
    return 0


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("Say which requirement: make prove ID=COV-05", file=sys.stderr)
        return 2
    reason = why_not(arguments[0])
    if reason:
        print(reason, file=sys.stderr)
        return 1
    return prove(arguments[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
