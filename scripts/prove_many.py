"""Prove many requirements, one after another, in one copy of the project: what the long test does.

As `scripts.prove`, but quicker: every run of pytest is the child of one process that has the
libraries imported already, the bytecode of the unbroken project is kept, and so is the text of
the unbroken packs. A broken file is read afresh, and leaves nothing behind when it is mended.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.compiled import forget_compiled
from scripts.prove import (
    arguments_for,
    break_copy,
    copy_of_project,
    environment_for,
    file_broken,
    files_that_prove,
)
from tests.prove.breakers import Breaker

CACHE = "SUPPORTFIRST_CACHE"
KEPT_TEXT, PASSING_TEXT = "kept-text", "passing-text"
APART = 10**9  # nanoseconds: bytecode knows its source by its size and the second of its change


@dataclass(slots=True)
class Prover:
    """A copy of the project, and the process whose children run its tests."""

    copy: Path
    _forks: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        (self.copy / KEPT_TEXT).mkdir()
        self._forks = subprocess.Popen(
            [sys.executable, "-m", "scripts.forked_pytest"],
            cwd=self.copy,
            env={**os.environ, **environment_for(self.copy, ())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def as_it_is(self, ids: Sequence[str]) -> int:
        """pytest's exit code for the proofs of some ids, while nothing is broken."""
        return self._run(ids, self.copy / KEPT_TEXT, keep_bytecode=True)

    def broken(self, id_: str, breaker: Breaker) -> tuple[int, str]:
        """pytest's exit code for the proofs of an id while its rule is broken, and what was done to it."""
        text = (
            self.copy / PASSING_TEXT
        )  # of a broken pack: the next proof must not read it, nor lose the kept one
        shutil.copytree(self.copy / KEPT_TEXT, text, copy_function=os.link)
        try:
            with _breaking(self.copy, breaker) as done:
                return self._run([id_], text, keep_bytecode=False), done
        finally:
            shutil.rmtree(text)

    def close(self) -> None:
        self._forks.communicate()

    def _run(self, ids: Sequence[str], text: Path, *, keep_bytecode: bool) -> int:
        files = sorted({file for id_ in ids for file in files_that_prove(id_)})
        asked = {
            "arguments": ["--exitfirst", *arguments_for(ids, files)],
            "environment": {**environment_for(self.copy, ids), CACHE: str(text)}
            | ({} if keep_bytecode else {"PYTHONDONTWRITEBYTECODE": "1"}),
            "keep_bytecode": keep_bytecode,
        }
        assert self._forks.stdin
        assert self._forks.stdout
        self._forks.stdin.write(json.dumps(asked) + "\n")
        self._forks.stdin.flush()
        return int(self._forks.stdout.readline())


@contextmanager
def prover() -> Iterator[Prover]:
    with copy_of_project() as copy:
        made = Prover(copy)
        try:
            yield made
        finally:
            made.close()


@contextmanager
def _breaking(copy: Path, breaker: Breaker) -> Iterator[str]:
    """The rule broken for a while; afterwards the file is what it was, to the moment of its last change."""
    file = copy / file_broken(breaker)
    before, changed = file.read_bytes(), file.stat().st_mtime_ns
    try:
        done = break_copy(copy, breaker)
        later = max(file.stat().st_mtime_ns, changed + 2 * APART)  # kept bytecode is never taken for its own
        os.utime(file, ns=(later, later))
        yield done
    finally:
        file.write_bytes(before)
        os.utime(file, ns=(changed, changed))
        if "measures" in file.parts:
            forget_compiled(copy / "supportfirst")  # as in breaking: it may hold what was broken
