"""What reading a register gives: the marks, and an account of every cell that is not one.

`cells = marks + blank + repeated + problems` holds for every input. What is wrong with a
file as a whole (it is not a register, a heading is missing) is no cell and stands in
`file_problems`, with line 0 or the line of the fault; a file with such a problem and no
marks was not usable.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.problems import Problem

LONGEST_VALUE = 1000  # a longer value is cut in the account, never in the data


class Fault(NamedTuple):
    """What is wrong with one distinct value; each cell that holds the value is one problem."""

    kind: str
    value: str
    problem: str
    remedy: str
    column: str = ""  # a heading; "" where the cell's own heading says it

    def at(self, *, file: str, line: int, column: str = "", warning: bool = False) -> Problem:
        return Problem(
            kind=self.kind,
            file=file,
            line=line,
            column=self.column or column,
            value=cut(self.value),
            problem=self.problem,
            remedy=self.remedy,
            warning=warning,
        )


def cut(value: str) -> str:
    """The value itself, or its first 1,000 characters and how long it was."""
    if len(value) <= LONGEST_VALUE:
        return value
    return f"{value[:LONGEST_VALUE]}… ({len(value):,} characters)"


@dataclass(slots=True)
class ExtraColumns:
    """Columns that the register contract does not name, kept by the line they stood on.

    Each distinct text is held once, so a column of class names costs four bytes a row.
    """

    names: list[str] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("i"))
    texts: list[str] = field(default_factory=list)
    _place_of_text: dict[str, int] = field(default_factory=dict)
    _columns: list[array[int]] = field(default_factory=list)

    def keep(self, lines: Sequence[int], columns: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Add one block of rows: the same lines for each (heading, texts).

        A heading that comes twice is kept twice: “House”, “House (2)”.
        """
        if not columns:
            return
        before = len(self.lines)
        self.lines.extend(lines)
        seen: dict[str, int] = {}
        for heading, texts in columns:
            seen[heading] = seen.get(heading, 0) + 1
            name = heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"
            if name not in self.names:
                self.names.append(name)
                self._columns.append(array("i"))
            held = self._columns[self.names.index(name)]
            held.extend([-1] * (before - len(held)))  # rows of an earlier sheet without this column
            held.extend(map(self._place, texts))

    def of_line(self, line: int) -> dict[str, str]:
        """The extra cells of a line, by heading (of several sheets the first's); empty for no row."""
        try:
            place = self.lines.index(line)
        except ValueError:
            return {}
        return {
            name: self.texts[column[place]]
            for name, column in zip(self.names, self._columns, strict=True)
            if place < len(column) and column[place] >= 0
        }

    def _place(self, text: str) -> int:
        place = self._place_of_text.get(text)
        if place is None:
            place = self._place_of_text[text] = len(self.texts)
            self.texts.append(text)
        return place


@dataclass(slots=True)
class ReadRegister:
    """The outcome of `parse_register`; see the file's docstring for the sum that always holds."""

    marks: Marks = field(default_factory=Marks)
    cells: int = 0
    blank: int = 0
    repeated: int = 0
    problems: list[Problem] = field(default_factory=list)  # one a cell, in the order of the file
    warnings: list[Problem] = field(default_factory=list)  # change no figure
    file_problems: list[Problem] = field(default_factory=list)  # of the file as a whole: no cells
    layout: str = ""  # "long", "days", "grid", "strings", "transfer file", or "" when not recognised
    encoding: str = ""
    extra_columns: ExtraColumns = field(default_factory=ExtraColumns)

    @property
    def all_problems(self) -> list[Problem]:
        """What is wrong with the file, then what is wrong with its cells."""
        return [*self.file_problems, *self.problems]
