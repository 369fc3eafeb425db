"""`supportfirst schema NAME`: each public contract as JSON Schema, read from the files beside this one."""

from __future__ import annotations

import sys
from importlib.resources import files
from typing import Annotated

import typer

from supportfirst.attendance.cli.running import DONE
from supportfirst.attendance.vocabulary.errors import AttendanceError


class UnknownSchema(AttendanceError):
    """No contract has that name."""


def schema_names() -> list[str]:
    folder = files("supportfirst.attendance.cli") / "schemas"
    return sorted(
        entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")
    )


def schema_text(name: str) -> str:
    """The JSON Schema of one contract, as text. Raises UnknownSchema; `register/1` is `register` too."""
    names = schema_names()
    asked = name.partition("/")[0].lower()
    if asked not in names:
        raise UnknownSchema(
            what=f"there is no contract called “{name}”",
            where="schema",
            remedy=f"name one of: {', '.join(names)}",
        )
    return (files("supportfirst.attendance.cli") / "schemas" / f"{asked}.json").read_text(encoding="utf-8")


def schema(name: Annotated[str, typer.Argument(help="register, calendar, pupils, assessment, …")]) -> int:
    """Print a contract as JSON Schema."""
    sys.stdout.write(schema_text(name))
    return DONE
