"""An assessment shown: the worklist as a table, all of it as JSON, a row a pupil as CSV, or a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from rich.text import Text

from supportfirst.attendance.assessment.assess_words import (
    attendance_in_words,
    banner_lines,
    left_out_lines,
    summary_line,
    what_is_missing,
)
from supportfirst.attendance.assessment.document import (
    Assessment,
    PupilAssessment,
    WorklistRow,
    cannot_be_told,
    no_line,
    worklist,
)
from supportfirst.attendance.assessment.finding import Finding
from supportfirst.attendance.assessment.slots import show_count
from supportfirst.attendance.cli.assess_case import CASE_COLUMNS, case_cells, case_lines
from supportfirst.attendance.cli.assess_page import page
from supportfirst.attendance.cli.output import ReportFormat, console, write_csv, write_json_with_list

CSV_MEASURES = (
    "sessions_possible",
    "sessions_attended",
    "sessions_authorised_absence",
    "sessions_unauthorised_absence",
    "sessions_late",
    "sessions_unmarked",
    "attendance_percent",
    "absence_percent",
    "days_absent",
    "persistently_absent",
    "severely_absent",
)
CSV_COLUMNS = (
    "upn",
    "on_roll",
    *CSV_MEASURES,
    "unauthorised_10_school_weeks",
    "unauthorised_10_school_weeks_first_reached_on",
    "stages",
    "prompts",
    "why_here",
    *CASE_COLUMNS,
)


def show(assessment: Assessment, *, form: ReportFormat, everything: bool, decimals: int) -> None:
    """Write the whole assessment on standard output in the form asked for."""
    if form is ReportFormat.JSON:
        pupils = (pupil.as_json(everything=everything) for pupil in assessment.pupils)
        write_json_with_list(assessment.head(), "pupils", pupils)
    elif form is ReportFormat.CSV:
        why = {row.pupil.upn: row.why_here for row in worklist(assessment)}
        write_csv(CSV_COLUMNS, (_csv_row(pupil, why.get(pupil.upn, "")) for pupil in assessment.pupils))
    elif form is ReportFormat.HTML:
        sys.stdout.write(page(assessment, everything=everything, decimals=decimals))
    else:
        _show_worklist(assessment, everything=everything, decimals=decimals)


def _csv_row(pupil: PupilAssessment, why_here: str) -> list[object]:
    window = pupil.measures["unauthorised_10_school_weeks"]
    return [
        pupil.upn,
        pupil.on_roll,
        *(pupil.measures[key] for key in CSV_MEASURES),
        window["current"],
        window["first_reached_on"],
        "; ".join(f"{stage.rule.id}={stage.outcome.value}" for stage in pupil.stages),
        "; ".join(f"{found.rule.id}={found.outcome.value}" for found in pupil.prompts),
        why_here,
        *case_cells(pupil),
    ]


def _show_worklist(assessment: Assessment, *, everything: bool, decimals: int) -> None:
    out = console()
    known = f", as known at {assessment.known_at}" if assessment.known_at else ""
    out.print(Text(f"Worklist on {assessment.on}{known} · {assessment.pack.title}", style="bold"))
    for banner in banner_lines(assessment):
        out.print(banner, soft_wrap=True)
    out.print(summary_line(assessment))
    rows = list(worklist(assessment))
    for row in rows:
        out.print()
        for line in _row_lines(row, decimals, everything=everything):
            out.print(line, soft_wrap=True)
    _show_undecided(cannot_be_told(assessment), decimals)
    if rows and not everything:
        out.print(
            "\n“supportfirst explain UPN …” opens one pupil's lines to their marks; --all shows every reason."
        )
    if everything:
        _show_others(no_line(assessment), decimals)
    for line in left_out_lines(assessment.left_out, assessment.events_left_out):
        out.print("\n" + line)


def _row_lines(row: WorklistRow, decimals: int, *, everything: bool) -> Iterator[Text | str]:
    pupil = row.pupil
    group = f", {_class_of(pupil)}" if _class_of(pupil) else ""
    yield Text(f"{row.place}. {pupil.name} ({pupil.upn}){group}", style="bold")
    yield f"   {attendance_in_words(pupil.measures, decimals)}. Here because: {row.why_here}."
    yield from (f"   {line}" for line in case_lines(pupil, everything=everything))
    for stage in pupil.stages:
        yield f"   Stage · {stage.rule.title}: {stage.sentence}"
    for found in _unrepeated(pupil.prompts):
        yield f"   • {found.sentence} [{found.rule.source.title}]"
        if everything:
            yield f"     because {found.because.because} [{found.rule.source}]"
            yield from (f"     note: {note}" for note in found.notes)


def _show_undecided(pupils: Sequence[PupilAssessment], decimals: int) -> None:
    if not pupils:
        return
    out = console()
    out.print(Text(f"\nCannot tell yet: {show_count(len(pupils), 'pupil')}", style="bold"))
    for pupil in pupils:
        out.print(
            f"   {pupil.name} ({pupil.upn}): {attendance_in_words(pupil.measures, decimals)}", soft_wrap=True
        )
        for why in what_is_missing(pupil):
            out.print(f"     • {why}", soft_wrap=True)


def _unrepeated(found: Sequence[Finding]) -> list[Finding]:
    """Two layers may cross the same line in the same words: say it once, with the nearer source."""
    return list({finding.text: finding for finding in found}.values())


def _class_of(pupil: PupilAssessment) -> str:
    return pupil.pupil.spells[-1].class_name if pupil.pupil and pupil.pupil.spells else ""


def _show_others(pupils: Sequence[PupilAssessment], decimals: int) -> None:
    out = console()
    out.print(Text("\nNo line crossed", style="bold"))
    for pupil in pupils:
        leaver = "" if pupil.on_roll else f", not on roll that day, measured to {pupil.measured_to}"
        out.print(f"   {pupil.name} ({pupil.upn}){leaver}: {attendance_in_words(pupil.measures, decimals)}")
