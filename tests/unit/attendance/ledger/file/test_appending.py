from __future__ import annotations

from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.vocabulary.marks import Recorder
from tests.factories.ledgers import (
    AVA,
    BEN,
    CAI,
    CODES,
    HEAD,
    append_to,
    build_marks,
    build_session,
    build_submission,
    rows_of,
    standing,
)

MORNING, AFTERNOON = "2025-09-03 AM", "2025-09-03 PM"
NINE, TEN, ELEVEN = "2025-09-03T09:00:00Z", "2025-09-03T10:00:00Z", "2025-09-03T11:00:00Z"


def counts(done):
    return (done.new, done.amended, done.unchanged, done.undecided)


def test_append_takes_new_marks_as_one_document_a_session(tmp_path):
    path = tmp_path / "school.ledger"

    done = append_to(path, build_marks((AVA, MORNING, "/"), (AVA, AFTERNOON, "\\"), (BEN, MORNING, "C1")))

    assert counts(done) == (3, 0, 0, 0)
    assert standing(path) == {(AVA, MORNING): "/", (AVA, AFTERNOON): "\\", (BEN, MORNING): "C1"}
    assert open_ledger(path).summary().documents == 2


def test_append_changes_not_one_byte_for_the_same_file_again(tmp_path):
    path = tmp_path / "school.ledger"
    marks = build_marks((AVA, MORNING, "/"), (BEN, MORNING, "N"))
    append_to(path, marks)
    before = path.read_bytes()

    done = append_to(path, marks)

    assert done.already
    assert counts(done) == (0, 0, 2, 0)
    assert path.read_bytes() == before


def test_append_takes_only_what_is_new_of_a_longer_file(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "/")))

    done = append_to(
        path, build_marks((AVA, MORNING, "/"), (AVA, AFTERNOON, "L")), build_submission("two.csv")
    )

    assert counts(done) == (1, 0, 1, 0)
    assert standing(path) == {(AVA, MORNING): "/", (AVA, AFTERNOON): "L"}


def test_append_fills_an_unmarked_place_of_a_session_that_has_a_document(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "/"), (BEN, AFTERNOON, "N")))

    done = append_to(path, build_marks((CAI, MORNING, "/"), (BEN, MORNING, "U")), build_submission("two.csv"))

    assert counts(done) == (2, 0, 0, 0)
    assert standing(path) == {
        (AVA, MORNING): "/",
        (BEN, AFTERNOON): "N",
        (CAI, MORNING): "/",
        (BEN, MORNING): "U",
    }


def test_append_amends_what_a_later_file_says_otherwise_and_keeps_its_reason(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "N", NINE)))

    done = append_to(
        path,
        build_marks((AVA, MORNING, "I", ELEVEN, *HEAD, "parent rang")),
        build_submission("two.csv"),
    )

    assert (counts(done), done.warnings) == ((0, 1, 0, 0), [])
    step = open_ledger(path).history(AVA, build_session(MORNING))[-1]
    assert (step.old, step.symbol, step.by, step.reason) == ("N", "I", HEAD, "parent rang")
    assert standing(path, known_at=TEN) == {(AVA, MORNING): "N"}
    assert standing(path, known_at=ELEVEN) == {(AVA, MORNING): "I"}


def test_append_warns_of_an_amendment_without_reason_or_name_by_its_line(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "N")))

    done = append_to(path, build_marks((BEN, MORNING, "/"), (AVA, MORNING, "I")), build_submission("two.csv"))

    (warning,) = done.warnings
    assert (warning.kind, warning.file, warning.line) == ("amended-without-reason", "two.csv", 3)
    assert "without a reason and the name and title" in warning.problem
    assert AVA not in str(warning)


def test_append_names_the_appender_where_the_file_does_not_name_who_amended(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "N")))

    append_to(path, build_marks((AVA, MORNING, "I")), build_submission("two.csv", by=HEAD))

    first, amended = open_ledger(path).history(AVA, build_session(MORNING))
    assert (first.by, amended.by) == (Recorder(), HEAD)


def test_append_dates_an_amendment_without_a_moment_by_the_appending(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "N")))

    append_to(path, build_marks((AVA, MORNING, "I")), build_submission("two.csv", at="2025-09-12T18:00:00Z"))

    assert standing(path, known_at="2025-09-12T17:59:59Z") == {(AVA, MORNING): "N"}
    assert standing(path, known_at="2025-09-12T18:00:00Z") == {(AVA, MORNING): "I"}


