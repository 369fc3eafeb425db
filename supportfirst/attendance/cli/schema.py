"""`supportfirst schema NAME`: each public contract as JSON Schema, read from the files beside this one.

That of a history is only a frame there: the packs say which kinds of event there are.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import Annotated, Any

import typer

from supportfirst.attendance.cli.history_schema import shipped_records, with_kinds
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
    if asked == "history":
        whole = with_kinds(frame_of(asked), shipped_records())
        return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
    return _file_text(asked)


def frame_of(name: str) -> dict[str, Any]:
    """A contract as its file has it, before the packs have added to it."""
    frame: dict[str, Any] = json.loads(_file_text(name))
    return frame


def _file_text(name: str) -> str:
    return (files("supportfirst.attendance.cli") / "schemas" / f"{name}.json").read_text(encoding="utf-8")


def schema(name: Annotated[str, typer.Argument(help="register, calendar, pupils, assessment, …")]) -> int:
    """Print a contract as JSON Schema."""
    sys.stdout.write(schema_text(name))
    return DONE
