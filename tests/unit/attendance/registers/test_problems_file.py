"""Problems as a CSV file."""

import csv
import io

from supportfirst.attendance.registers.problems_file import write_problems
from tests.factories.registers import ADA, read


def test_values_it_writes_exactly_as_they_were_found():
    found = read(f'upn,date,session,code\n{ADA},2025-09-03,AM,"=1,""2"\n')
    stream = io.StringIO(newline="")

    count = write_problems(found.all_problems, stream)

    [headings, row] = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert count == 1
    assert headings == ["file", "line", "column", "value", "problem", "remedy"]
    assert row[:4] == ["register.csv", "2", "code", '=1,"2']
    assert all(row[4:])
