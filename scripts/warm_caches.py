"""Compile the kernel and read every pack once, so that a user's first assessment does not wait."""

from __future__ import annotations

import sys
from array import array
from compileall import compile_dir
from datetime import date

from scripts.compiled import forget_compiled
from scripts.traceability import ROOT
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.measures.run import compile_kernel
from supportfirst.attendance.packs.load import load_pack, warm_cache
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.sessions import Half, Session


def main() -> int:
    print("set-up: compiling the kernel and reading the packs, once", flush=True)
    forget_compiled(ROOT / "supportfirst")
    compile_dir(ROOT / "supportfirst", quiet=1)  # some systems tell Python to keep no bytecode of its own
    warm_cache()
    compile_kernel()
    _assess_somebody()
    return 0


def _assess_somebody() -> None:
    """One invented mark under the pack that asks for a period of evidence: that part is compiled apart."""
    pack = load_pack("cambridgeshire")
    monday = date(2025, 9, 1)
    marks = Marks(
        upns=["invented"], pupil=array("i", [0]), session=array("i", [Session(monday, Half.AM).number])
    )
    marks.code = array("B", [pack.codes.read("O", monday).number])
    marks.recorded_at, marks.recorder, marks.line = (
        array("q", [NOT_RECORDED]),
        array("i", [0]),
        array("i", [0]),
    )
    assess_pupils(
        marks=marks,
        calendar=SchoolCalendar([Session(monday, half) for half in Half]),
        pupils=None,
        pack=pack,
        on=monday,
        known_at=None,
        known_at_text=None,
        everything=False,
    )


if __name__ == "__main__":
    sys.exit(main())
