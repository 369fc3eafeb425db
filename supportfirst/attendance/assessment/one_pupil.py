"""One pupil assessed by themselves, for a page that shows one child: the same answer, without the kernel.

`school` gives the same to the byte, counted by the compiled kernel, which takes seconds to load and pays for
many pupils. Here the measures are those of `oracle`, and each rule is held against this pupil alone.
"""

from __future__ import annotations

from datetime import date

from supportfirst.attendance.assessment.binding import bind
from supportfirst.attendance.assessment.case_items import JudgesCases
from supportfirst.attendance.assessment.document import Assessment
from supportfirst.attendance.assessment.pupil_by_pupil import PupilByPupil, check_day
from supportfirst.attendance.assessment.ranks import NOT_MET, Ranks
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.measures.oracle import measure_pupil
from supportfirst.attendance.measures.oracle_case import PlainMark
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil
from supportfirst.attendance.vocabulary.sessions import Session


def assess_one(
    *,
    upn: str,
    marks: Marks,
    calendar: SchoolCalendar,
    pupil: Pupil | None,
    pack: Pack,
    on: date,
    known_at: int | None,
    known_at_text: str | None,
    everything: bool,
    caseworker: JudgesCases | None = None,
) -> Assessment:
    """One pupil's figures and lines on a day, as `assess_pupils` gives them. Raises DayOutsidePack.

    marks: this pupil's alone; pupil: None where there is no pupils file, or no row in it. A pupil of whom
    there is neither is in the result as little as there.
    """
    assert set(marks.upns) <= {upn}, "marks of another pupil"
    check_day(pack, on)
    pupils = [] if pupil is None else [pupil]
    rows = build_rows(
        marks=marks, calendar=calendar, pupils=pupils, codes=pack.codes, on=on, known_at=known_at
    )
    binding = bind(pack, on, calendar)
    measures = measure_pupil(
        marks=_plain(marks),
        spells=() if pupil is None else pupil.spells,
        calendar=calendar,
        codes=pack.codes,
        settings=binding.settings,
        on=on,
        known_at=known_at,
    )
    alone = PupilByPupil(
        rows,
        lambda _: measures,
        binding,
        calendar,
        {each.upn: each for each in pupils},
        caseworker,
        everything,
    )
    return Assessment(
        on=on,
        known_at=known_at_text,
        known_at_complete=rows.known_at_complete and (caseworker is None or caseworker.moments_complete()),
        pack=pack,
        left_out=rows.left_out_in_all,
        events_left_out=caseworker.left_out() if caseworker is not None else {},
        pupils=[
            alone.assess(row, None if everything else _not_unmet(alone, row)) for row in range(len(rows))
        ],
    )


def _plain(marks: Marks) -> list[PlainMark]:
    columns = zip(marks.session, marks.code, marks.recorded_at, strict=True)
    return [PlainMark(Session.of_number(session), code, moment) for session, code, moment in columns]


def _not_unmet(alone: PupilByPupil, row: int) -> list[int]:
    """The places, in the binding's rules, of those that are not plainly unmet."""
    facts, ranks = alone.facts(row, alone.describe(row)), Ranks(alone.day, alone.binding.on)
    rules = alone.binding.rules
    return [place for place, rule in enumerate(rules) if ranks.of(rule.when, facts.known) != NOT_MET]
