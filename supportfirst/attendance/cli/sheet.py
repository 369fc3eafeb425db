"""`supportfirst sheet UPN`: one pupil's assessment with all that it rests on, kept to be judged again."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from supportfirst import __version__
from supportfirst.attendance.assessment.pupil_by_pupil import check_day
from supportfirst.attendance.casebook.sheet import (
    ACTED_ON,
    DECIDED,
    DECLINED,
    SCHEMA,
    Decision,
    Question,
    decision_section,
    sheet_of,
)
from supportfirst.attendance.casebook.sheet_inputs import read_inputs
from supportfirst.attendance.casebook.sheet_parts import Held
from supportfirst.attendance.casebook.sheet_text import sheet_bytes
from supportfirst.attendance.cli.inputs import Told, refuse_device, tell
from supportfirst.attendance.cli.options import (
    Calendar,
    History,
    KnownAt,
    On,
    PackName,
    Parents,
    Problems,
    Pupils,
    Registers,
    School,
    read_day,
    read_known_at,
)
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST
from supportfirst.attendance.cli.sheet_files import Given, nothing_given, read_given
from supportfirst.attendance.packs.load import layers_of
from supportfirst.attendance.vocabulary.errors import AttendanceError


class SheetKept(AttendanceError):
    """Another sheet stands under this name; a sheet is never overwritten."""


def sheet(
    upn: Annotated[str, typer.Argument(metavar="UPN", help="Whose assessment to keep.")],
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    out: Annotated[str, typer.Option("--out", help="The file to write the sheet to.")],
    pupils: Pupils = None,
    known_at: KnownAt = None,
    school: School = None,
    parents: Parents = None,
    history: History = None,
    rule: Annotated[
        str | None, typer.Option("--rule", help="The one rule that the sheet is to answer, by its key.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decided, by name.")] = "",
    title: Annotated[str, typer.Option("--title", help="Their job title.")] = "",
    decided: Annotated[
        str, typer.Option("--decided", help="“acted on”, “acted on: …” or “declined: the reason”.")
    ] = "",
    decided_on: Annotated[str, typer.Option("--decided-on", help="The day of the decision.")] = "",
    problems: Problems = None,
) -> int:
    """Keep one pupil's assessment as a sheet: the inputs, the rules, every reason, and who decided."""
    day, wanted = read_day(on), upn.strip().upper()
    known = known_at.strip() if known_at is not None else None
    question = Question(wanted, day, read_known_at(known), known, (rule or "").strip())
    decision = _decision(by.strip(), title.strip(), decided.strip(), decided_on.strip())
    told = Told(problems_file=problems)
    layers = layers_of(pack)
    check_day(layers[-1], day)
    given = Given(register, calendar, pupils, school, parents, history)
    sections = {**nothing_given(), **read_given(wanted, given, layers[-1], day, told)}
    inputs = read_inputs(wanted, Held(sections, out, "inputs"), layers[-1].records).inputs
    document = sheet_of(question, inputs, layers, version=__version__, decision=decision)
    _keep(out, sheet_bytes(document))
    sys.stdout.write(_told(out, document) + "\n")
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


def _decision(by: str, title: str, decided: str, on: str) -> dict[str, Any] | None:
    """What a named person decided; all of it or nothing. Else it is a wrong command line."""
    if not (by or title or decided or on):
        return None
    if not (by and title and decided and on):
        raise typer.BadParameter(
            "a decision is a person's: give “--by”, “--title”, “--decided” and “--decided-on” together"
        )
    what, _, reason = (part.strip() for part in decided.partition(":"))
    if what not in DECIDED:
        raise typer.BadParameter(f"“--decided” begins with “{ACTED_ON}” or “{DECLINED}”, not “{what}”")
    if what == DECLINED and not reason:
        raise typer.BadParameter(f"say why, as in “--decided '{DECLINED}: the family had moved'”")
    return decision_section(Decision(by, title, what, reason, read_day(on)))


def _keep(out: str, data: bytes) -> None:
    """Write a new file whole or not at all; the same sheet again is no fault."""
    path = Path(refuse_device(out))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder", out)
    if path.is_file():
        if path.read_bytes() == data:
            return
        raise SheetKept(
            what="another sheet, or another file, stands there, and a sheet is never overwritten",
            where=out,
            remedy="give “--out” a name of its own",
        )
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except OSError as error:
        if not isinstance(error, FileExistsError) and path.is_file():
            path.unlink()
        error.filename = out
        raise


def _told(out: str, document: dict[str, Any]) -> str:
    judged = document["result"]["pupil"]["judged"]
    answer = document["result"]["answer"]
    rule = f"; {document['question']['rule']}: {answer}" if answer else ""
    return (
        f"{out}: {SCHEMA} of {document['question']['upn']} on {document['question']['on']}, "
        f"{len(judged)} rules judged{rule}. Seal {document['seal']['chain']}"
    )
