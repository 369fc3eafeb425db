"""Every number, operator, date and unit of a pack moved one step: what a worked case must notice.

A mutant is one scalar of one file, changed. Dates of checking and of the catalogue are left
alone, because nothing is judged by them; everything that a rule, value, fact, move or clock
states is moved, up and down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from supportfirst.attendance.packs.cache import FolderText
from supportfirst.attendance.packs.fields import day_of, number_of
from supportfirst.attendance.packs.text_form import Listing, Node, Scalar, Table

FOLDERS = ("values/", "facts/", "rules/", "tracks/")
SECTIONS = ("values", "facts", "rules", "moves", "narrows", "notes", "windows")
OPERATORS = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
UNITS = {
    "calendar days": "school days",
    "school days": "calendar days",
    "working days": "calendar days",
    "weeks": "school weeks",
    "school weeks": "weeks",
    "months": "weeks",
    "years": "months",
}
COUNTING = {"beginning with": "after", "after": "beginning with"}
DATES = ("start", "end", "first_day", "last_day")
YES_NO = {"yes": "no", "no": "yes"}
ONE_DAY = timedelta(days=1)
ANOTHER_WORD = "another"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One scalar changed. `path` leads to it from the top of its file."""

    pack: str  # the folder
    file: str  # inside the folder
    path: tuple[str | int, ...]
    was: str
    now: str

    @property
    def id(self) -> str:
        """A name that stays the same when lines move: values/penalty.yaml values.x.steps.0.value 10 > 11."""
        return f"{self.pack}/{self.file} {'.'.join(map(str, self.path))} {self.was} > {self.now}"

    @property
    def thing(self) -> tuple[str, str]:
        """The section and the name of what it belongs to: ("values", "penalty_notice.lower_days")."""
        return str(self.path[0]), str(self.path[1])


def mutants(text: FolderText) -> Iterator[Mutant]:
    """Every mutant of a folder, in the order of its files."""
    for file, document in sorted(text.documents.items()):
        if not file.startswith(FOLDERS) or not isinstance(document, Table):
            continue
        for section in SECTIONS:
            held = document.entries.get(section)
            if isinstance(held, Table):
                for path, scalar in _scalars(held, (section,)):
                    for now in _moved(path, scalar.text):
                        yield Mutant(text.name, file, path, scalar.text, now)


def mutated(text: FolderText, mutant: Mutant) -> FolderText:
    """The folder with the one scalar changed."""
    documents = dict(text.documents)
    documents[mutant.file] = _with(documents[mutant.file], mutant.path, mutant.now)
    return FolderText(text.name, documents, list(text.problems))


def _scalars(node: Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Listing):
        for place, item in enumerate(node.items):
            yield from _scalars(item, (*path, place))
    else:
        for key, held in node.entries.items():
            if key != "checked":
                yield from _scalars(held, (*path, key))


def _moved(path: tuple[str | int, ...], text: str) -> Iterator[str]:
    """What a scalar becomes; nothing for one that states no number, operator, date or unit."""
    key = next(part for part in reversed(path) if isinstance(part, str))
    if key in DATES:
        yield from _other_days(text)
    elif key in ("operator", "is") and text in OPERATORS:
        yield OPERATORS[text]
    elif key == "is" and text in YES_NO:
        yield YES_NO[text]
    elif key == "unit" and text in UNITS:
        yield UNITS[text]
    elif key == "counting":
        yield COUNTING[text]
    elif path[0] == "values" and "value" in path:
        yield from _other_values(text)


def _other_days(text: str) -> Iterator[str]:
    day = day_of(text)
    if day is not None:
        yield (day - ONE_DAY).isoformat()
        yield (day + ONE_DAY).isoformat()


def _other_values(text: str) -> Iterator[str]:
    if day_of(text) is not None:
        yield from _other_days(text)
        return
    number = number_of(text)
    if number is None:
        yield YES_NO.get(text, ANOTHER_WORD)
        return
    step = 1 if isinstance(number, int) or number.denominator == 1 else Fraction(1, 2)
    for moved in (number - step, number + step):
        if moved >= 0:
            yield str(moved) if moved.denominator == 1 else f"{float(moved):g}"


def _with(node: Node, path: tuple[str | int, ...], now: str) -> Node:
    if not path:
        assert isinstance(node, Scalar)
        return node._replace(text=now)
    step, rest = path[0], path[1:]
    if isinstance(node, Listing) and isinstance(step, int):
        items = tuple(_with(item, rest, now) if at == step else item for at, item in enumerate(node.items))
        return node._replace(items=items)
    assert isinstance(node, Table), path
    entries: Mapping[str, Node] = {
        key: _with(held, rest, now) if key == step else held for key, held in node.entries.items()
    }
    return node._replace(entries=dict(entries))
