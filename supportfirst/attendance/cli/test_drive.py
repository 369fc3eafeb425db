"""`supportfirst test-drive`: another policy, or changed values of one, over registers that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import typer

from supportfirst.attendance.assessment.pupil_by_pupil import check_day
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.assessment.test_drive import Policy, TestDrive, drive_policies
from supportfirst.attendance.assessment.test_drive_cases import CaseCounts, count_case
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.attendance.cli.assessing import Asked, read_calendar_for
from supportfirst.attendance.cli.inputs import (
    Told,
    read_history,
    read_parents,
    read_pupils_file,
    read_registers,
    read_school,
    tell,
)
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
from supportfirst.attendance.cli.output import Format
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST
from supportfirst.attendance.cli.summarise import Suppress, names_to_group_by
from supportfirst.attendance.cli.test_drive_output import show
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.packs.changed import changed_pack, read_change
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.marks import Marks
from supportfirst.attendance.vocabulary.people import Pupil

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


def try_policy(
    register: Registers,
    calendar: Calendar,
    pack: PackName,
    on: On,
    others: With = None,
    changes: Set = None,
    pupils: Pupils = None,
    known_at: KnownAt = None,
    school: School = None,
    parents: Parents = None,
    history: History = None,
    group_by: GroupBy = "",
    suppress: Suppress = None,
    form: Annotated[Format, typer.Option("--format", help="How to show it.")] = Format.TABLE,
    problems: Problems = None,
) -> int:
    """Try another policy over the same registers: who would be where, and which groups more than others."""
    if bool(others) == bool(changes):
        raise typer.BadParameter("give --with PACK, or --set VALUE_ID=VALUE, and not both")
    policies = policies_to_try(pack, others or [], changes or [], read_day(on))
    told = Told(problems_file=problems)
    asked = Asked(register, calendar, pack, on, pupils, known_at, school, parents, history)
    show(driven(policies, asked, group_by=group_by, suppress=suppress, told=told), form=form)
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
    policies: list[Policy], asked: Asked, *, group_by: str, suppress: int | None, told: Told
) -> TestDrive:
    """Read every file that was named, and hold the policies against the marks and the records."""
    on, base = read_day(asked.on), policies[0].pack
    dates = read_calendar_for(asked.calendar, base, on, told=told)
    marks = read_registers(asked.register, codes=base.codes, told=told)
    roll = read_pupils_file(asked.pupils, told=told)
    pupils = None if roll is None else roll.pupils
    names = [SAME_AS.get(name.strip().lower(), name) for name in group_by.split(",")]
    by = names_to_group_by(",".join(names), pupils)
    files = CaseFiles(
        school=read_school(asked.school, told=told),
        parents=read_parents(asked.parents, told=told),
        flags_known=None if roll is None else roll.flag_columns,
    )
    over = Over(marks, dates, pupils, on, read_known_at(asked.known_at), asked.known_at)
    with watching("Trying policies"):
        drive = drive_policies(
            rows=build_rows(**over.asked(), codes=base.codes),
            calendar=dates,
            pupils=pupils,
            policies=policies,
            by=by,
            suppress=suppress,
            known_at=asked.known_at,
        )
        if asked.history is not None:
            # a record that only the base knows is no fault of the file: only the base's faults are told
            told_to = [told, *(Told() for _ in policies[1:])]
            drive.cases = [
                cases_under(policy, over, files, asked.history, aside)
                for policy, aside in zip(policies, told_to, strict=True)
            ]
    return drive


@dataclass(frozen=True, slots=True)
class Over:
    """What every policy is held against. known_at: microseconds since 1970 UTC, and as it was typed."""

    marks: Marks
    calendar: SchoolCalendar
    pupils: Sequence[Pupil] | None
    on: date
    known_at: int | None
    known_at_text: str | None

    def asked(self) -> dict[str, Any]:
        return {
            "marks": self.marks,
            "calendar": self.calendar,
            "pupils": self.pupils,
            "on": self.on,
            "known_at": self.known_at,
        }


def cases_under(policy: Policy, over: Over, files: CaseFiles, history: str, told: Told) -> CaseCounts:
    """The casework of every pupil under one policy, counted. Faults of the history go to `told`."""
    past = read_history(history, policy.pack, told=told)
    assert past is not None, "a history was named"
    given = replace(files, history=past.events, unread=past.unread)
    caseworker = Caseworker(policy.pack, over.on, over.known_at, over.calendar, given)
    assessment = assess_pupils(
        **over.asked(),
        pack=policy.pack,
        known_at_text=over.known_at_text,
        everything=False,
        caseworker=caseworker,
    )
    return count_case(assessment, unknown_kinds=past.left_out)
