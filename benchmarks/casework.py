"""How dear the casework is, with every tree, beside the figures of the same pupils; fails when too dear.

Run by `make bench` and `make test-long`. One thread, process CPU time, paired rounds (paired.py), the
largest of the sample schools with its parents and histories. What is judged are ratios; pupils a second
stand beside them for a reader, because they differ from machine to machine. Those of all pupils are of the
whole run, rows and figures included; those of pupils with something due (a line crossed, or any item of the
casework) are of these pupils alone, over rows and figures that stand ready.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.kernel import BODIES, Gated, judge
from benchmarks.paired import Paired, compare
from samples.days import LAST_MARKED
from samples.generate import write_all
from supportfirst.attendance.assessment.collector import collector_paused
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.school import assess_pupils, measured
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.cli.inputs import (
    Told,
    read_calendar_named,
    read_history,
    read_parents,
    read_pupils_file,
    read_registers,
    read_school,
)
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil

SCHOOL = "brackenhurst-high"
MOST_FULL = 5.0  # the gate: the whole assessment at most so many times the CPU of the figures alone
ROUNDS = 4  # the first is dropped
ROUNDS_OF_DUE = 12  # of each body in turn: what else the machine does is not one body's share
TRIES = 3


class Files(NamedTuple):
    """One sample school as it is read under a pack."""

    pack: Pack
    calendar: SchoolCalendar
    marks: Marks
    pupils: list[Pupil]
    casework: CaseFiles


def main() -> int:
    print(f"Every ratio is of process CPU time, one thread, the sample school {SCHOOL} on {LAST_MARKED}.")
    print(f"The least of {ROUNDS - 1} paired rounds; then their median (least to most).\n")
    print(f"{'full assessment with trees / figures alone':52}{'ratio':>8}  {'median':<25}", end="")
    print(f"{'pupils/s':>9}")
    with TemporaryDirectory() as folder:
        write_all(Path(folder))
        schools = [read_files(Path(folder) / SCHOOL, load_pack(body)) for body in BODIES]
    gated = [_steadiest(files) for files in schools]
    _tell_of_due(schools)
    return judge(gated)


def read_files(folder: Path, pack: Pack) -> Files:
    """The files of a school that are there; one that is not is not given."""

    def named(name: str) -> str | None:
        return str(folder / name) if (folder / name).exists() else None

    told = Told()
    roll = read_pupils_file(str(folder / "pupils.csv"), told=told)
    past = read_history(named("history.json"), pack, told=told)
    assert roll is not None, "the school has a pupils file"
    return Files(
        pack=pack,
        calendar=read_calendar_named(
            str(folder / "calendar.csv"), bank_holidays=pack.bank_holidays, told=told
        ),
        marks=read_registers([str(folder / "register.csv")], codes=pack.codes, told=told),
        pupils=list(roll.pupils),
        casework=CaseFiles(
            school=read_school(named("school.json"), told=told),
            parents=read_parents(named("parents.csv"), told=told),
            history=[] if past is None else past.events,
            flags_known=roll.flag_columns,
            unread={} if past is None else past.unread,
        ),
    )


def assess(files: Files, *, casework: bool) -> Assessment:
    """The whole school: its figures and the lines they cross, and its casework too where it is asked for."""
    caseworker = Caseworker(files.pack, LAST_MARKED, None, files.calendar, files.casework)
    return assess_pupils(
        marks=files.marks,
        calendar=files.calendar,
        pupils=files.pupils,
        pack=files.pack,
        on=LAST_MARKED,
        known_at=None,
        known_at_text=None,
        everything=False,
        caseworker=caseworker if casework else None,
    )


def seconds_of(files: Files, wanted: frozenset[str]) -> float:
    """CPU of the full assessment of some pupils alone, over rows and figures that stand ready."""
    school = measured(
        marks=files.marks,
        calendar=files.calendar,
        pupils=files.pupils,
        pack=files.pack,
        on=LAST_MARKED,
        known_at=None,
        everything=False,
        caseworker=Caseworker(files.pack, LAST_MARKED, None, files.calendar, files.casework),
    )
    places = [row for row, upn in enumerate(school.rows.upns) if upn in wanted]
    crossable = school.crossable()
    with collector_paused():
        begun = time.process_time()
        kept = [school.assess(row, crossable) for row in places]
        spent = time.process_time() - begun
    assert len(kept) == len(wanted)
    return spent


def _steadiest(files: Files) -> Gated:
    """The lowest of up to TRIES; no further try once the gate is kept."""
    whole = assess(files, casework=True)
    tries: list[Paired] = []
    while len(tries) < TRIES and not (tries and tries[-1].quietest <= MOST_FULL):
        gc.collect()
        tries.append(
            compare(
                lambda: assess(files, casework=False), lambda: assess(files, casework=True), rounds=ROUNDS
            )
        )
        seconds = tries[-1].work_seconds
        print(f"{files.pack.id:52}{tries[-1].show():35}{len(whole.pupils) / seconds:9,.0f}", flush=True)
    name = f"{files.pack.id}, full / figures alone"
    return Gated(name, min(tries, key=lambda found: found.quietest), MOST_FULL)


def _tell_of_due(schools: list[Files]) -> None:
    """How many pupils with something due are assessed a second, whole, over figures that stand ready."""
    due = [_with_something_due(files) for files in schools]
    seconds: list[list[float]] = [[] for _ in schools]
    for _ in range(ROUNDS_OF_DUE):
        for files, wanted, spent in zip(schools, due, seconds, strict=True):
            spent.append(seconds_of(files, wanted))
    print(f"\n{'pupils with something due, full assessment':52}{'pupils':>8}{'median/s':>10}{'most/s':>8}")
    for files, wanted, spent in zip(schools, due, seconds, strict=True):
        middle, least = statistics.median(spent), min(spent)
        print(f"{files.pack.id:52}{len(wanted):8,}{len(wanted) / middle:10,.0f}{len(wanted) / least:8,.0f}")
    print()


def _with_something_due(files: Files) -> frozenset[str]:
    whole = assess(files, casework=True)
    due = frozenset(pupil.upn for pupil in whole.pupils if pupil.crossed or pupil.case.all())
    assert due, f"nobody has anything due under {files.pack.id}"
    return due


if __name__ == "__main__":
    sys.exit(main())
