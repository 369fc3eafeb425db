"""Programs that kill themselves in the midst of their work, each with a database and a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KILLED = -9


def run(
    program: Path, folder: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    told = {"DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "SUPPORTFIRST_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, str(program), *arguments],
        env={**os.environ, **told, **(more or {}), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class Counted:
    """Counts the statements of a connection; before the one that is named (0: none) the end comes."""

    def __init__(self, kill_before: int) -> None:
        self.count, self._end = 0, kill_before

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self._end:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def places(statements: int, many: int) -> list[int]:
    """So many statements, from the taking of the job to the last of what it writes."""
    first, last = 5, statements - 2
    return [first + (last - first) * place // (many - 1) for place in range(many)]
