"""`supportfirst rerun SHEET`: judge a sheet again, and name whatever is not as it was.

Its exit code is about the sheet alone: 0 the same, byte for byte; 3 not the same. Problems in
today's files are told, and are no difference by themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from supportfirst import __version__
from supportfirst.attendance.assessment.pupil_by_pupil import check_day
from supportfirst.attendance.assessment.readers import Reader, in_words
from supportfirst.attendance.casebook.rerun import Rerun, Sheet, read_sheet
from supportfirst.attendance.casebook.rerun import rerun as judge_again
from supportfirst.attendance.casebook.sheet_inputs import INPUTS
from supportfirst.attendance.cli.inputs import Told, read_bytes, tell
from supportfirst.attendance.cli.options import History, Parents, Problems, Pupils, School
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST, say
from supportfirst.attendance.cli.sheet_files import Given, read_given
from supportfirst.attendance.packs.load import UnknownPack, layers_of
from supportfirst.attendance.packs.shape import Pack

TODAYS_REGISTERS = typer.Option("--register", help="Today's register or ledger; repeat, oldest first.")
TODAYS_CALENDAR = typer.Option("--calendar", help="Today's calendar file, or the name of a built-in one.")


def rerun(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="A file that “supportfirst sheet” wrote.")],
    register: Annotated[list[str] | None, TODAYS_REGISTERS] = None,
    calendar: Annotated[str | None, TODAYS_CALENDAR] = None,
    pupils: Pupils = None,
    school: School = None,
    parents: Parents = None,
    history: History = None,
    pack: Annotated[
        str | None, typer.Option("--pack", help="The pack to judge by; without it the one the sheet names.")
    ] = None,
    show: Annotated[
        Reader | None, typer.Option("--show", help="Explain the sheet to this reader, from what it holds.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option("--parent", help="With --show parent: the id of the parent who reads.")
    ] = None,
    problems: Problems = None,
) -> int:
    """Judge a sheet again, from what it holds or from today's files, and name every input that changed."""
    if parent is not None and show is not Reader.PARENT:
        raise typer.BadParameter("“--parent” says which parent reads; use it with “--show parent”")
    read = read_sheet(read_bytes(sheet), name=sheet)
    told = Told(problems_file=problems)
    layers = _layers(read, pack)
    check_day(layers[-1], read.question.on)
    given = Given(register or (), calendar, pupils, school, parents, history)
    today = read_given(read.question.upn, given, layers[-1], read.question.on, told)
    done = judge_again(read, layers, today=today, version=__version__)
    report = list(_report(read, done, list(today)))
    if show is None:
        sys.stdout.write("\n".join(report) + "\n")
    else:
        assessment, pupil = done.then.assessment, done.then.pupil
        told_history = bool(read.inputs["history"].get("given"))
        lines = in_words(assessment, pupil, reader=show, parent=parent, told_history=told_history)
        sys.stdout.write("\n".join(lines) + "\n")
        say("\n".join(report))
    tell(told, problems_file=problems)
    return DONE if done.same else PROBLEMS_EXIST


def _layers(sheet: Sheet, pack: str | None) -> tuple[Pack, ...]:
    if pack is not None:
        return layers_of(pack)
    try:
        return layers_of(sheet.pack_id)
    except UnknownPack as error:
        raise UnknownPack(
            what=f"no pack “{sheet.pack_id}” ships with this program",
            where=sheet.name,
            remedy="name the folder of the pack that the sheet was judged by with “--pack”",
        ) from error


def _report(sheet: Sheet, done: Rerun, today: list[str]) -> Iterator[str]:
    question = sheet.question
    known = f", as known at {question.known_at_text}" if question.known_at_text else ""
    yield f"{sheet.name}: {question.upn} on {question.on}{known}"
    if today and set(today) != set(INPUTS):
        yield f"From today's files: {_listed(today)}. From the sheet itself: {_listed_others(today)}."
    yield from _decision(sheet)
    if done.same:
        yield "The same, byte for byte."
        return
    yield "Not the same. What changed:"
    yield from (f"  {each}" for each in done.changed)
    if done.came_out:
        yield "What came out otherwise:"
        yield from (f"  {each}" for each in done.came_out)
    else:
        yield "No rule and no figure came out otherwise."


def _listed(names: list[str]) -> str:
    return ", ".join(name for name in INPUTS if name in names)


def _listed_others(names: list[str]) -> str:
    return ", ".join(name for name in INPUTS if name not in names)


def _decision(sheet: Sheet) -> Iterator[str]:
    made = sheet.document["decision"]
    if made is not None:
        reason = f": {made['reason']}" if made["reason"] else ""
        yield f"{made['by']}, {made['title']}, on {made['on']}: {made['decided']}{reason}"
