from __future__ import annotations

import hashlib
import json

import pytest

from supportfirst.attendance.ledger.record import (
    FIRST_PREV,
    Broken,
    canonical,
    follows,
    moment_of,
    moment_text,
    seal,
    session_of,
    unseal,
)
from supportfirst.attendance.vocabulary.moments import NOT_RECORDED, read_moment
from supportfirst.attendance.vocabulary.sessions import Session


def test_canonical_puts_keys_in_order_without_spaces_in_utf_8():
    assert canonical({"b": 1, "a": "Siân"}) == '{"a":"Siân","b":1}'.encode()


def test_canonical_keeps_half_a_surrogate_pair_as_json_writes_it():
    line = canonical({"a": "\udc80"})

    assert json.loads(line) == {"a": "\udc80"}
    assert canonical(json.loads(line)) == line


def test_seal_can_be_checked_with_no_more_than_a_hash_program():
    line, digest = seal({"kind": "roster", "upns": ["A1"]}, seq=2, prev=FIRST_PREV)

    without_hash = line[: line.rindex(b',"hash":')] + b"}"
    assert hashlib.sha256(without_hash).hexdigest() == digest
    assert json.loads(line)["hash"] == digest


def test_seal_can_be_checked_from_the_parsed_record_too():
    line, digest = seal({"kind": "roster", "upns": ["A1"]}, seq=2, prev=FIRST_PREV)

    record = json.loads(line)
    del record["hash"]
    assert hashlib.sha256(canonical(record)).hexdigest() == digest


def test_unseal_gives_back_the_record():
    line, digest = seal({"kind": "roster", "upns": ["A1"]}, seq=2, prev=FIRST_PREV)

    record = unseal(line)

    assert record == {"kind": "roster", "upns": ["A1"], "seq": 2, "prev": FIRST_PREV, "hash": digest}


def test_unseal_refuses_a_line_in_which_any_one_byte_is_changed():
    line, _ = seal({"kind": "roster", "upns": ["A1"]}, seq=2, prev=FIRST_PREV)

    for place in range(len(line)):
        changed = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
        with pytest.raises(Broken):
            unseal(changed)


@pytest.mark.parametrize("line", [b"", b"\n", b"[]\n", b"{}\n"])
def test_unseal_refuses_what_carries_no_hash(line):
    with pytest.raises(Broken, match="does not end with a hash"):
        unseal(line)


def test_follows_refuses_a_record_out_of_number_or_out_of_chain():
    record = {"seq": 3, "prev": "a"}

    follows(record, seq=3, prev="a")
    with pytest.raises(Broken, match="it says it is record 3"):
        follows(record, seq=4, prev="a")
    with pytest.raises(Broken, match="does not follow"):
        follows(record, seq=3, prev="b")


def test_moment_text_is_utc_to_the_microsecond_and_reads_back():
    moment = read_moment("2025-09-03T10:05:00.000007+01:00")

    assert moment_text(moment) == "2025-09-03T09:05:00.000007Z"
    assert moment_of(moment_text(moment)) == moment


def test_moment_text_of_a_mark_without_a_moment_is_none_and_reads_back():
    assert moment_text(NOT_RECORDED) is None
    assert moment_of(None) == NOT_RECORDED


def test_session_of_reads_what_a_session_is_written_as():
    session = Session.of_number(2 * 739000 + 1)

    assert session_of(str(session)) == session
