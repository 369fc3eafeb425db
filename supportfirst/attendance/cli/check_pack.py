"""`supportfirst check-pack DIR`: every fault of a policy pack, each with its file and line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from supportfirst.attendance.assessment.slots import SLOT_NAMES, show_count
from supportfirst.attendance.cli.options import read_day
from supportfirst.attendance.cli.output import Format, show_table, write_csv, write_json
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST, say
from supportfirst.attendance.packs.lint import check_pack
from supportfirst.attendance.packs.load import folder_of
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.attendance.vocabulary.problems import PROBLEM_COLUMNS


def check(
    packs: Annotated[list[str], typer.Argument(metavar="DIR...", help="Pack folders, or names of packs.")],
    on: Annotated[
        str | None, typer.Option("--on", help="Judge review days as on this day; today if left out.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to show the faults.")] = Format.TABLE,
) -> int:
    """Check that every value has its source, dates and review day, and every rule names what exists."""
    today = read_day(on) if on else datetime.now(LONDON).date()
    found = [fault for pack in packs for fault in check_pack(_folder(pack), today=today, facts=SLOT_NAMES)]
    faults = [fault for fault in found if not fault.warning]
    for warning in found:
        if warning.warning:
            say(f"{warning.file}, line {warning.line}: {warning.problem}; {warning.remedy}.")
    if form is Format.JSON:
        write_json([dict(zip(PROBLEM_COLUMNS, fault.row(), strict=True)) for fault in faults])
    elif form is Format.CSV:
        write_csv(PROBLEM_COLUMNS, (fault.row() for fault in faults))
    elif faults:
        show_table(f"{len(faults)} faults", PROBLEM_COLUMNS, (fault.row() for fault in faults))
    say(f"{show_count(len(packs), 'pack')} checked: {show_count(len(faults), 'fault')}.")
    return PROBLEMS_EXIST if faults else DONE


def _folder(name_or_dir: str) -> Path:
    """A folder that is there is checked as it is; else the pack of that name. Raises UnknownPack."""
    given = Path(name_or_dir)
    return given if given.exists() else folder_of(name_or_dir)
