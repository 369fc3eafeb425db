"""The problems of a file as a file: what an officer works through in a spreadsheet.

Values stand exactly as they were found, formulas too, because the officer has to
recognise them; a file for anybody else would have to disarm them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from supportfirst.attendance.vocabulary.problems import PROBLEM_COLUMNS, Problem


def write_problems(problems: Iterable[Problem], stream: TextIO) -> int:
    """Write `file,line,column,value,problem,remedy` as CSV; gives the number of problems.

    Open the stream with newline="" so that a value with a line end keeps it.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(PROBLEM_COLUMNS)
    count = 0
    for problem in problems:
        writer.writerow(problem.row())
        count += 1
    return count
