"""However a number of a pack is misspelt, it is a fault with a place, or the pack can be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from supportfirst.attendance.casebook.worked_cases import cases_otherwise, unbound_days
from supportfirst.attendance.packs.build import PACK_FILES, build_pack
from supportfirst.attendance.packs.cache import read_folder
from supportfirst.attendance.packs.load import folder_of
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table
from supportfirst.attendance.packs.worked_cases import read_cases

ENGLAND = read_folder(folder_of("england"), PACK_FILES)
CASE = read_cases(folder_of("england"))[0][0]
Path = tuple[str | int, ...]


def values_written(node: Node, path: Path = ()) -> Iterator[Path]:
    """The way to each `value` of a step, and to each entry of one that is a list or a table."""
    if isinstance(node, Scalar):
        if "value" in path:
            yield path
        return
    held = enumerate(node.items) if isinstance(node, Listing) else node.entries.items()
    for key, inner in held:
        yield from values_written(inner, (*path, key))


def with_text(node: Node, path: Path, text: str) -> Node:
    if not path:
        return node._replace(text=text) if isinstance(node, Scalar) else node
    first, *rest = path
    if isinstance(node, Listing):
        items = [
            with_text(each, tuple(rest), text) if at == first else each for at, each in enumerate(node.items)
        ]
        return node._replace(items=tuple(items))
    assert isinstance(node, Table)
    changed = with_text(node.entries[str(first)], tuple(rest), text)
    return node._replace(entries={**node.entries, str(first): changed})


PLACES = [
    (file, path)
    for file, node in ENGLAND.documents.items()
    if file.startswith("values/")
    for path in values_written(node)
]
ODD = st.sampled_from(
    ["9.5", "0", "-1", "99.5", "100", "101", "9999", "10001", "9" * 15, "ninety", "13-45", "ZZ"]
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PLACES), ODD)
def test_a_pack_without_faults_can_be_used(place, text):
    file, path = place
    changed = {**ENGLAND.documents, file: with_text(ENGLAND.documents[file], path, text)}
    built = build_pack(replace(ENGLAND, documents=changed), None)

    told = built.problems or unbound_days(built.pack)
    if not told:
        list(cases_otherwise(built.pack, [CASE]))

    assert all(fault.line > 0 and fault.file.startswith("england/") for fault in told)
