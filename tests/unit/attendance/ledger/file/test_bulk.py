from __future__ import annotations

import numpy as np
import pytest

from supportfirst.attendance.ledger.file import NewDocument, open_ledger, verify
from supportfirst.attendance.ledger.file.bulk import DocumentDiffers
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, read_moment
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
    standing,
)

MORNING, AFTERNOON = "2025-09-03 AM", "2025-09-03 PM"
CLASS = [AVA, BEN, CAI]


def build_document(
    session: str, symbols: str, upns: list[str] = CLASS, at: int = NOT_RECORDED
) -> NewDocument:
    place = build_session(session)
    numbers = [0 if symbol == "." else CODES.read(symbol, place.day).number for symbol in symbols]
    return NewDocument(place.number, upns, np.array(numbers, np.uint8), at, HEAD)


def append_documents(path, *documents, file="generated"):
    with open_ledger(path, writing=True) as ledger:
        return ledger.append_documents(documents, codes=CODES, submission=build_submission(file))


def test_append_documents_writes_what_append_would_have_kept(tmp_path):
    by_rows, by_arrays = tmp_path / "rows.ledger", tmp_path / "arrays.ledger"
    append_to(by_rows, build_marks((AVA, MORNING, "/"), (CAI, MORNING, "N"), (BEN, AFTERNOON, "L")))

    new = append_documents(by_arrays, build_document(MORNING, "/.N"), build_document(AFTERNOON, ".L."))

    assert new == 3
    assert standing(by_arrays) == standing(by_rows)
    assert verify(by_arrays) == []


def test_append_documents_keeps_moment_and_recorder(tmp_path):
    path = tmp_path / "school.ledger"
    nine = read_moment("2025-09-03T09:00:00Z")

    append_documents(path, build_document(MORNING, "///", at=nine))

    assert {(mark.recorded_at, mark.recorder) for mark in open_ledger(path).marks(CODES).each()} == {
        (nine, HEAD)
    }


def test_append_documents_takes_another_class_of_the_same_session(tmp_path):
    path = tmp_path / "school.ledger"
    others = [f"D{number:012d}" for number in range(50)]

    append_documents(path, build_document(MORNING, "//N"), build_document(MORNING, "/" * 50, others))

    assert len(standing(path)) == 53


def test_append_documents_passes_over_what_is_there_and_completes_the_rest(tmp_path):
    path = tmp_path / "school.ledger"
    append_documents(path, build_document(MORNING, "/.."))

    new = append_documents(path, build_document(MORNING, "/NL"), file="again")

    assert new == 2
    assert standing(path) == {(AVA, MORNING): "/", (BEN, MORNING): "N", (CAI, MORNING): "L"}
    assert verify(path) == []


def test_append_documents_refuses_another_mark_for_a_place(tmp_path):
    path = tmp_path / "school.ledger"
    append_documents(path, build_document(MORNING, "/.."))

    with pytest.raises(DocumentDiffers, match="differs from marks already kept"):
        append_documents(path, build_document(MORNING, "N.."), file="other")

    assert standing(path) == {(AVA, MORNING): "/"}


def test_append_documents_of_the_same_submission_changes_nothing(tmp_path):
    path = tmp_path / "school.ledger"
    append_documents(path, build_document(MORNING, "///"))
    before = path.read_bytes()

    assert append_documents(path, build_document(MORNING, "///")) == 0
    assert path.read_bytes() == before


def test_session_codes_is_what_stands_for_every_pupil_and_session(tmp_path):
    path = tmp_path / "school.ledger"
    append_documents(path, build_document(MORNING, "/N."), build_document("2025-09-04 AM", "..L"))
    append_to(path, build_marks((BEN, MORNING, "I")), build_submission("two.csv", at="2025-09-05T12:00:00Z"))
    ledger = open_ledger(path)

    now = ledger.session_codes(CODES)
    before = ledger.session_codes(CODES, known_at=read_moment("2025-09-05T11:59:59Z"))

    day = build_session(MORNING).day
    present, ill, unknown, late = (CODES.read(symbol, day).number for symbol in "/INL")
    assert list(now.upns) == CLASS
    assert now.sessions.tolist() == [build_session(MORNING).number, build_session("2025-09-04 AM").number]
    assert now.cells.tolist() == [[present, 0], [ill, 0], [0, late]]
    assert before.cells.tolist() == [[present, 0], [unknown, 0], [0, late]]
