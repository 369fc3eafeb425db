"""What was known when: corrections, later files and ledgers give the figures of each moment."""

from __future__ import annotations

import pytest

from tests.factories.desks import ADA, as_csv, marked, register_of

ASK = ["--pack", "england", "--on", "2025-09-12", "--format", "json"]
FIRST, SECOND = "2025-09-12T18:00:00", "2025-09-16T10:00:00"
HEADING = "upn,date,session,code,recorded_at,reason"


def recorded(marks: str, at: str) -> list[tuple[str, ...]]:
    return [(*row, at, "parent telephoned") for row in marked(ADA, marks)]


ORIGINAL = recorded("/ 10, O 10", FIRST)
CORRECTION = [(*row[:3], "I", SECOND, "parent telephoned") for row in ORIGINAL[-4:]]


def unauthorised(desk, files, *options) -> tuple[int, int]:
    """Sessions of unauthorised absence, and marks that were not yet known."""
    told = desk.run("assess", *files, *ASK, *options)
    assert told.code == 0, told.err
    [pupil] = told.json["pupils"]
    measures = pupil["measures"]
    return measures["sessions_unauthorised_absence"], measures["left_out"]["not_yet_known"]


def one_file(desk):
    return desk.school(as_csv(HEADING, [*ORIGINAL, *CORRECTION]))


def two_files(desk):
    return desk.school(as_csv(HEADING, ORIGINAL), as_csv(HEADING, CORRECTION))


def a_ledger(desk):
    files, ledger = two_files(desk), str(desk.folder / "marks.ledger")
    for file in (files[3], files[5]):
        told = desk.run(
            "ledger", "append", ledger, "--register", file, "--name", "Rosa Field", "--title", "Officer"
        )
        assert told.code == 0, told.err
    return [*files[:2], "--register", ledger]


@pytest.mark.parametrize("kept", [one_file, two_files, a_ledger])
def test_the_figures_before_and_after_a_correction(desk, kept):
    files = kept(desk)

    before = unauthorised(desk, files, "--known-at", "2025-09-16T09:59:59")
    after = unauthorised(desk, files, "--known-at", SECOND)
    always = unauthorised(desk, files)

    assert before[0] == 10
    assert (after, always) == ((6, 0), (6, 0))


def test_a_bare_date_is_its_last_instant_in_london(desk):
    late = [(*row[:4], "2025-09-16T22:59:59Z", row[5]) for row in CORRECTION]  # a second to midnight
    files = desk.school(as_csv(HEADING, [*ORIGINAL, *late]))

    assert unauthorised(desk, files, "--known-at", "2025-09-15")[0] == 10
    assert unauthorised(desk, files, "--known-at", "2025-09-16")[0] == 6


def test_marks_that_were_not_yet_known_are_counted_apart(desk):
    files = desk.school(as_csv(HEADING, ORIGINAL))

    assert unauthorised(desk, files, "--known-at", "2025-09-12T17:59:59") == (0, 20)


def test_a_mark_without_a_moment_counts_as_recorded_at_the_end_of_its_day(desk):
    files = desk.school(register_of(ADA="/ 10, O 10"))

    told = desk.run("assess", *files, *ASK, "--known-at", "2025-09-10T12:00:00")
    [pupil] = told.json["pupils"]

    assert told.json["known_at_complete"] is False
    assert pupil["measures"]["sessions_possible"] == 14
    assert pupil["measures"]["left_out"]["not_yet_known"] == 6


def test_the_document_says_what_was_asked_and_that_it_is_complete(desk):
    told = desk.run("assess", *one_file(desk), *ASK, "--known-at", "2025-09-16")

    assert (told.json["known_at"], told.json["known_at_complete"]) == ("2025-09-16", True)


def test_a_later_file_corrects_an_earlier_one_without_any_moment(desk):
    files = desk.school(register_of(ADA="/ 10, O 10"), register_of(ADA="/ 10, I 4"))

    assert unauthorised(desk, files)[0] == 6


def test_two_codes_for_one_session_in_one_file_leave_it_unmarked(desk):
    twice = [*marked(ADA, "/ 10, O 10"), *marked(ADA, "I 1")]

    told = desk.run("assess", *desk.school(as_csv("upn,date,session,code", twice)), *ASK)

    [pupil] = told.json["pupils"]
    assert told.code == 3
    assert "line 2, code “/”: different codes are given for this pupil on 2025-09-01 AM" in told.err
    assert "line 22, code “I”: different codes are given" in told.err
    assert pupil["measures"]["sessions_unmarked"] == 1
    assert pupil["measures"]["sessions_possible"] == 19


def test_a_ledger_gives_the_figures_of_the_files_in_it(desk):
    files, ledger = two_files(desk), str(desk.folder / "marks.ledger")
    desk.run("ledger", "append", ledger, "--register", files[3], "--register", files[5])

    of_files = desk.run("assess", *files, *ASK).json["pupils"]
    of_ledger = desk.run("assess", *files[:2], "--register", ledger, *ASK).json["pupils"]

    assert of_ledger == of_files


def test_a_ledger_corrected_by_hand_gives_both_figures(desk):
    files, ledger = desk.school(as_csv(HEADING, ORIGINAL)), str(desk.folder / "marks.ledger")
    desk.run("ledger", "append", ledger, "--register", files[3])
    corrected = ["--upn", ADA, "--session", "2025-09-12 PM", "--code", "M", "--reason", "dentist's letter"]
    by = ["--name", "Rosa Field", "--title", "Attendance officer", "--now", "2025-09-20T12:00:00Z"]

    told = desk.run("ledger", "correct", ledger, *corrected, *by)

    asked = [*files[:2], "--register", ledger]
    assert told.code == 0, told.err
    assert unauthorised(desk, asked, "--known-at", "2025-09-19")[0] == 10
    assert unauthorised(desk, asked)[0] == 9


def test_a_ledger_knows_a_correction_from_the_moment_it_was_appended(desk):
    files = desk.school(register_of(ADA="/ 10, O 10"), register_of(ADA="/ 10, I 4"))
    ledger = str(desk.folder / "marks.ledger")
    for file, now in ((files[3], "2025-09-12T18:00:00Z"), (files[5], "2025-09-16T10:00:00Z")):
        desk.run("ledger", "append", ledger, "--register", file, "--now", now)

    asked = [*files[:2], "--register", ledger]

    assert unauthorised(desk, asked, "--known-at", "2025-09-16T09:59:59Z") == (10, 4)
    assert unauthorised(desk, asked, "--known-at", "2025-09-16T10:00:00Z") == (6, 0)
    assert unauthorised(desk, asked) == (6, 0)
