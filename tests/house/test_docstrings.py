"""Every module says in its first lines what it is for."""

from __future__ import annotations

import ast

from tests.house.tree import modules, short

SHORTEST = 30


def test_every_module_opens_with_a_docstring() -> None:
    silent = [
        short(path)
        for path in modules()
        if path.name != "__init__.py"
        and path.parent.name != "migrations"  # made by a command
        and len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < SHORTEST
    ]

    assert silent == []
