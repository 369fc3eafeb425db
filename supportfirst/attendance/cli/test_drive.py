"""`supportfirst test-drive`: another policy, or changed values of one, over registers that are there."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from supportfirst.attendance.assessment.school import check_day
from supportfirst.attendance.assessment.test_drive import Policy, TestDrive, drive_policies
from supportfirst.attendance.cli.assessing import out_of_reach
from supportfirst.attendance.cli.inputs import (
    Told,
    read_calendar_named,
    read_pupils,
    read_registers,
    tell,
)
from supportfirst.attendance.cli.options import (
    Calendar,
    KnownAt,
    On,
    PackName,
    Problems,
    Pupils,
    Registers,
    read_day,
    read_known_at,
)
from supportfirst.attendance.cli.output import Format
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST
from supportfirst.attendance.cli.summarise import Suppress, names_to_group_by
from supportfirst.attendance.cli.test_drive_output import show
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.packs.changed import changed_pack, read_change
from supportfirst.attendance.packs.load import load_pack

SAME_AS = {"year_group": "year"}  # the heading of the pupils file, and the name of the group

With = Annotated[
    list[str] | None, typer.Option("--with", help="Another pack to try: a name or a folder; repeat for more.")
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="VALUE_ID=VALUE",
        help="A value to change, such as “stage3_entry=< 45”; repeat for more.",
    ),
]
GroupBy = Annotated[
    str,
    typer.Option("--group-by", help="Whom to compare, separated by commas: year_group, sex, fsm, school, …"),
]
File = Annotated[str | None, typer.Option(help="For the steps that need records; see the how-to guide.")]


def try_policy(
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    others: With = None,
    changes: Set = None,
    pupils: Pupils = None,
    known_at: KnownAt = None,
    group_by: GroupBy = "",
    suppress: Suppress = None,
    form: Annotated[Format, typer.Option("--format", help="How to show it.")] = Format.TABLE,
    problems: Problems = None,
) -> int:
    """Try another policy over the same registers: who would be where, and which groups more than others."""
    if bool(others) == bool(changes):
        raise typer.BadParameter("give --with PACK, or --set VALUE_ID=VALUE, and not both")
    day = read_day(on)
    policies = policies_to_try(pack, others or [], changes or [], day)
    told = Told(problems_file=problems)
    drive = driven(
        policies,
        register=register,
        calendar=calendar,
        pupils=pupils,
        group_by=group_by,
        suppress=suppress,
        known_at=known_at,
        on=day,
        told=told,
    )
    show(drive, form=form)
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


def policies_to_try(pack: str, others: list[str], changes: list[str], on: date) -> list[Policy]:
    """The base first; then each other pack, or the base with every change made."""
    base = Policy(load_pack(pack))
    if changes:
        changed, made = changed_pack(pack, [read_change(each) for each in changes], on)
        found = [base, Policy(changed, made)]
    else:
        found = [base, *(Policy(load_pack(other)) for other in others)]
    for policy in found:
        check_day(policy.pack, on)
    return found


def driven(
    policies: list[Policy],
    *,
    register: list[str],
    calendar: str,
    pupils: str | None,
    group_by: str,
    suppress: int | None,
    known_at: str | None,
    on: date,
    told: Told,
) -> TestDrive:
    """Read every file that was named, and hold the policies against the marks."""
    moment, base = read_known_at(known_at), policies[0].pack
    dates = read_calendar_named(calendar, bank_holidays=base.bank_holidays, told=told)
    told.add([], out_of_reach(dates, on))
    marks = read_registers(register, codes=base.codes, told=told)
    roll = read_pupils(pupils, told=told)
    names = [SAME_AS.get(name.strip().lower(), name) for name in group_by.split(",")]
    by = names_to_group_by(",".join(names), roll)
    with watching("Trying policies"):
        rows = build_rows(marks=marks, calendar=dates, pupils=roll, codes=base.codes, on=on, known_at=moment)
        return drive_policies(
            rows=rows,
            calendar=dates,
            pupils=roll,
            policies=policies,
            by=by,
            suppress=suppress,
            known_at=known_at,
        )
