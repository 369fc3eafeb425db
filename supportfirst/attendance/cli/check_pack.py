"""`supportfirst check-pack DIR`: every fault of a policy pack, each with its file and line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from supportfirst.attendance.assessment.slots import SLOT_NAMES, show_count
from supportfirst.attendance.casebook.worked_cases import cases_otherwise, unbound_days
from supportfirst.attendance.cli.options import read_day
from supportfirst.attendance.cli.output import Format, show_table, write_csv, write_json
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST, say
from supportfirst.attendance.letters.lint import check_letters
from supportfirst.attendance.packs.lint import check_pack
from supportfirst.attendance.packs.load import build_from, folder_of
from supportfirst.attendance.packs.worked_cases import read_cases
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.attendance.vocabulary.problems import PROBLEM_COLUMNS, Problem


def check(
    packs: Annotated[list[str], typer.Argument(metavar="DIR...", help="Pack folders, or names of packs.")],
    on: Annotated[
        str | None, typer.Option("--on", help="Judge review days as on this day; today if left out.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to show the faults.")] = Format.TABLE,
) -> int:
    """Check sources, dates, review days, names, wordings, and that the worked cases come out as written."""
    today = read_day(on) if on else datetime.now(LONDON).date()
    found = [fault for pack in packs for fault in _faults(_folder(pack), today)]
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


def _faults(folder: Path, today: date) -> list[Problem]:
    """Faults of the files; where the pack can be used, also of what it says of its worked cases."""
    found = check_pack(folder, today=today, facts=SLOT_NAMES)
    if any(not fault.warning and fault.kind != "review-overdue" for fault in found):
        return [*found, *check_letters(folder, None)]
    pack = build_from(folder.resolve()).pack
    found += check_letters(folder, pack)
    unbound = unbound_days(pack)
    cases, _ = read_cases(folder.resolve())
    return [*found, *(unbound or cases_otherwise(pack, cases))]


def _folder(name_or_dir: str) -> Path:
    """A folder that is there is checked as it is; else the pack of that name. Raises UnknownPack."""
    given = Path(name_or_dir)
    return given if given.exists() else folder_of(name_or_dir)
