"""The files of the project, as the house tests see them: tracked, or new and not ignored."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

from scripts.traceability import ROOT

BINARY = {".xlsx", ".gz", ".zip", ".pdf", ".png", ".parquet", ".npz"}
OURS = ("supportfirst", "scripts", "samples", "benchmarks")


@lru_cache(maxsize=1)
def project_files() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    return tuple(sorted({ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


def text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix not in BINARY]


def modules(*folders: str) -> list[Path]:
    """Python files under the given folders (by default all but the tests)."""
    wanted = [ROOT / folder for folder in folders or OURS]
    return [
        path for path in project_files() if path.suffix == ".py" and any(f in path.parents for f in wanted)
    ]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
