from __future__ import annotations

import hashlib
import json

import pytest

from supportfirst.attendance.ledger.file import open_ledger, verify
from supportfirst.attendance.ledger.file.store import LedgerUnreadable
from supportfirst.attendance.ledger.record import FIRST_PREV, seal
from supportfirst.attendance.ledger.scan import NotALedger
from tests.factories.ledgers import AVA, BEN, append_to, build_marks, build_submission

MORNING = "2025-09-03 AM"


@pytest.fixture
def path(tmp_path):
    ledger = tmp_path / "school.ledger"
    append_to(ledger, build_marks((AVA, MORNING, "/"), (BEN, MORNING, "N")))
    append_to(ledger, build_marks((BEN, MORNING, "I")), build_submission("two.csv"))
    return ledger


def reseal(path, change):
    """Forge a ledger whose chain is whole: change its records, and seal each anew."""
    prev, lines = FIRST_PREV, []
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    for seq, record in enumerate(change(records), start=1):
        del record["hash"]
        line, prev = seal(record, seq=seq, prev=prev)
        lines.append(line)
    path.write_bytes(b"".join(lines))


def change_first(of_kind, **values):
    def change(records):
        next(record for record in records if record["kind"] == of_kind).update(values)
        return records

    return change


def test_verify_finds_nothing_in_a_sound_ledger(path):
    assert verify(path) == []


def test_verify_names_every_damaged_record_and_its_byte(path):
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(AVA.encode(), b"X123456789012")
    lines[5] = lines[5].replace(b"two.csv", b"six.csv")
    path.write_bytes(b"".join(lines))

    faults = verify(path)

    assert [fault.line for fault in faults] == [3, 6]
    assert faults[0].value == f"byte {sum(map(len, lines[:2]))}"
    assert "its content does not fit its hash" in faults[0].problem
    assert AVA not in str(faults)


def test_verify_finds_a_record_taken_out(path):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))

    assert [(fault.line, fault.problem) for fault in verify(path)] == [
        (3, "the record is damaged: it says it is record 4")
    ]


def test_verify_tells_a_torn_tail_and_leaves_it_alone(path):
    torn = path.read_bytes() + b'{"kind'
    path.write_bytes(torn)

    (fault,) = verify(path)

    assert "torn tail" in fault.problem
    assert path.read_bytes() == torn


def test_verify_finds_whole_records_missing_at_the_end_by_a_hash_noted_before(path):
    noted = open_ledger(path).summary().last_hash
    assert verify(path, known_hash=noted) == []
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))

    assert verify(path) == []
    (fault,) = verify(path, known_hash=noted)
    assert "records are missing" in fault.problem


def test_verify_finds_spaces_that_are_not_canonical_though_sealed(path):
    lines = path.read_bytes().splitlines(keepends=True)
    last = json.loads(lines[-1])
    del last["hash"]
    body = json.dumps(last, sort_keys=True, separators=(", ", ":")).encode()
    digest = hashlib.sha256(body).hexdigest()
    lines[-1] = body[:-1] + f',"hash":"{digest}"}}\n'.encode()
    path.write_bytes(b"".join(lines))

    assert [fault.problem for fault in verify(path)] == ["the record is not in canonical form"]


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        ("amendment", {"old": "O"}, "does not amend the mark that stood before it"),
        ("amendment", {"new": "Q9"}, "has no letter"),
        ("amendment", {"upn": "Z999999999999"}, "does not make sense"),
        ("register", {"marks": "/"}, "not one mark for each pupil"),
        ("register", {"marks": "/{"}, "the letter “{” has no meaning"),
        ("register", {"session": "2025-09-33 AM"}, "does not make sense"),
        ("roster", {"upns": [AVA, AVA]}, "names a pupil twice"),
        ("completed", {"kind": "finished"}, "its kind “finished” is not known"),
    ],
)
def test_verify_finds_what_contradicts_in_a_chain_that_was_forged_whole(path, kind, values, message):
    reseal(path, change_first(kind, **values))

    fault = verify(path)[0]
    assert message in fault.problem
    assert "Z999999999999" not in fault.problem


def test_verify_finds_a_place_marked_twice(path):
    def repeat(records):
        document = next(record for record in records if record["kind"] == "register")
        return [*records, dict(document)]

    reseal(path, repeat)

    assert [fault.problem for fault in verify(path)] == ["it marks a place that was marked before"]


def test_verify_refuses_what_is_no_ledger_or_missing(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "register.csv").write_bytes(b"upn,date,session,code\n")

    for name in ("empty", "register.csv"):
        with pytest.raises(NotALedger):
            verify(tmp_path / name)
    with pytest.raises(LedgerUnreadable):
        verify(tmp_path / "none")
