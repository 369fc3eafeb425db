"""`supportfirst summarise`: attendance by school, phase, year, class, sex and flags, as ratios of sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

import typer

from supportfirst.attendance.assessment.pupil_by_pupil import check_day
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
    Problems,
    Pupils,
    Registers,
    read_day,
    read_known_at,
)
from supportfirst.attendance.cli.output import Format, show_table, write_csv, write_json
from supportfirst.attendance.cli.progress import watching
from supportfirst.attendance.cli.running import DONE, PROBLEMS_EXIST, say
from supportfirst.attendance.cli.summary_document import HIDDEN, Asked, document, flat, rows
from supportfirst.attendance.matrix.build import build_rows
from supportfirst.attendance.matrix.rows import PupilRows
from supportfirst.attendance.measures.groups import (
    CROSSED_BY,
    AbsenceShares,
    Summary,
    enrolments_in,
    known_groups,
    summarise,
)
from supportfirst.attendance.measures.suppression import Hidden, hidden
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.registers.pupil_headings import FLAGS
from supportfirst.attendance.schooldays.school_calendar import first_day_of_year
from supportfirst.attendance.vocabulary.people import Pupil

NATIONAL = "england"  # the pack whose codes and lines figures are counted by unless another is named
PERSISTENT, SEVERE = "pa_headline", "sa_headline"  # ids of the pack's values
TABLE_COLUMNS = (
    "group",
    "enrolments",
    "attendance",
    "absence",
    "authorised",
    "unauthorised",
    "days absent",
    "persistently absent",
    "severely absent",
)

By = Annotated[
    str,
    typer.Option(
        "--by", help="What to group by, separated by commas: school, phase, year, class, sex, fsm, …"
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", help="First day of the period; 1 August of the school year if not given."),
]
CountedBy = Annotated[
    str,
    typer.Option("--pack", help="The pack whose codes and lines to count by; “england” if not given."),
]
Suppress = Annotated[
    int | None,
    typer.Option(
        "--suppress", min=2, help="Hide numbers of pupils below this, so that none can be worked out."
    ),
]


def summarise_command(
    register: Registers,
    calendar: Calendar,
    on: On,
    by: By = "",
    pupils: Pupils = None,
    first: From = None,
    known_at: KnownAt = None,
    suppress: Suppress = None,
    pack_name: CountedBy = NATIONAL,
    form: Annotated[Format, typer.Option("--format", help="How to show the result.")] = Format.TABLE,
    problems: Problems = None,
) -> int:
    """Add up attendance by group: every percentage is all of one over all of the other."""
    last_day, moment = read_day(on), read_known_at(known_at)
    first_day = read_day(first) if first else first_day_of_year(last_day)
    if first_day > last_day:
        raise typer.BadParameter(f"the period would run from {first_day} back to {last_day}")
    pack, told = load_pack(pack_name), Told(problems_file=problems)
    check_day(pack, last_day)
    dates = read_calendar_named(calendar, bank_holidays=pack.bank_holidays, told=told)
    marks = read_registers(register, codes=pack.codes, told=told)
    roll = read_pupils(pupils, told=told)
    asked = Asked(
        first_day, last_day, known_at, names_to_group_by(by, roll), suppress, shares_on(pack, last_day)
    )
    with watching("Adding up"):
        built = build_rows(
            marks=marks, calendar=dates, pupils=roll, codes=pack.codes, on=last_day, known_at=moment
        )
        summary, kept_back = summed(built, roll, pack, asked)
    _show(summary, kept_back, built, asked, form)
    tell(told, problems_file=problems)
    return PROBLEMS_EXIST if told.problems else DONE


def summed(
    built: PupilRows, roll: Sequence[Pupil] | None, pack: Pack, asked: Asked
) -> tuple[Summary, Hidden]:
    """The figures, and what of them is hidden."""
    enrolments = enrolments_in(built, roll, first=asked.first)
    summary = summarise(enrolments, by=asked.by, on=asked.on, codes=pack.codes, shares=asked.shares)
    return summary, hidden(summary, threshold=asked.threshold)


def shares_on(pack: Pack, day: date) -> AbsenceShares:
    """The pack's shares in force on a day; None where it has none, and then nobody can be called so."""
    return AbsenceShares(*(_share(pack, name, day) for name in (PERSISTENT, SEVERE)))


def _share(pack: Pack, name: str, day: date) -> Fraction | None:
    found = pack.values[name].on_or_none(day)
    if found is None:
        return None
    assert isinstance(found.value, int | Fraction), f"{name} is a number"
    return Fraction(found.value) / 100


def names_to_group_by(by: str, roll: Sequence[Pupil] | None) -> list[str]:
    """The names asked for, each once. An unknown one is a wrong command line (exit code 2)."""
    names = list(dict.fromkeys(name.strip().lower() for name in by.split(",") if name.strip()))
    known = {*known_groups(roll or []), *FLAGS}
    for name in names:
        for part in name.split(CROSSED_BY):
            if part not in known:
                raise typer.BadParameter(f"“{part}” is no group; use {', '.join(sorted(known))}")
    return names


def _show(summary: Summary, kept_back: Hidden, built: PupilRows, asked: Asked, form: Format) -> None:
    if form is Format.JSON:
        complete = built.known_at_complete
        left_out = built.left_out_in_all
        write_json(
            document(summary, hidden=kept_back, asked=asked, left_out=left_out, known_at_complete=complete)
        )
        return
    figures = list(rows(summary, kept_back, asked))
    if form is Format.CSV:
        write_csv(*flat(figures))
        return
    _show_tables(figures, asked)


def _show_tables(figures: Sequence[Mapping[str, Any]], asked: Asked) -> None:
    period = f"{asked.first.isoformat()} to {asked.on.isoformat()}"
    for name in dict.fromkeys(row["by"] for row in figures):
        shown = [_table_row(row) for row in figures if row["by"] == name]
        title = f"All pupils, {period}" if name == "total" else f"By {name}, {period}"
        show_table(title, TABLE_COLUMNS, shown)
    if any(row["suppressed"] for row in figures):
        say(f"{HIDDEN}: hidden, so that no number of pupils below {asked.threshold} can be worked out.")


def _table_row(row: Mapping[str, Any]) -> list[str]:
    return [
        row["group"] or "all",
        HIDDEN if "enrolments" in row["suppressed"] else f"{row['enrolments']:,}",
        _sessions(row, "attendance_percent", "sessions_attended"),
        _sessions(row, "absence_percent", "sessions_absent"),
        _sessions(row, "authorised_percent", "sessions_authorised_absence"),
        _sessions(row, "unauthorised_percent", "sessions_unauthorised_absence"),
        HIDDEN if "days_absent" in row["suppressed"] else f"{row['days_absent']:,.1f}",
        _of_pupils(row, "persistently_absent"),
        _of_pupils(row, "severely_absent"),
    ]


def _sessions(row: Mapping[str, Any], percent: str, count: str) -> str:
    """“93.4 %, 355 of 380 sessions”, so that no percentage stands without its sum."""
    if percent in row["suppressed"]:
        return HIDDEN
    if row[percent] is None:
        return "no possible sessions"
    return f"{row[percent]:.1f}%, {row[count]:,} of {row['sessions_possible']:,} sessions"


def _of_pupils(row: Mapping[str, Any], name: str) -> str:
    if name in row["suppressed"] or f"{name}_percent" in row["suppressed"]:
        return HIDDEN
    if row[f"{name}_percent"] is None:
        return "cannot tell"
    return f"{row[f'{name}_percent']:.1f}%, {row[name]:,} of {row['enrolments_with_possible']:,} pupils"
