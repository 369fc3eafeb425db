"""A problem found in somebody's file: what, where, and what to do about it.

Problems are values, collected and counted; no input raises. A `warning` is worth
reading and changes no figure; every other problem is a cell that could not be used.
"""

from __future__ import annotations

from dataclasses import dataclass

PROBLEM_COLUMNS = ("file", "line", "column", "value", "problem", "remedy")


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1 with the header as line 1 (0: the file as a whole); `column` is a heading."""

    kind: str  # a stable slug, e.g. "unknown-code"
    file: str
    line: int
    column: str
    value: str
    problem: str
    remedy: str
    warning: bool = False

    def row(self) -> tuple[str, int, str, str, str, str]:
        """The six cells of a problems file, in the order of PROBLEM_COLUMNS."""
        return (self.file, self.line, self.column, self.value, self.problem, self.remedy)
