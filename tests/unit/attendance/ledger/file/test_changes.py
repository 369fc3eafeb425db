from __future__ import annotations

from supportfirst.attendance.ledger.correcting import Correction
from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.vocabulary.moments import read_moment
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
)

WEDNESDAY, THURSDAY = "2025-09-03 AM", "2025-09-04 AM"


def changes(path, start, end):
    return open_ledger(path).changes(CODES, start=read_moment(start), end=read_moment(end))


def steps(path, start, end):
    return [
        (step.upn, str(step.session), step.old, step.new, step.reason)
        for step in changes(path, start, end).steps
    ]


def test_changes_are_the_amendments_after_the_first_moment_and_up_to_the_second(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(
        path,
        build_marks(
            (AVA, WEDNESDAY, "N", "2025-09-03T09:00:00Z"),
            (AVA, WEDNESDAY, "L", "2025-09-03T10:00:00Z", *HEAD, "came late"),
            (AVA, WEDNESDAY, "I", "2025-09-04T10:00:00Z", *HEAD, "parent rang"),
        ),
    )

    late, ill = (AVA, WEDNESDAY, "N", "L", "came late"), (AVA, WEDNESDAY, "L", "I", "parent rang")
    assert steps(path, "2025-09-03T09:00:00Z", "2025-09-05") == [late, ill]
    assert steps(path, "2025-09-03T10:00:00Z", "2025-09-04T10:00:00Z") == [ill]
    assert steps(path, "2025-09-03T10:00:00Z", "2025-09-04T09:59:59Z") == []


def test_changes_hold_a_correction_with_who_made_it(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, WEDNESDAY, "N")))
    at = read_moment("2025-09-08T10:00:00Z")
    with open_ledger(path, writing=True) as ledger:
        ledger.correct(Correction(AVA, build_session(WEDNESDAY), "I", "rang", HEAD, at), codes=CODES)

    (step,) = changes(path, "2025-09-05", "2025-09-08").steps

    assert (step.old, step.new, step.at, step.by, step.reason, step.typed) == (
        "N",
        "I",
        at,
        HEAD,
        "rang",
        True,
    )


def test_changes_list_a_session_that_was_over_and_unmarked_and_only_count_a_new_days_marks(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(
        path,
        build_marks(
            (AVA, WEDNESDAY, "/", "2025-09-03T09:00:00Z"),
            (BEN, WEDNESDAY, "/", "2025-09-04T09:30:00Z"),
            (AVA, THURSDAY, "/", "2025-09-04T09:00:00Z"),
            (CAI, THURSDAY, "/"),
        ),
    )

    found = changes(path, "2025-09-03", "2025-09-04")

    assert [(step.upn, str(step.session), step.old, step.new) for step in found.steps] == [
        (BEN, WEDNESDAY, "", "/")
    ]
    assert found.first_entries == 2


def test_changes_count_no_mark_recorded_before_its_day(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, THURSDAY, "S", "2025-09-01T09:00:00Z")))

    found = changes(path, "2025-09-03", "2025-09-04")

    assert (found.steps, found.first_entries) == ([], 0)


def test_changes_come_in_the_order_of_time(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, WEDNESDAY, "N"), (BEN, WEDNESDAY, "N")))
    later, earlier = "2025-09-10T09:00:00Z", "2025-09-09T09:00:00Z"
    append_to(
        path, build_marks((AVA, WEDNESDAY, "I", later), (BEN, WEDNESDAY, "I", earlier)), build_submission("b")
    )

    assert [step[0] for step in steps(path, "2025-09-05", "2025-09-12")] == [BEN, AVA]
