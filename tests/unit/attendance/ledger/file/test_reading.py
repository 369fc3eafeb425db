from __future__ import annotations

import numpy as np
import pytest

from supportfirst.attendance.codes.codebook import CodeBook
from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.ledger.file.reading import CodeNotInBook, Reader
from supportfirst.attendance.ledger.file.store import Store
from tests.factories.ledgers import AVA, BEN, CODES, append_to, build_marks, build_submission, rows_of

MORNING = "2025-09-03 AM"


def build_path(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(
        path,
        build_marks(
            (AVA, MORNING, "N", "", "", "", "late"), (BEN, MORNING, "C1"), (BEN, "2025-09-04 AM", "/")
        ),
    )
    append_to(path, build_marks((AVA, MORNING, "I", "", "", "", "rang")), build_submission("two.csv"))
    return path


def read_in_chunks(path, size):
    reader = Reader(Store.open(path, writing=False), CODES, chunk_marks=size)
    return [
        (int(chunk.pupil[row]), int(chunk.session[row]), int(chunk.code[row]), chunk.remarks.get(row))
        for chunk in reader.chunks()
        for row in range(len(chunk.code))
    ]


def test_reading_in_small_chunks_gives_the_same_rows(tmp_path):
    path = build_path(tmp_path)

    assert read_in_chunks(path, 1) == read_in_chunks(path, 2) == read_in_chunks(path, 1000)
    assert [row[4] for row in rows_of(path)] == ["late", "", "", "rang"]


def test_reading_does_not_depend_on_how_a_code_book_numbers_its_codes(tmp_path):
    path = build_path(tmp_path)
    renumbered = CodeBook(list(reversed(CODES.codes)))

    marks = open_ledger(path).marks(renumbered)

    assert [renumbered.code(number).symbol for number in marks.code] == ["N", "C1", "/", "I"]
    assert list(marks.code) != list(open_ledger(path).marks(CODES).code)


def test_reading_names_a_code_that_the_code_book_does_not_know(tmp_path):
    path = build_path(tmp_path)
    smaller = CodeBook([code for code in CODES.codes if code.symbol != "C1"])

    with pytest.raises(CodeNotInBook, match="the code “C1” on 2025-09-03"):
        open_ledger(path).marks(smaller)


def test_reading_takes_up_codes_that_a_later_code_book_brings(tmp_path):
    path = tmp_path / "school.ledger"
    first = CodeBook([code for code in CODES.codes if code.symbol != "C1"])
    with open_ledger(path, writing=True) as ledger:
        ledger.append(
            build_marks((AVA, MORNING, "/"), codes=first), codes=first, submission=build_submission("one.csv")
        )

    append_to(path, build_marks((BEN, MORNING, "C1")), build_submission("two.csv"))

    assert [row[2] for row in rows_of(path)] == ["/", "C1"]


def test_documents_give_each_document_and_amendment_as_arrays_in_order(tmp_path):
    path = build_path(tmp_path)
    ledger = open_ledger(path)

    found = [(document.pupils.tolist(), len(document.codes)) for document in ledger.documents(CODES)]

    assert found == [([0, 1], 2), ([1], 1), ([0], 1)]
    assert all(document.codes.dtype == np.uint8 for document in ledger.documents(CODES))
