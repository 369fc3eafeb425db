"""One document, one spelling; and digests that hang together."""

from __future__ import annotations

import hashlib
import json

from supportfirst.attendance.casebook.sheet_text import chain, digest, sheet_bytes


def test_keys_are_sorted_lines_end_in_lf_and_text_is_utf_8():
    written = sheet_bytes({"b": ["Zoë", {}], "a": 1})

    assert written == '{\n"a":1,\n"b":[\n"Zoë",\n{}\n]\n}\n'.encode()


def test_the_order_in_which_keys_were_put_changes_nothing():
    assert sheet_bytes({"a": 1, "b": {"c": 2, "d": 3}}) == sheet_bytes({"b": {"d": 3, "c": 2}, "a": 1})


def test_what_lies_deep_stands_on_one_line():
    deep = {"a": {"b": {"c": [{"d": 1, "e": [1, 2]}]}}}

    assert b'\n{"d":1,"e":[1,2]}\n' in sheet_bytes(deep)
    assert json.loads(sheet_bytes(deep)) == deep


def test_a_digest_is_of_the_part_without_any_space():
    assert digest({"b": 1, "a": "é"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()


def test_the_chain_rests_on_every_part_and_on_their_order():
    one, two = digest(1), digest(2)

    assert (
        len({chain("s", [one, two]), chain("s", [two, one]), chain("s", [one]), chain("t", [one, two])}) == 4
    )
