"""A school, or an authority, assessed in one go: marks, calendar and pack to every finding.

Figures come from the measures, lines from the pack; the columns of batch/ tell which
rules a pupil could have crossed, and only those are held against the pupil one by one
and given a tree (all of them when everything is asked for).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.assessment.batch.crossing import rules_to_judge
from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.case_items import JudgesCases
from supportfirst.attendance.assessment.collector import collector_paused
from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.pupil_by_pupil import PupilByPupil, check_day
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.details import Describer
from supportfirst.attendance.measures.figures import Figures
from supportfirst.attendance.measures.run import measure
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil


def assess_pupils(
    *,
    marks: Marks,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    pack: Pack,
    on: date,
    known_at: int | None,
    known_at_text: str | None,
    everything: bool,
    only: str | None = None,
    caseworker: JudgesCases | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Assessment:
    """Every pupil's figures and lines on a day. Raises DayOutsidePack.

    known_at: microseconds since 1970 UTC, or None for everything known; known_at_text is
    how it was asked for. only: keep one UPN. caseworker: judges each pupil's casework too.
    everything: judge every rule for every pupil.
    """
    school = measured(
        marks=marks,
        calendar=calendar,
        pupils=pupils,
        pack=pack,
        on=on,
        known_at=known_at,
        everything=everything,
        caseworker=caseworker,
    )
    rows = school.rows
    wanted = [row for row in range(len(rows)) if only is None or rows.upns[row] == only]
    crossable = school.crossable()
    assessed = []
    with collector_paused():
        for done, row in enumerate(wanted, start=1):
            assessed.append(school.assess(row, crossable))
            if progress is not None and done % 100 == 0:
                progress(done, len(wanted))
    return Assessment(
        on=on,
        known_at=known_at_text,
        known_at_complete=rows.known_at_complete and (caseworker is None or caseworker.moments_complete()),
        pack=pack,
        left_out=rows.left_out_in_all,
        events_left_out=caseworker.left_out() if caseworker is not None else {},
        pupils=assessed,
    )


def measured(
    *,
    marks: Marks,
    calendar: SchoolCalendar,
    pupils: Sequence[Pupil] | None,
    pack: Pack,
    on: date,
    known_at: int | None,
    everything: bool,
    caseworker: JudgesCases | None = None,
) -> _School:
    """The school with its figures, ready to be assessed pupil by pupil. Raises DayOutsidePack."""
    check_day(pack, on)
    rows = build_rows(
        marks=marks, calendar=calendar, pupils=pupils, codes=pack.codes, on=on, known_at=known_at
    )
    binding = bind(pack, on, calendar)
    figures = measure(rows, binding.settings, pack.codes)
    describer = Describer(figures, rows, binding.settings, pack.codes)
    by_upn = {pupil.upn: pupil for pupil in pupils or ()}
    return _School(
        figures,
        PupilByPupil(rows, describer.describe, binding, calendar, by_upn, caseworker, everything),
    )


@dataclass(slots=True)
class _School:
    figures: Figures
    pupils: PupilByPupil

    @property
    def rows(self) -> PupilRows:
        return self.pupils.rows

    def crossable(self) -> list[list[int]] | None:
        """For each row the places of the rules that it could have crossed; None: all are to be judged."""
        pupils = self.pupils
        if pupils.everything:
            return None
        return rules_to_judge(pupils.rows, self.figures, pupils.binding, pupils.ages)

    def assess(self, row: int, crossable: Sequence[Sequence[int]] | None) -> PupilAssessment:
        """One pupil; `crossable` gives the places of the rules that could be crossed, None: judge all."""
        return self.pupils.assess(row, None if crossable is None else crossable[row])
