"""Rows from marks: who is on roll, which marks count, and what the others are left out for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from supportfirst.attendance.codes.codebook import OUTSIDE, UNMARKED
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows, stack_rows
from supportfirst.attendance.measures.oracle_case import PlainMark
from supportfirst.attendance.vocabulary.moments import end_of_day, read_moment
from supportfirst.attendance.vocabulary.people import Pupil, Spell
from supportfirst.attendance.vocabulary.sessions import Half, Session
from tests.factories.codes import build_codebook
from tests.factories.school_days import (
    FIRST_MONDAY,
    UPN,
    build_calendar,
    build_marks,
    number_of,
    plain_marks,
    recorded,
    school_days,
)

CODES = build_codebook()
WEEK = school_days(1)
FRIDAY = WEEK[-1]
PRESENT, ILL = number_of(CODES, "/"), number_of(CODES, "I")


def rows_of(marks: list[PlainMark], **changes: Any) -> PupilRows:
    asked: dict[str, Any] = {
        "marks": build_marks(marks) if marks else build_marks([]),
        "calendar": build_calendar(WEEK),
        "pupils": None,
        "codes": CODES,
        "on": FRIDAY,
        "known_at": None,
    }
    return build_rows(**{**asked, **changes})


def cells_of(rows: PupilRows, row: int = 0) -> list[int]:
    return rows.cells[row, : 2 * len(rows.axes[0])].tolist()


def on_roll(**spell: date) -> list[Pupil]:
    return [Pupil(upn=UPN, spells=(Spell(**spell),))]


def test_it_puts_each_mark_in_its_half_and_leaves_the_rest_unmarked() -> None:
    rows = rows_of(plain_marks(CODES, WEEK, "/I .. I. .. .."))

    assert cells_of(rows) == [PRESENT, ILL, 0, 0, ILL, 0, 0, 0, 0, 0]


def test_it_pads_rows_to_whole_lines_with_outside() -> None:
    rows = rows_of(plain_marks(CODES, WEEK, "// // // // //"))

    assert rows.cells.shape == (1, 128)
    assert set(rows.cells[0, 10:].tolist()) == {OUTSIDE}


def test_it_marks_a_closed_half_as_outside() -> None:
    calendar = build_calendar(WEEK, closed=[Session(FIRST_MONDAY, Half.PM)])

    rows = rows_of(plain_marks(CODES, WEEK[:1], "/."), calendar=calendar)

    assert cells_of(rows)[:2] == [PRESENT, OUTSIDE]


def test_it_counts_each_mark_under_the_first_reason_that_holds() -> None:
    after_and_no_session = PlainMark(Session(FRIDAY + timedelta(days=1), Half.AM), PRESENT)
    no_session_and_off_roll = PlainMark(Session(FIRST_MONDAY - timedelta(days=1), Half.AM), PRESENT)
    off_roll_and_not_known = PlainMark(Session(FIRST_MONDAY, Half.AM), PRESENT, end_of_day(FRIDAY))
    not_known = PlainMark(Session(WEEK[2], Half.AM), PRESENT, end_of_day(FRIDAY))
    counting = PlainMark(Session(WEEK[2], Half.PM), ILL)

    rows = rows_of(
        [after_and_no_session, no_session_and_off_roll, off_roll_and_not_known, not_known, counting],
        pupils=on_roll(start=WEEK[1]),
        known_at=end_of_day(WEEK[3]),
    )

    assert rows.left_out_in_all == {"after_on": 1, "no_session": 1, "off_roll": 1, "not_yet_known": 1}
    assert cells_of(rows)[:6] == [OUTSIDE, OUTSIDE, UNMARKED, UNMARKED, UNMARKED, ILL]


def test_it_takes_a_blank_start_from_the_first_mark_other_than_z_or_closed() -> None:
    rows = rows_of(plain_marks(CODES, WEEK, "ZZ ## .I // //"))

    assert cells_of(rows)[:6] == [OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE, UNMARKED, ILL]
    assert rows.left_out_in_all["off_roll"] == 4


def test_it_puts_nobody_on_roll_by_z_alone() -> None:
    rows = rows_of(plain_marks(CODES, WEEK, "ZZ ZZ .. .. .."))

    assert set(cells_of(rows)) == {OUTSIDE}
    assert rows.ends.tolist() == [0]


def test_it_lists_a_pupil_without_marks_and_one_without_a_row_in_the_file() -> None:
    listed = Pupil(upn="A000000000000", spells=(Spell(start=FIRST_MONDAY),))

    rows = rows_of(plain_marks(CODES, WEEK, "// // // // //"), pupils=[listed])

    assert rows.upns == ("A000000000000", UPN)
    assert cells_of(rows, 0) == [UNMARKED] * 10


def test_it_reads_a_leaver_as_of_the_last_day_on_roll() -> None:
    rows = rows_of(
        plain_marks(CODES, WEEK, "// // // // //"), pupils=on_roll(start=FIRST_MONDAY, leaving=WEEK[1])
    )

    assert rows.leaver.tolist() == [True]
    assert rows.as_of(0) == WEEK[1]
    assert rows.left_out_in_all["off_roll"] == 6
    assert rows.planned.tolist() == [4]


def test_it_is_no_leaver_who_comes_back_later() -> None:
    spells = (Spell(start=FIRST_MONDAY, leaving=WEEK[1]), Spell(start=FRIDAY + timedelta(days=30)))

    rows = rows_of(plain_marks(CODES, WEEK, "// // // // //"), pupils=[Pupil(upn=UPN, spells=spells)])

    assert rows.leaver.tolist() == [False]
    assert rows.as_of(0) == FRIDAY


def test_it_keeps_a_gap_between_two_spells_outside() -> None:
    spells = (Spell(start=FIRST_MONDAY, leaving=WEEK[0]), Spell(start=WEEK[3]))

    rows = rows_of(plain_marks(CODES, WEEK, "// // // // //"), pupils=[Pupil(upn=UPN, spells=spells)])

    assert cells_of(rows) == [PRESENT] * 2 + [OUTSIDE] * 4 + [PRESENT] * 4
    assert rows.planned.tolist() == [6]


def test_it_plans_the_sessions_that_are_still_ahead_in_the_year() -> None:
    next_year = date(2026, 9, 1)
    calendar = build_calendar([*school_days(3), next_year])

    rows = rows_of(plain_marks(CODES, WEEK, "// // // // //"), calendar=calendar)

    assert rows.planned.tolist() == [30]


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ("2025-09-01T10:00", "2025-09-01T09:00", PRESENT),
        ("2025-09-01T09:00", "2025-09-01T10:00", ILL),
        ("2025-09-01T09:00", "2025-09-01T09:00", ILL),
    ],
    ids=["the later recorded", "the later recorded, last", "of equals the last"],
)
def test_it_lets_the_mark_recorded_last_stand(first: str, second: str, stands: int) -> None:
    session = Session(FIRST_MONDAY, Half.AM)
    marks = [
        recorded(PlainMark(session, PRESENT), read_moment(first)),
        recorded(PlainMark(session, ILL), read_moment(second)),
    ]

    assert cells_of(rows_of(marks))[0] == stands


def test_it_takes_a_mark_without_a_moment_as_recorded_at_the_end_of_its_own_day() -> None:
    session = Session(FIRST_MONDAY, Half.AM)
    unsaid = PlainMark(session, PRESENT)
    same_afternoon = recorded(PlainMark(session, ILL), read_moment("2025-09-01T15:00"))
    next_day = recorded(PlainMark(session, ILL), read_moment("2025-09-02T08:00"))

    assert cells_of(rows_of([unsaid, same_afternoon]))[0] == PRESENT
    assert cells_of(rows_of([unsaid, next_day]))[0] == ILL


def test_it_shows_what_was_known_before_a_correction() -> None:
    session = Session(FIRST_MONDAY, Half.AM)
    marks = [
        recorded(PlainMark(session, PRESENT), read_moment("2025-09-01T09:00")),
        recorded(PlainMark(session, ILL), read_moment("2025-09-03T09:00")),
    ]

    before = rows_of(marks, known_at=read_moment("2025-09-02"))

    assert cells_of(before)[0] == PRESENT
    assert before.left_out_in_all["not_yet_known"] == 1


@pytest.mark.parametrize(
    ("known_at", "complete"), [(None, True), (end_of_day(FRIDAY), False)], ids=["without", "with"]
)
def test_it_is_incomplete_only_where_a_moment_is_asked_for_and_a_mark_has_none(
    known_at: int | None, complete: bool
) -> None:
    rows = rows_of(plain_marks(CODES, WEEK, "// // // // //"), known_at=known_at)

    assert rows.known_at_complete is complete


def test_it_bears_no_marks_and_no_days_at_all() -> None:
    rows = rows_of([], pupils=on_roll(start=FIRST_MONDAY), on=FIRST_MONDAY - timedelta(days=1))

    assert rows.cells.tolist() == [[OUTSIDE] * 128]
    assert (rows.begins.tolist(), rows.ends.tolist()) == ([0], [0])


def test_it_stacks_rows_of_schools_with_calendars_of_their_own() -> None:
    one = rows_of(plain_marks(CODES, WEEK, "// // // // //"))
    long = build_calendar(school_days(14))
    other = rows_of(plain_marks(CODES, WEEK, "II // // // //"), calendar=long, on=date(2025, 12, 5))

    both = stack_rows([one, rows_of(plain_marks(CODES, WEEK, "II // // // //"), calendar=long)])

    assert both.axis_of(0).calendar is one.axes[0].calendar
    assert both.axis_of(1).calendar is long
    assert both.cells[1, :2].tolist() == [ILL, ILL]
    with pytest.raises(AssertionError):
        stack_rows([one, other])
