"""Refuse a Python file over 400 lines or a function over 60, tests included.

A file that nears the bound is split by topic, not by letter.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("supportfirst", "tests", "scripts", "samples", "benchmarks")
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60


def oversizes(path: Path) -> Iterator[str]:
    """One sentence for the file and for each function in it that is too long."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    lines = len(text.splitlines())
    if lines > MOST_LINES_OF_A_FILE:
        yield f"{name}: {lines} lines; at most {MOST_LINES_OF_A_FILE}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_OF_A_FUNCTION:
                where = f"{name}:{node.lineno}"
                yield f"{where}: {node.name} has {length} lines; at most {MOST_LINES_OF_A_FUNCTION}"


def python_files() -> list[Path]:
    """All of ours; migrations of rows are made by a command, and nobody splits them."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if path.parent.name != "migrations")


def main() -> int:
    found = [sentence for path in python_files() for sentence in oversizes(path)]
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
