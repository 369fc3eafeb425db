from __future__ import annotations

import pytest

from supportfirst.attendance.ledger.file import open_ledger
from supportfirst.attendance.ledger.lock import LedgerBusy
from tests.factories.ledgers import AVA, append_to, build_marks, standing


def test_lock_lets_one_writer_in_at_a_time_and_says_so(tmp_path):
    path = tmp_path / "school.ledger"

    with open_ledger(path, writing=True), pytest.raises(LedgerBusy, match="another process is writing"):
        open_ledger(path, writing=True)


def test_lock_is_given_up_when_the_writer_is_done(tmp_path):
    path = tmp_path / "school.ledger"

    append_to(path, build_marks((AVA, "2025-09-03 AM", "/")))
    again = append_to(path, build_marks((AVA, "2025-09-03 AM", "/")))

    assert again.unchanged == 1


def test_lock_is_given_up_when_the_writer_fails(tmp_path):
    path = tmp_path / "school.ledger"

    with pytest.raises(ZeroDivisionError), open_ledger(path, writing=True):
        raise ZeroDivisionError

    assert append_to(path, build_marks((AVA, "2025-09-03 AM", "/"))).new == 1


def test_lock_lets_readers_in_beside_a_writer(tmp_path):
    path = tmp_path / "school.ledger"
    append_to(path, build_marks((AVA, "2025-09-03 AM", "/")))

    with open_ledger(path, writing=True):
        assert standing(path) == {(AVA, "2025-09-03 AM"): "/"}
