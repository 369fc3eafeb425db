from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportfirst.attendance.packs.read import read_yaml
from supportfirst.attendance.packs.text_form import Listing, Table, from_json, scalars, to_json


def kinds(data: bytes) -> list[tuple[str, int]]:
    return [(problem.kind, problem.line) for problem in read_yaml(data, file="a.yaml")[1]]


def test_it_reads_every_scalar_as_the_text_that_was_typed():
    node, problems = read_yaml(b"on: no\ncodes: [N, '#', /, 012, 2024-08-19, ~, 1e3]\n", file="a.yaml")

    assert problems == []
    assert isinstance(node, Table)
    assert list(node.entries) == ["on", "codes"]
    assert [each.text for each in scalars(node)] == ["no", "N", "#", "/", "012", "2024-08-19", "~", "1e3"]


def test_it_knows_the_line_of_each_scalar():
    node, _ = read_yaml(b"a:\n  - 1\n  - b: 2\n", file="a.yaml")

    assert node is not None
    assert [(each.text, each.line, each.file) for each in scalars(node)] == [
        ("1", 2, "a.yaml"),
        ("2", 3, "a.yaml"),
    ]


def test_it_refuses_a_key_written_twice_and_names_both_lines():
    _, problems = read_yaml(b"a: 1\nb: 2\na: 3\n", file="a.yaml")

    assert [(p.kind, p.line, p.value) for p in problems] == [("repeated-key", 3, "a")]
    assert "line 1" in problems[0].problem


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"a: [1\n", [("unreadable-yaml", 2)]),
        (b"", [("unreadable-yaml", 0)]),
        (b"a: \xff\n", [("unreadable-yaml", 0)]),
        (b"a: &x [1]\nb: *x\n", [("alias", 1)]),
        (b"a: !run 1\n", [("tag", 1)]),
        (b"? [a]\n: 1\n", [("unreadable-yaml", 1)]),
        (b"a: 1\n--- \nb: 2\n", [("unreadable-yaml", 2)]),
        (b"[" * 1200, [("unreadable-yaml", 0)]),
        (b"a: " + b"x" * 4_000_001, [("unreadable-yaml", 0)]),
    ],
)
def test_it_turns_what_it_cannot_read_into_a_problem(data, found):
    told = kinds(data)

    assert [kind for kind, _ in told] == [kind for kind, _ in found]


def test_it_refuses_tables_nested_beyond_reading():
    data = b"".join(b" " * depth + b"a:\n" for depth in range(60)) + b" " * 60 + b"b\n"

    assert ("alias" in {kind for kind, _ in kinds(data)}) is True


@given(st.binary(max_size=60))
def test_no_bytes_raise(data):
    node, problems = read_yaml(data, file="a.yaml")

    assert node is not None or problems


def test_the_text_form_comes_back_from_json():
    node, _ = read_yaml(b"a: [1, {b: '#'}]\nc: |\n  two\n  lines\n", file="a.yaml")

    assert node is not None
    assert from_json(to_json(node), "a.yaml") == node
    assert isinstance(node, Table)
    assert isinstance(node.entries["a"], Listing)
