"""Options that several commands share, said once so that they can't drift apart."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from supportfirst.attendance.vocabulary.moments import MomentUnreadable, read_moment


def read_day(text: str) -> date:
    """A day typed on the command line. A wrong one is a wrong command line (exit code 2)."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is not a day; write it as 2026-03-02") from error
    if day.year == date.max.year:  # its school year would end after the last day that there is
        raise typer.BadParameter(f"“{text}” is too late a day; check the year")
    return day


def read_known_at(text: str | None) -> int | None:
    """A moment typed on the command line; a bare date is its last instant in London."""
    if text is None:
        return None
    try:
        return read_moment(text)
    except MomentUnreadable as error:
        raise typer.BadParameter(f"{error.what}; {error.remedy}") from error


Registers = Annotated[
    list[str],
    typer.Option("--register", help="A register export or a ledger file; repeat for more, oldest first."),
]
Calendar = Annotated[
    str, typer.Option("--calendar", help="A calendar file, or the name of a built-in calendar.")
]
Pupils = Annotated[
    str | None, typer.Option("--pupils", help="A pupils file: names, dates of birth, spells on roll, flags.")
]
School = Annotated[
    str | None,
    typer.Option(
        "--school", help="A school file: its type and times, and whether it buys the traded service."
    ),
]
Parents = Annotated[
    str | None,
    typer.Option("--parents", help="A parents file: who has responsibility for a pupil, and who has care."),
]
History = Annotated[
    str | None,
    typer.Option("--history", help="A history file: what was done for each pupil, by whom and when."),
]
Parent = Annotated[
    str | None,
    typer.Option(
        "--parent", help="With --for parent: the id of the parent who reads, as the parents file has it."
    ),
]
PackName = Annotated[
    str, typer.Option("--pack", help="The policy pack: a name such as “coventry”, or a folder.")
]
On = Annotated[str, typer.Option("--on", help="The day to assess, as 2026-03-02.")]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", help="Only what had been recorded by this moment (ISO 8601, London time)."),
]
Problems = Annotated[str | None, typer.Option("--problems", help="Write every problem to this CSV file.")]
