"""Law sits in supportfirst/policy/: no dates of acts, sums of money or lists of codes in Python.

Heuristics, each tried on a planted case. Keys of the public contract ("97", `fell_below`) are
names and not values, and dates or sums inside a docstring explain and decide nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from supportfirst.attendance.packs.load import load_pack
from tests.house.tree import modules, short

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MONEY = re.compile(r"£\s?\d")
FEWEST_CODES = 3
NOT_LAW = {  # files that write codes or days down, and why that is no law
    "supportfirst/casework/bridge/code_numbers.py": "how rows are stored: numbers that may never change",
    "supportfirst/casework/bridge/sample_rows.py": "days of the invented schools",
    "supportfirst/casework/bridge/urgency.py": "the day from which days are counted, for sorting",
    "supportfirst/casework/web/views/gallery.py": "days shown as examples of a component",
}
CONFIDENCE_MARKS = {"V", "S", "D", "K"}  # letters of sources (vocabulary.sources), which are codes too


def docstrings(module: ast.Module) -> set[int]:
    """Identities of the constants that are docstrings."""
    return {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def law_in(text: str, symbols: frozenset[str]) -> Iterator[str]:
    """A sentence for each literal that looks like law."""
    module = ast.parse(text)
    explained = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and dated(node):
            yield f"{node.lineno}: the date {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            if ISO_DATE.fullmatch(node.value) or MONEY.search(node.value):
                yield f"{node.lineno}: “{node.value}”"
        elif isinstance(node, ast.List | ast.Tuple | ast.Set) and lists_codes(node.elts, symbols):
            yield f"{node.lineno}: a list of codes {ast.unparse(node)}"
        elif isinstance(node, ast.Dict) and lists_codes([key for key in node.keys if key], symbols):
            yield f"{node.lineno}: a table of codes"


def dated(call: ast.Call) -> bool:
    """`date(2024, 8, 19)` and the like, with the year written out; 1970 is where computers count from."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in ("date", "datetime") or not call.args or not isinstance(call.args[0], ast.Constant):
        return False
    return isinstance(call.args[0].value, int) and call.args[0].value not in (1, 1970, 9999)


def lists_codes(nodes: list[ast.expr], symbols: frozenset[str]) -> bool:
    words = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    codes = len(words) == len(nodes) >= FEWEST_CODES and set(words) <= symbols
    return codes and set(words) != CONFIDENCE_MARKS


@pytest.fixture(scope="module")
def symbols() -> frozenset[str]:
    return frozenset(load_pack("england").codes.symbols()) | {"\\"}


def test_no_module_holds_law(symbols: frozenset[str]) -> None:
    found = [
        f"{short(path)}:{sentence}"
        for path in modules("supportfirst")
        if short(path) not in NOT_LAW
        for sentence in law_in(path.read_text(encoding="utf-8"), symbols)
    ]

    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "STARTS = date(2024, 8, 19)",
        "starts = datetime.date(2024, 8, 19)",
        "STARTS = '2024-08-19'",
        "TEXT = 'a notice of £80'",
        "UNAUTHORISED = ('G', 'N', 'O', 'U')",
        "CLASSES = {'G': 1, 'N': 1, 'O': 1}",
    ],
)
def test_the_check_finds_planted_law(planted: str, symbols: frozenset[str]) -> None:
    assert list(law_in(planted, symbols))


@pytest.mark.parametrize(
    "harmless",
    [
        '"""In force from 2024-08-19, with a notice of £80."""',
        "EPOCH = datetime(1970, 1, 1)",
        "REMEDY = 'write it as 2026-03-02'",
        "HEADINGS = ('upn', 'date', 'code')",
        "BOTH = ('/', '\\\\')",
    ],
)
def test_the_check_leaves_the_rest_alone(harmless: str, symbols: frozenset[str]) -> None:
    assert list(law_in(harmless, symbols)) == []
