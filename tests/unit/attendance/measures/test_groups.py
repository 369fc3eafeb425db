"""Figures of groups: ratios of sums, spell by spell, flag by flag."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.measures.groups import (
    NOT_KNOWN,
    AbsenceShares,
    GroupTotals,
    enrolments_in,
    enrolments_of,
    known_groups,
    summarise,
)
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Mark, Marks, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED
from supportfirst.attendance.vocabulary.people import Flag, Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook

CODES = build_codebook()
SHARES = AbsenceShares(Fraction(1, 10), Fraction(1, 2))
MONDAY = date(2025, 9, 1)
FRIDAY = date(2025, 9, 5)
WEEK = np.arange(10, dtype=np.int32) + MONDAY.toordinal() * 2


def row(text):
    """Ten cells from ten characters: a code, `.` for no mark, `x` for a session off roll."""
    special = {".": UNMARKED, "x": OUTSIDE}
    return [special[c] if c in special else CODES.read(c, MONDAY).number for c in text]


def week_of(*pupils_and_marks):
    cells = np.array([row(text) for _, text in pupils_and_marks], np.uint8)
    return enrolments_of(cells, WEEK, [pupil for pupil, _ in pupils_and_marks])


def figures(enrolments, by, on=FRIDAY):
    summary = summarise(enrolments, by=[by], on=on, codes=CODES, shares=SHARES)
    return dict(zip(summary.tables[0].groups, summary.tables[0].totals, strict=True))


def pupil(upn="A", **spell):
    return Pupil(upn, spells=(Spell(start=MONDAY, **spell),))


def test_a_group_it_adds_up_sessions_and_never_averages_percentages():
    # one pupil of 2 possible sessions with none attended, one of 10 with all: 10 of 12, not 50 %
    week = week_of((pupil(school="Oak"), "OO........"), (pupil("B", school="Oak"), "//////////"))

    oak = figures(week, "school")["Oak"]

    assert (oak.attended, oak.possible, oak.unmarked, oak.enrolments) == (10, 12, 8, 2)


def test_every_code_it_counts_and_shows_present_by_half():
    week = week_of((pupil(), "//LLIUOG.D"))

    total = summarise(week, by=[], on=FRIDAY, codes=CODES, shares=SHARES).total

    assert total.by_symbol == {"/": 1, "\\": 1, "L": 2, "I": 1, "U": 1, "O": 1, "G": 1, "D": 1}
    assert (total.attended, total.authorised, total.unauthorised, total.late) == (4, 1, 3, 3)
    assert (total.possible, total.unmarked) == (8, 1)


@pytest.mark.parametrize(
    ("marks", "persistent", "severe"),
    [
        ("O/////////", 1, 0),
        ("//////////", 0, 0),
        ("OOOOO/////", 1, 1),
        ("OOOO//////", 1, 0),
        ("..........", 0, 0),
    ],
)
def test_persistent_and_severe_absence_it_counts_at_exactly_the_share(marks, persistent, severe):
    total = summarise(week_of((pupil(), marks)), by=[], on=FRIDAY, codes=CODES, shares=SHARES).total

    assert (total.persistently_absent, total.severely_absent) == (persistent, severe)
    assert total.enrolments == 1
    assert total.enrolments_with_possible == (0 if marks == ".........." else 1)


def test_a_pupil_who_moved_school_it_counts_as_two_enrolments_each_with_its_own_marks():
    mover = Pupil(
        "A",
        spells=(
            Spell(MONDAY, date(2025, 9, 2), school="Oak"),
            Spell(date(2025, 9, 3), None, school="Ash"),
        ),
    )

    found = figures(week_of((mover, "OOOO//////"), (pupil("B", school="Ash"), "//////////")), "school")

    assert (found["Oak"].enrolments, found["Oak"].unauthorised, found["Oak"].attended) == (1, 4, 0)
    assert (found["Ash"].enrolments, found["Ash"].unauthorised, found["Ash"].attended) == (2, 0, 16)
    assert found["Oak"].severely_absent == 1


def test_a_spell_without_a_session_in_the_period_it_leaves_out():
    returned = Pupil(
        "A", spells=(Spell(date(2024, 9, 2), date(2025, 7, 18), school="Oak"), Spell(MONDAY, school="Ash"))
    )

    assert list(figures(week_of((returned, "//////////")), "school")) == ["Ash"]


def test_a_pupil_off_roll_all_the_period_it_leaves_out():
    week = week_of((pupil(), "xxxxxxxxxx"), (pupil("B"), "xxxxxxxxx/"))

    assert summarise(week, by=[], on=FRIDAY, codes=CODES, shares=SHARES).total.enrolments == 1


def test_a_flag_it_reads_on_the_last_day_of_the_period_or_of_the_spell():
    flagged = Flag("fsm", date(2025, 9, 4), None)
    stays = Pupil("A", spells=(Spell(MONDAY),), flags=(flagged,))
    left_before = Pupil("B", spells=(Spell(MONDAY, date(2025, 9, 3)),), flags=(flagged,))
    ended = Pupil("C", spells=(Spell(MONDAY),), flags=(Flag("fsm", None, date(2025, 9, 4)),))

    found = figures(week_of((stays, "/" * 10), (left_before, "/" * 6 + "xxxx"), (ended, "/" * 10)), "fsm")

    assert {label: totals.enrolments for label, totals in found.items()} == {"yes": 1, "no record": 2}


def test_groups_it_lists_years_by_number_and_the_unknown_last():
    week = week_of(*((pupil(year_group=year), "/" * 10) for year in ("10", "", "9", "R", "1")))

    assert list(figures(week, "year")) == ["R", "1", "9", "10", NOT_KNOWN]


def test_a_crossed_name_it_makes_a_group_of_every_pair():
    girl = Pupil("A", sex="F", spells=(Spell(MONDAY, year_group="9"),))

    assert list(figures(week_of((girl, "/" * 10), (pupil("B"), "/" * 10)), "year+sex")) == [
        "9, F",
        f"{NOT_KNOWN}, {NOT_KNOWN}",
    ]


def test_totals_of_disjoint_enrolments_it_adds_up_to_those_of_both():
    first, second = (pupil(), "OO//////L."), (pupil("B"), "/////IU/D/")

    def total(*rows):
        return summarise(week_of(*rows), by=[], on=FRIDAY, codes=CODES, shares=SHARES).total

    assert total(first) + total(second) == total(first, second)


def test_nobody_at_all_it_answers_with_nought():
    summary = summarise(
        enrolments_of(np.zeros((0, 10), np.uint8), WEEK, []),
        by=["sex"],
        on=FRIDAY,
        codes=CODES,
        shares=SHARES,
    )

    assert summary.total == GroupTotals()
    assert list(summary.tables[0].groups) == []


def test_without_a_share_in_force_it_counts_nobody_persistently_absent():
    week = week_of((pupil(), "OOOOOOOOOO"))

    total = summarise(week, by=[], on=FRIDAY, codes=CODES, shares=AbsenceShares(None, None)).total

    assert total.persistently_absent == total.severely_absent == 0


def test_built_rows_it_counts_only_from_the_first_day_asked_for():
    days = [date(2025, 9, day) for day in (1, 2, 3)]
    calendar = SchoolCalendar([Session(day, half) for day in days for half in Half])
    marks, pupils, recorders = Marks(), {}, {}
    for day in days:
        mark = Mark(
            "A", Session(day, Half.AM), CODES.read("O", day).number, NOT_RECORDED, Recorder(), Remark(), 0
        )
        marks.add(mark, pupils=pupils, recorders=recorders)
    built = build_rows(
        marks=marks, calendar=calendar, pupils=None, codes=CODES, on=date(2025, 9, 3), known_at=None
    )

    total = summarise(
        enrolments_in(built, None, first=date(2025, 9, 2)),
        by=[],
        on=date(2025, 9, 3),
        codes=CODES,
        shares=SHARES,
    ).total

    assert (total.unauthorised, total.unmarked) == (2, 2)


def test_names_to_group_by_it_knows_the_flags_of_the_pupils():
    assert "fsm" in known_groups([Pupil("A", flags=(Flag("fsm"),))])
    assert "class" in known_groups([])
