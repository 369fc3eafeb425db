"""From marks to rows: which marks count, why the others do not, and which of several stands."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.dense import build_dense
from supportfirst.attendance.matrix.rows import STRIDE, stack_rows
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.moments import read_moment
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.ledgers import AVA, BEN, CAI, CODES, build_marks

MONDAY, TUESDAY, WEDNESDAY = date(2025, 9, 1), date(2025, 9, 2), date(2025, 9, 3)
WEEK = [date(2025, 9, day) for day in range(1, 6)]
CALENDAR = SchoolCalendar(sessions=[Session(day, half) for day in WEEK for half in Half])
LATE, LATER = "2025-09-04T09:00:00Z", "2025-09-05T09:00:00Z"


def build(*rows, on=date(2025, 9, 5), pupils=None, known_at=None):
    moment = read_moment(known_at) if known_at else None
    marks = build_marks(*rows)
    return build_rows(marks=marks, calendar=CALENDAR, pupils=pupils, codes=CODES, on=on, known_at=moment)


def drawn(rows, row=0):
    """A row as symbols: `.` for unmarked, a space for where nothing could be."""
    shown = {UNMARKED: ".", OUTSIDE: " "}
    days = len(rows.axis_of(row))
    return "".join(shown.get(number) or CODES.code(number).symbol for number in rows.cells[row, : days * 2])


def test_each_mark_stands_in_the_place_of_its_session():
    rows = build((AVA, "2025-09-01 AM", "/"), (AVA, "2025-09-01 PM", "O"), (AVA, "2025-09-03 AM", "I"))

    assert drawn(rows) == "/O..I....."
    assert rows.cells.shape == (1, STRIDE)
    assert (rows.cells[0, 10:] == OUTSIDE).all()


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ((AVA, "2025-09-04 AM", "O"), "after_on"),
        ((AVA, "2025-09-06 AM", "O"), "after_on"),  # no session either: the first reason is given
        ((AVA, "2025-08-29 AM", "O"), "no_session"),
        ((BEN, "2025-09-02 AM", "O"), "off_roll"),
        ((BEN, "2025-08-29 AM", "O"), "no_session"),  # off roll too
        ((BEN, "2025-09-02 AM", "O", LATER), "off_roll"),  # not yet known too
        ((AVA, "2025-09-03 AM", "O", LATER), "not_yet_known"),
    ],
)
def test_a_mark_left_out_is_counted_under_its_first_reason(mark, reason):
    pupils = [Pupil(AVA, spells=(Spell(MONDAY),)), Pupil(BEN, spells=(Spell(WEDNESDAY),))]

    rows = build(mark, on=WEDNESDAY, pupils=pupils, known_at="2025-09-04")

    assert {name for name, count in rows.left_out_in_all.items() if count} == {reason}
    assert rows.left_out_in_all[reason] == 1
    assert "O" not in drawn(rows, 0) + drawn(rows, 1)


def test_of_two_marks_the_one_recorded_last_counts_whatever_their_order():
    first, last = (AVA, "2025-09-01 AM", "N", LATE), (AVA, "2025-09-01 AM", "I", LATER)

    assert drawn(build(first, last))[0] == drawn(build(last, first))[0] == "I"


def test_of_two_marks_recorded_at_one_moment_the_later_in_the_input_counts():
    one, two = (AVA, "2025-09-01 AM", "N", LATE), (AVA, "2025-09-01 AM", "I", LATE)

    assert (drawn(build(one, two))[0], drawn(build(two, one))[0]) == ("I", "N")


def test_a_mark_without_a_moment_counts_from_the_end_of_its_own_day():
    unsaid, at_night = (AVA, "2025-09-01 AM", "N"), (AVA, "2025-09-01 AM", "I", "2025-09-01T23:59:59+01:00")

    assert drawn(build(unsaid, at_night))[0] == "N"
    assert drawn(build(unsaid, (*at_night[:3], "2025-09-02T00:00:00+01:00")))[0] == "I"


def test_known_at_gives_back_what_stood_before_a_correction():
    marks = ((AVA, "2025-09-01 AM", "N", LATE), (AVA, "2025-09-01 AM", "I", LATER))

    rows = build(*marks, known_at="2025-09-05T08:59:59Z")

    assert drawn(rows)[0] == "N"
    assert drawn(build(*marks, known_at=LATER))[0] == "I"
    assert rows.left_out_in_all["not_yet_known"] == 1
    assert rows.known_at_complete is True


def test_it_says_where_knowledge_cannot_be_complete():
    assert build((AVA, "2025-09-01 AM", "/"), known_at="2025-09-05").known_at_complete is False
    assert build((AVA, "2025-09-01 AM", "/")).known_at_complete is True


def test_a_pupil_of_the_file_without_a_mark_has_a_row_of_nothing():
    rows = build((BEN, "2025-09-01 AM", "/"), pupils=[Pupil(AVA, spells=(Spell(TUESDAY),)), Pupil(CAI)])

    assert rows.upns == (AVA, BEN, CAI)
    assert [drawn(rows, row) for row in range(3)] == ["  ........", "/.........", " " * 10]
    assert (rows.begins.tolist(), rows.ends.tolist()) == ([1, 0, 0], [5, 5, 0])
    assert rows.planned.tolist() == [8, 10, 0]


def test_a_leaver_is_read_as_of_the_last_day_on_roll():
    rows = build((AVA, "2025-09-01 AM", "/"), pupils=[Pupil(AVA, spells=(Spell(MONDAY, TUESDAY),))])

    assert (rows.as_of(0), bool(rows.leaver[0]), bool(rows.on_roll[0])) == (TUESDAY, True, False)
    assert drawn(rows) == "/...      "


def test_a_table_of_final_marks_gives_the_same_rows_as_the_marks():
    marks = build_marks(
        (BEN, "2025-08-29 AM", "Z"),
        (BEN, "2025-09-01 AM", "/"),
        (BEN, "2025-09-04 PM", "O"),
        (AVA, "2025-09-02 AM", "I"),
        (AVA, "2025-09-05 PM", "N"),
    )
    sessions = np.unique(np.asarray(marks.session))
    table = np.full((2, len(sessions)), UNMARKED, np.uint8)
    for mark in marks.each():
        table[marks.upns.index(mark.upn), np.searchsorted(sessions, mark.session.number)] = mark.code
    asked = {"calendar": CALENDAR, "codes": CODES, "on": date(2025, 9, 4)}
    asked["pupils"] = [Pupil(AVA, spells=(Spell(WEDNESDAY),)), Pupil(CAI)]

    dense = build_dense(table=table, sessions=sessions, upns=marks.upns, **asked)
    rows = build_rows(marks=marks, known_at=None, **asked)

    assert dense.upns == rows.upns
    for name in ("cells", "begins", "ends", "planned", "leaver", "on_roll", "left_out", "horizon"):
        assert np.array_equal(getattr(dense, name), getattr(rows, name)), name
    assert dense.horizons == rows.horizons
    assert dense.left_out_in_all == {"after_on": 1, "no_session": 1, "off_roll": 1, "not_yet_known": 0}


def test_stacked_rows_keep_each_its_own_axis_and_day():
    here = build((AVA, "2025-09-01 AM", "/"))
    short = SchoolCalendar(sessions=[Session(MONDAY, Half.AM)])
    there = build_rows(
        marks=build_marks((BEN, "2025-09-01 AM", "O")),
        calendar=short,
        pupils=[Pupil(BEN, spells=(Spell(MONDAY, TUESDAY),))],
        codes=CODES,
        on=date(2025, 9, 5),
        known_at=None,
    )

    both = stack_rows([here, there])

    assert (both.upns, len(both)) == ((AVA, BEN), 2)
    assert [drawn(both, row) for row in range(2)] == ["/.........", "O "]
    assert [both.as_of(row) for row in range(2)] == [date(2025, 9, 5), TUESDAY]
