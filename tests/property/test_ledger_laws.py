"""Laws of the ledger, on any sequence of files: order, repetition, and what a kill may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.ledger.file import open_ledger, verify
from supportfirst.attendance.vocabulary.moments import read_moment
from tests.factories.ledgers import (
    AVA,
    BEN,
    CAI,
    CODES,
    append_to,
    build_marks,
    build_submission,
    rows_of,
    standing,
)

SESSIONS = ("2025-09-03 AM", "2025-09-03 PM", "2025-09-04 AM")
MOMENTS = ("", "2025-09-03T09:00:00Z", "2025-09-03T15:00:00Z", "2025-09-04T09:00:00Z", "2025-09-08T09:00:00Z")

rows = st.tuples(
    st.sampled_from((AVA, BEN, CAI)),
    st.sampled_from(SESSIONS),
    st.sampled_from(("/", "N", "I", "C1", "L")),
    st.sampled_from(MOMENTS),
    st.sampled_from(("", "Rosa Field")),
    st.sampled_from(("", "Tutor")),
    st.sampled_from(("", "parent rang")),
)
# as a reader of files leaves them: one code for a place and moment
files = st.lists(rows, max_size=12, unique_by=lambda row: (row[0], row[1], row[3]))
histories = st.lists(files, min_size=1, max_size=4)


@contextmanager
def ledger_of(history: list[list[tuple[str, ...]]]) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "school.ledger"
        for number, file in enumerate(history):
            append_to(path, build_marks(*file), submission_of(number))
        yield path


def submission_of(number: int):
    return build_submission(f"{number}.csv", at=f"2025-10-{number + 1:02d}T09:00:00Z")


@settings(max_examples=60)
@given(history=histories)
def test_every_mark_of_every_file_is_counted_once_and_the_chain_is_sound(history):
    with ledger_of(history[:-1]) as path:
        done = append_to(path, build_marks(*history[-1]), submission_of(9))

        assert done.new + done.amended + done.unchanged + done.undecided == len(history[-1])
        assert len(done.problems) == done.undecided
        assert verify(path) == []


@settings(max_examples=60)
@given(history=histories, again=st.integers(0, 3))
def test_a_file_that_comes_again_changes_nothing(history, again):
    with ledger_of(history) as path:
        before = path.read_bytes()
        file = again % len(history)

        append_to(path, build_marks(*history[file]), submission_of(file))

        assert path.read_bytes() == before


@settings(max_examples=60)
@given(history=histories)
def test_the_last_files_marks_under_another_name_change_no_mark_that_stands(history):
    with ledger_of(history) as path:
        before = standing(path)

        append_to(path, build_marks(*history[-1]), build_submission("copy.csv", at="2025-11-01"))

        assert standing(path) == before


@settings(max_examples=60)
@given(history=histories, moment=st.sampled_from([moment or "2025-09-03" for moment in MOMENTS]))
def test_the_dense_read_is_the_rows_laid_over_each_other(history, moment):
    with ledger_of(history) as path:
        ledger = open_ledger(path)
        dense = ledger.session_codes(CODES, known_at=read_moment(moment))

        laid = {
            (dense.upns[pupil], int(dense.sessions[session])): int(dense.cells[pupil, session])
            for pupil, session in zip(*dense.cells.nonzero(), strict=True)
        }
        marks = ledger.marks(CODES, known_at=read_moment(moment))
        assert laid == {(mark.upn, mark.session.number): mark.code for mark in marks.each()}


@settings(max_examples=60)
@given(history=histories)
def test_what_is_known_only_grows_and_keeps_its_order(history):
    with ledger_of(history) as path:
        ledger = open_ledger(path)
        everything = list(ledger.marks(CODES).each())
        fewer: list[object] = []
        for moment in (*MOMENTS[1:], "2025-12-01"):
            known = list(ledger.marks(CODES, known_at=read_moment(moment)).each())
            assert is_part_in_order(fewer, known)
            fewer = list(known)

        assert fewer == everything


def is_part_in_order(part, whole) -> bool:
    rest = iter(whole)
    return all(mark in rest for mark in part)


@settings(max_examples=60)
@given(history=histories, share=st.floats(0, 1))
def test_a_ledger_cut_anywhere_is_completed_by_appending_the_files_again(history, share):
    with ledger_of(history) as path:
        whole, rows_before = path.read_bytes(), rows_of(path)
        path.write_bytes(whole[: int(share * len(whole))])
        appends: list[Callable[[], object]] = [
            lambda number=number, file=file: append_to(path, build_marks(*file), submission_of(number))
            for number, file in enumerate(history)
        ]
        for append in appends:
            append()

        assert rows_of(path) == rows_before
        assert verify(path) == []
