from __future__ import annotations

import pytest

from supportfirst.attendance.ledger.correcting import (
    CodeRefused,
    Correction,
    CorrectionTooEarly,
    CorrectorMissing,
    NeverASession,
    NothingToCorrect,
    PupilNotInLedger,
    ReasonMissing,
    SessionNotYet,
)
from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.vocabulary.errors import AttendanceError
from supportfirst.attendance.vocabulary.marks import Recorder
from supportfirst.attendance.vocabulary.moments import read_moment
from tests.factories.ledgers import AVA, BEN, CODES, HEAD, append_to, build_marks, build_session, standing

MORNING, AFTERNOON = "2025-09-03 AM", "2025-09-03 PM"
MONDAY = read_moment("2025-09-08T10:00:00Z")


def build_correction(**said: object) -> Correction:
    sound: dict[str, object] = {
        "upn": AVA,
        "session": build_session(MORNING),
        "symbol": "I",
        "reason": "parent rang",
        "by": HEAD,
        "at": MONDAY,
    }
    return Correction(**{**sound, **said})  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path):
    ledger = tmp_path / "school.ledger"
    append_to(ledger, build_marks((AVA, MORNING, "N", "2025-09-03T09:30:00Z"), (BEN, AFTERNOON, "/")))
    return ledger


def correct(path, correction):
    with open_ledger(path, writing=True) as ledger:
        return ledger.correct(correction, codes=CODES)


def test_correct_keeps_the_original_the_new_mark_the_reason_the_date_and_who_made_it(path):
    correct(path, build_correction())

    first, second = open_ledger(path).history(AVA, build_session(MORNING))
    assert (first.symbol, first.old) == ("N", None)
    assert (second.symbol, second.old, second.reason) == ("I", "N", "parent rang")
    assert (second.at, second.by, second.typed) == (MONDAY, HEAD, True)


def test_correct_changes_what_stands_from_its_own_moment_on(path):
    correct(path, build_correction())

    assert standing(path)[AVA, MORNING] == "I"
    assert standing(path, known_at="2025-09-08T09:59:59Z")[AVA, MORNING] == "N"


def test_correct_marks_an_unmarked_session_and_says_that_it_was_unmarked(path):
    entry = correct(path, build_correction(session=build_session(AFTERNOON), symbol="\\"))

    assert (entry.old, entry.symbol) == ("", "/")
    assert standing(path)[AVA, AFTERNOON] == "\\"


def test_correct_takes_a_code_in_small_letters(path):
    assert correct(path, build_correction(symbol=" c1 ")).symbol == "C1"


@pytest.mark.parametrize(
    ("said", "error", "message"),
    [
        ({"reason": "  "}, ReasonMissing, "gives no reason"),
        ({"by": Recorder("", "Officer")}, CorrectorMissing, "does not name who"),
        ({"by": Recorder("Rosa Field", " ")}, CorrectorMissing, "does not name who"),
        ({"symbol": "H"}, CodeRefused, "“H” was withdrawn"),
        ({"symbol": "Q7"}, CodeRefused, "“Q7” is not a register code"),
        ({"symbol": ""}, CodeRefused, "“” is not a register code"),
        ({"symbol": "-"}, CodeRefused, "“-” is not a register code"),
        ({"symbol": "K", "session": build_session("2023-09-04 AM")}, CodeRefused, "not yet in force"),
        ({"session": build_session("2025-09-09 AM")}, SessionNotYet, "on a day after 2025-09-08"),
        ({"session": build_session("2035-09-03 AM")}, SessionNotYet, "on a day after 2025-09-08"),
        ({"session": build_session("2025-09-06 AM")}, NeverASession, "2025-09-06 is a Saturday"),
        ({"session": build_session("2025-09-07 PM")}, NeverASession, "2025-09-07 is a Sunday"),
        ({"upn": "Z999999999999"}, PupilNotInLedger, "names that pupil"),
        ({"symbol": "N"}, NothingToCorrect, "has that mark already"),
        ({"at": read_moment("2025-09-03T09:00:00Z")}, CorrectionTooEarly, "recorded later than now"),
    ],
)
def test_correct_refuses_and_records_nothing(path, said, error, message):
    before = path.read_bytes()

    with pytest.raises(error, match=message):
        correct(path, build_correction(**said))

    assert path.read_bytes() == before


def test_correct_takes_a_session_of_the_very_day_in_london(path):
    late_on_monday = read_moment("2025-09-08T23:59:59+01:00")

    entry = correct(path, build_correction(session=build_session("2025-09-08 PM"), at=late_on_monday))

    assert entry.old == ""


def test_correct_names_no_pupil_in_what_it_refuses(path):
    with pytest.raises(AttendanceError) as refusal:
        correct(path, build_correction(upn="Z999999999999"))

    assert "Z999999999999" not in str(refusal.value)
