"""What the benchmark of casework measures; no test here measures time."""

from __future__ import annotations

from pathlib import Path

from benchmarks.casework import assess, read_files
from samples.generate import write_all
from supportfirst.attendance.packs.load import load_pack

SMALLEST = "fernhollow-special"


def test_the_work_is_the_yardsticks_pupils_and_lines_with_their_casework(tmp_path: Path) -> None:
    write_all(tmp_path)
    files = read_files(tmp_path / SMALLEST, load_pack("cambridgeshire"))

    figures, whole = assess(files, casework=False), assess(files, casework=True)

    assert [pupil.measures for pupil in whole.pupils] == [pupil.measures for pupil in figures.pupils]
    assert not any(pupil.case.all() for pupil in figures.pupils)
    assert any(item.finding.because.parts for pupil in whole.pupils for item in pupil.case.all())
