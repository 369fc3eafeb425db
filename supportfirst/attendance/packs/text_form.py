"""A pack's files as plain text: tables, lists and scalars, each with its file and line.

YAML guesses types: an unquoted `no`, `N` or `2024-08-19` is no longer what was typed, and
register codes include `#`, `N` and `/`. So a scalar here is always text; `fields` decides
types, where it knows what is asked for. The same form is what the cache keeps, as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Union


class Scalar(NamedTuple):
    text: str
    file: str
    line: int


class Listing(NamedTuple):
    items: tuple[Node, ...]
    file: str
    line: int


class Table(NamedTuple):
    entries: dict[str, Node]
    key_lines: dict[str, int]  # the line on which each key is written
    file: str
    line: int


Node = Union[Scalar, Listing, Table]  # noqa: UP007  (recursive, read at run time)


def place(node: Node) -> str:
    """Where a node is written, as `england/values/bands.yaml:12`."""
    return f"{node.file}:{node.line}"


def to_json(node: Node) -> list[Any]:
    """A node as JSON values: ["s", line, text], ["l", line, items] or ["t", line, [[key, line, node], …]]."""
    if isinstance(node, Scalar):
        return ["s", node.line, node.text]
    if isinstance(node, Listing):
        return ["l", node.line, [to_json(item) for item in node.items]]
    entries = [[key, node.key_lines[key], to_json(held)] for key, held in node.entries.items()]
    return ["t", node.line, entries]


def from_json(form: list[Any], file: str) -> Node:
    """The node that `to_json` wrote. Raises ValueError, TypeError or KeyError on anything else."""
    kind, line, held = form
    if kind == "s":
        return Scalar(held, file, line)
    if kind == "l":
        return Listing(tuple([from_json(item, file) for item in held]), file, line)
    if kind != "t":
        raise ValueError(kind)
    entries = {key: from_json(value, file) for key, _, value in held}
    return Table(entries, {key: at for key, at, _ in held}, file, line)


def without_lines(node: Node) -> Any:
    """The content alone, keys in order: what a fingerprint is taken of."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [without_lines(item) for item in node.items]
    return {key: without_lines(node.entries[key]) for key in sorted(node.entries)}


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar inside a node, in the order of the file."""
    if isinstance(node, Scalar):
        yield node
        return
    held = node.items if isinstance(node, Listing) else node.entries.values()
    for inner in held:
        yield from scalars(inner)
