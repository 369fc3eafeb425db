"""`supportfirst read-register`: what is in an export, what could not be read, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from supportfirst.attendance.cli.inputs import Told, read_bytes, tell
from supportfirst.attendance.cli.options import Problems
from supportfirst.attendance.cli.output import Format, show_table, write_csv, write_json
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import DONE, NOTHING_USABLE, PROBLEMS_EXIST, say
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.registers.parse import LAYOUTS, parse_register
from supportfirst.attendance.registers.result import ReadRegister
from supportfirst.attendance.vocabulary.sessions import Session

COLUMNS = (
    "file",
    "layout",
    "encoding",
    "pupils",
    "cells",
    "marks",
    "blank",
    "repeated",
    "problems",
    "first",
    "last",
)
ADDED_UP = ("cells", "marks", "blank", "repeated", "problems", "warnings")


def read_register(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Register exports to read.")],
    problems: Problems = None,
    layout: Annotated[
        str | None, typer.Option(help="Say the layout instead of letting it be recognised.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to show the result.")] = Format.TABLE,
) -> int:
    """Read registers and say what was found. Nothing is stored."""
    if layout is not None and layout not in LAYOUTS:
        raise typer.BadParameter(f"“{layout}” is no layout; use one of {', '.join(LAYOUTS)}")
    codes = load_pack("england").codes
    told = Told()
    rows = []
    for path in files:
        data = read_bytes(path)
        with watching(f"Reading {Path(path).name}", data.count(b"\n")) as watch:
            read = parse_register(data, name=path, codes=codes, layout=layout, progress=watch)
        told.add(read.all_problems, read.warnings)
        rows.append(_summary(path, read))
    _show(rows, form)
    tell(told, problems_file=problems)
    if not any(row["marks"] for row in rows):
        say("No mark could be used. A register needs the columns upn, date, session and code.")
        return NOTHING_USABLE
    return PROBLEMS_EXIST if told.problems else DONE


def _summary(name: str, read: ReadRegister) -> dict[str, Any]:
    sessions = read.marks.session
    first, last = (Session.of_number(pick(sessions)).day for pick in (min, max)) if sessions else (None, None)
    return {
        "file": name,
        "layout": read.layout,
        "encoding": read.encoding,
        "pupils": len(read.marks.upns),
        "cells": read.cells,
        "marks": len(read.marks),
        "blank": read.blank,
        "repeated": read.repeated,
        "problems": len(read.problems),
        "warnings": len(read.warnings),
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
    }


def _show(rows: list[dict[str, Any]], form: Format) -> None:
    if form is Format.JSON:
        totals = {key: sum(row[key] for row in rows) for key in ADDED_UP}
        write_json({"schema": "register-summary/1", **totals, "files": rows})
    elif form is Format.CSV:
        write_csv(COLUMNS, ([row[column] for column in COLUMNS] for row in rows))
    else:
        show_table("Registers read", COLUMNS, ([row[column] for column in COLUMNS] for row in rows))