def test_append_keeps_every_step_of_one_files_history_by_its_moments(tmp_path):
    path = tmp_path / "school.ledger"

    done = append_to(
        path,
        build_marks(
            (AVA, MORNING, "I", ELEVEN),
            (BEN, MORNING, "/", NINE),
            (AVA, MORNING, "N", NINE),
            (AVA, MORNING, "L", TEN, *HEAD, "came late"),
        ),
    )

    assert counts(done) == (2, 2, 0, 0)
    assert [(upn, code, reason) for upn, _, code, _, reason in rows_of(path)] == [
        (AVA, "N", ""),
        (BEN, "/", ""),
        (AVA, "L", "came late"),
        (AVA, "I", ""),
    ]


def test_append_does_not_double_a_files_history_sent_again_in_another_file(tmp_path):
    path = tmp_path / "school.ledger"
    history = ((AVA, MORNING, "N", NINE), (AVA, MORNING, "L", TEN), (AVA, MORNING, "N", ELEVEN))
    append_to(path, build_marks(*history))

    done = append_to(path, build_marks(*history, (BEN, MORNING, "/")), build_submission("two.csv"))

    assert counts(done) == (1, 0, 3, 0)
    assert [row[2] for row in rows_of(path)] == ["N", "L", "N", "/"]


def test_append_reports_what_it_cannot_decide_and_keeps_what_stands(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, MORNING, "N", TEN)))

    done = append_to(path, build_marks((AVA, MORNING, "I", NINE)), build_submission("two.csv"))

    assert counts(done) == (0, 0, 0, 1)
    (problem,) = done.problems
    assert (problem.kind, problem.file, problem.line, problem.value) == ("undecided", "two.csv", 2, "I")
    assert "recorded later or at the same moment" in problem.problem
    assert "ledger correct" in problem.remedy
    assert standing(path) == {(AVA, MORNING): "N"}


def test_append_takes_back_an_amendment_that_a_third_export_takes_back(tmp_path):
    path = tmp_path / "school.ledger"
    for file, code in (("one.csv", "N"), ("two.csv", "I"), ("three.csv", "N")):
        append_to(path, build_marks((AVA, MORNING, code)), build_submission(file))

    again = append_to(path, build_marks((AVA, MORNING, "I")), build_submission("two.csv"))

    assert again.already
    assert standing(path) == {(AVA, MORNING): "N"}


def test_append_gives_each_mark_its_own_moment_and_recorder_within_a_document(tmp_path):
    path = tmp_path / "school.ledger"
    marks = build_marks(
        (AVA, MORNING, "/", NINE, *HEAD),
        (BEN, MORNING, "L", TEN, "Ivo Lane", "Tutor"),
        (CAI, MORNING, "/", NINE, *HEAD),
    )

    append_to(path, marks)

    assert open_ledger(path).summary().documents == 1
    read = list(open_ledger(path).marks(CODES).each())
    assert [(mark.upn, mark.recorded_at, mark.recorder) for mark in read] == [
        (mark.upn, mark.recorded_at, mark.recorder) for mark in marks.each()
    ]


def test_append_keeps_minutes_comments_and_reasons(tmp_path):
    path = tmp_path / "school.ledger"
    marks = build_marks((AVA, MORNING, "L", "", "", "", "bus"), minutes=12)

    append_to(path, marks)

    (mark,) = open_ledger(path).marks(CODES).each()
    assert (mark.remark.minutes_late, mark.remark.reason) == (12, "bus")


def test_append_tells_how_far_it_is_and_ends_at_the_end(tmp_path):
    told = []
    marks = build_marks((AVA, MORNING, "/"), (BEN, MORNING, "/"), (AVA, AFTERNOON, "/"))

    with open_ledger(tmp_path / "school.ledger", writing=True) as ledger:
        ledger.append(
            marks,
            codes=CODES,
            submission=build_submission(),
            progress=lambda done, total: told.append((done, total)),
        )

    assert told == [(2, 3), (3, 3)]


def test_append_of_no_marks_is_kept_as_a_submission_and_holds_none(tmp_path):
    path = tmp_path / "school.ledger"

    assert counts(append_to(path, build_marks())) == (0, 0, 0, 0)
    assert standing(path) == {}
    assert open_ledger(path).summary().submissions == 1


def test_append_writes_a_roster_once_for_files_of_the_same_pupils(tmp_path):
    path = tmp_path / "school.ledger"

    append_to(path, build_marks((AVA, MORNING, "/"), (BEN, MORNING, "/"), (AVA, AFTERNOON, "/")))
    append_to(
        path,
        build_marks((AVA, "2025-09-04 AM", "/"), (BEN, "2025-09-04 AM", "/")),
        build_submission("two.csv"),
    )

    assert path.read_bytes().count(b'"kind":"roster"') == 1
