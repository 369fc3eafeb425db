"""The base of every error that a person may read.

An error class lives beside the function that raises it. All of them say what is
wrong, where it is, and what the reader can do next. Programming mistakes are
`assert` or `TypeError`, never one of these.
"""

from __future__ import annotations


class AttendanceError(Exception):
    """Something the reader can put right: what is wrong, where, and what to do."""

    def __init__(self, *, what: str, where: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}.")
        self.what = what
        self.where = where
        self.remedy = remedy
