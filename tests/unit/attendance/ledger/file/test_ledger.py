from __future__ import annotations

from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, read_moment
from tests.factories.ledgers import (
    AVA,
    BEN,
    CODES,
    append_to,
    build_marks,
    build_session,
    build_submission,
    standing,
)

MORNING, AFTERNOON = "2025-09-03 AM", "2025-09-03 PM"


def test_marks_knows_a_mark_without_a_moment_from_the_end_of_its_own_day(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "/")))

    assert standing(path, known_at="2025-09-03T22:59:59Z") == {}
    assert standing(path, known_at="2025-09-03") == {(AVA, MORNING): "/"}
    assert list(open_ledger(path).marks(CODES).recorded_at) == [NOT_RECORDED]


def test_marks_reads_each_code_with_the_class_of_its_day(tmp_path):
    path = tmp_path / "school.ledger"
    marks = build_marks((AVA, "2023-09-04 AM", "Y"), (AVA, "2025-09-03 AM", "Y"), (AVA, MORNING, "Y1"))

    append_to(path, marks)

    assert list(open_ledger(path).marks(CODES).code) == list(marks.code)


def test_marks_holds_as_many_rows_in_every_column(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "/"), (BEN, MORNING, "N")))
    append_to(path, build_marks((BEN, MORNING, "I")), build_submission("two.csv"))

    marks = open_ledger(path).marks(CODES)

    columns = (marks.pupil, marks.session, marks.code, marks.recorded_at, marks.recorder, marks.line)
    assert [len(column) for column in columns] == [3] * 6


def test_marks_of_an_empty_ledger_are_none(tmp_path):
    path = tmp_path / "school.ledger"
    open_ledger(path, writing=True).close()

    assert len(open_ledger(path).marks(CODES)) == 0


def test_history_is_empty_for_a_session_that_is_not_marked(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "/"), (BEN, AFTERNOON, "/")))

    assert open_ledger(path).history(AVA, build_session(AFTERNOON)) == []


def test_history_says_which_file_a_mark_came_in_and_when(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "/")), build_submission("week.csv", at="2025-09-05T18:00:00Z"))

    (entry,) = open_ledger(path).history(AVA, build_session(MORNING))

    assert (entry.file, entry.appended_at) == ("week.csv", read_moment("2025-09-05T18:00:00Z"))


def test_steps_go_by_session_and_pupil_and_through_every_amendment(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((BEN, AFTERNOON, "/"), (AVA, MORNING, "N"), (BEN, MORNING, "/")))
    append_to(path, build_marks((AVA, MORNING, "I")), build_submission("two.csv"))
    ledger = open_ledger(path)

    everything = [(upn, str(session), entry.symbol) for upn, session, entry in ledger.steps()]

    assert everything == [
        (BEN, MORNING, "/"),
        (AVA, MORNING, "N"),
        (AVA, MORNING, "I"),
        (BEN, AFTERNOON, "/"),
    ]
    assert len(list(ledger.steps(upn=AVA))) == 2
    assert len(list(ledger.steps(session=build_session(AFTERNOON)))) == 1


def test_summary_counts_what_the_file_holds(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "N"), (BEN, AFTERNOON, "/")))
    append_to(path, build_marks((AVA, MORNING, "I")), build_submission("two.csv"))

    summary = open_ledger(path).summary()

    assert (summary.pupils, summary.sessions, summary.documents) == (2, 2, 2)
    assert (summary.amendments, summary.corrections, summary.submissions, summary.unfinished) == (1, 0, 2, 0)
    assert (str(summary.first_session), str(summary.last_session)) == (MORNING, AFTERNOON)
    assert summary.records == path.read_bytes().count(b"\n")
    assert summary.last_hash.encode() in path.read_bytes().splitlines()[-1]
