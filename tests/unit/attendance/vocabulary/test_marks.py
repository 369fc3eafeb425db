"""Columns of marks, and one input after another."""

from __future__ import annotations

from supportfirst.attendance.vocabulary.marks import NOT_RECORDED, Recorder, Remark
from supportfirst.attendance.vocabulary.moments import end_of_day, read_moment
from tests.factories.ledgers import AVA, BEN, CAI, HEAD, build_marks, build_session

MORNING, AFTERNOON = "2025-09-03 AM", "2025-09-03 PM"
NOON, NEXT_DAY = "2025-09-03T12:00:00Z", "2025-09-04T09:00:00Z"


def test_marks_come_back_one_by_one_as_they_were_put_in():
    marks = build_marks((AVA, MORNING, "N", NOON, *HEAD, "not told"), (BEN, AFTERNOON, "/"))

    first, second = marks.each()

    assert (first.upn, first.session, first.recorded_at) == (AVA, build_session(MORNING), read_moment(NOON))
    assert (first.recorder, first.remark.reason, first.line) == (HEAD, "not told", 2)
    assert (second.upn, second.recorder, second.remark) == (BEN, Recorder(), Remark())
    assert second.recorded_at == NOT_RECORDED


def test_extend_keeps_the_places_of_pupils_and_recorders_already_known():
    marks = build_marks((AVA, MORNING, "/", NOON, *HEAD), (BEN, MORNING, "/"))
    later = build_marks((CAI, MORNING, "/"), (BEN, AFTERNOON, "L", NOON, *HEAD))

    marks.extend(later)

    assert marks.upns == [AVA, BEN, CAI]
    assert [mark.upn for mark in marks.each()] == [AVA, BEN, CAI, BEN]
    assert marks.recorders == [Recorder(), HEAD]
    assert [mark.recorder for mark in marks.each()] == [HEAD, Recorder(), Recorder(), HEAD]


def test_extend_moves_remarks_to_where_their_marks_now_are():
    marks = build_marks((AVA, MORNING, "/"))

    marks.extend(build_marks((BEN, MORNING, "/"), (AVA, MORNING, "I", NEXT_DAY, *HEAD, "rang")))

    assert {place: remark.reason for place, remark in marks.remarks.items()} == {2: "rang"}


def test_a_mark_without_a_moment_that_is_corrected_on_its_own_day_was_recorded_by_then():
    marks = build_marks((AVA, MORNING, "N"), (AVA, AFTERNOON, "/"), (BEN, MORNING, "/"))

    marks.extend(build_marks((AVA, MORNING, "L", NOON)))

    assert list(marks.recorded_at) == [read_moment(NOON), NOT_RECORDED, NOT_RECORDED, read_moment(NOON)]


def test_a_correction_from_the_next_day_on_leaves_the_moment_unsaid():
    marks = build_marks((AVA, MORNING, "N"))

    marks.extend(build_marks((AVA, MORNING, "L", NEXT_DAY)))

    assert marks.recorded_at[0] == NOT_RECORDED


def test_a_correction_at_the_very_end_of_the_day_is_not_before_it():
    marks = build_marks((AVA, MORNING, "N"))
    later = build_marks((AVA, MORNING, "L", NOON))
    later.recorded_at[0] = end_of_day(build_session(MORNING).day)

    marks.extend(later)

    assert marks.recorded_at[0] == NOT_RECORDED


def test_a_moment_that_a_mark_gives_is_never_changed():
    marks = build_marks((AVA, MORNING, "N", "2025-09-03T09:10:00Z"))

    marks.extend(build_marks((AVA, MORNING, "L", NOON)))

    assert marks.recorded_at[0] == read_moment("2025-09-03T09:10:00Z")
