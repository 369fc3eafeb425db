"""An assessment as one page that needs nothing else: no script, no network, fit for print.

Each figure opens to its reasons with the browser's own disclosure, which works by
keyboard; everything from a file is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

from supportfirst.attendance.assessment.assess_words import (
    attendance_in_words,
    banner_lines,
    left_out_lines,
    summary_line,
    what_is_missing,
)
from supportfirst.attendance.assessment.case_items import CaseItem
from supportfirst.attendance.assessment.document import (
    Assessment,
    PupilAssessment,
    WorklistRow,
    cannot_be_told,
    no_line,
    worklist,
)
from supportfirst.attendance.assessment.explain import sentences
from supportfirst.attendance.assessment.explain_case import (
    evidence_counts,
    evidence_line,
    hold_line,
    route_line,
    shown,
    stage_for_officer,
    step_line,
)
from supportfirst.attendance.assessment.finding import Finding
from supportfirst.attendance.assessment.slots import show_count
from supportfirst.attendance.cli.assess_case import in_force
from supportfirst.attendance.packs.shape import RuleKind

STYLE = """
:root{color-scheme:light}
body{font:1rem/1.5 Helvetica,Arial,sans-serif;color:#111;background:#fff;max-width:60rem;
margin:0 auto;padding:1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin:1.5rem 0 .25rem}h3{font-size:1rem;margin:.75rem 0 .1rem}
h1,h2,h3,p,li,summary{overflow-wrap:anywhere}h2,h3{break-after:avoid}
article{border-top:2px solid #333;padding:.5rem 0}
details{margin:.15rem 0;break-inside:avoid}details>p{margin:.25rem 0 .25rem 1rem}
.late>summary,p.late{font-weight:bold;border-left:4px solid #a1260d;padding-left:.5rem}
summary{cursor:pointer}summary:focus-visible{outline:3px solid #1d4f91;outline-offset:2px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.25rem 0 .5rem 1rem}
.note{border-left:4px solid #1d4f91;padding-left:.5rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #767676;vertical-align:top}
@media print{details>*{display:block}details::details-content{content-visibility:visible;display:block}}
"""


def page(assessment: Assessment, *, everything: bool, decimals: int) -> str:
    """The whole document as HTML text."""
    return "\n".join(_lines(assessment, everything=everything, decimals=decimals)) + "\n"


def _lines(assessment: Assessment, *, everything: bool, decimals: int) -> Iterator[str]:
    rows = list(worklist(assessment))
    title = f"Attendance worklist, {assessment.on}"
    yield "<!doctype html>"
    yield '<html lang="en-GB"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
    yield f"<h1>{escape(title)}</h1>"
    yield f"<p>{escape(assessment.pack.title)}, rules {escape(assessment.pack.fingerprint[:12])}."
    if assessment.known_at:
        yield f" As known at {escape(assessment.known_at)}."
    yield "</p>"
    yield f"<p>{escape(summary_line(assessment))}</p>"
    for line in banner_lines(assessment):
        yield f'<p class="note">{escape(line)}</p>'
    for line in left_out_lines(assessment.left_out, assessment.events_left_out):
        yield f'<p class="note">{escape(line)}</p>'
    for row in rows:
        yield from _article(row, decimals)
    yield from _undecided(cannot_be_told(assessment), decimals)
    if everything:
        yield from _others(no_line(assessment), decimals)
    yield "</main></body></html>"


def percent(measures: dict[str, Any], decimals: int) -> str:
    possible, attended = measures["sessions_possible"], measures["sessions_attended"]
    return f"{100 * attended / possible:.{decimals}f}%" if possible else "no percentage"


def _article(row: WorklistRow, decimals: int) -> Iterator[str]:
    pupil = row.pupil
    measures = pupil.measures
    yield f"<article><h2>{row.place}. {escape(pupil.name)} <small>({escape(pupil.upn)})</small></h2>"
    yield (
        f"<p>{percent(measures, decimals)}: {measures['sessions_attended']} of "
        f"{measures['sessions_possible']} sessions attended. Here because: {escape(row.why_here)}.</p>"
    )
    yield from _case(pupil)
    for found in [*pupil.stages, *pupil.prompts]:
        yield from _finding(found, found.sentence, pupil)
    yield "</article>"


def _case(pupil: PupilAssessment) -> Iterator[str]:
    """What is due, on hold, asked for and open, each under its own heading and opening to its reasons."""
    for fault in pupil.case.faults:
        yield f'<p class="late">Record to put right: {escape(fault)}.</p>'
    blocks: tuple[tuple[str, Sequence[CaseItem], Callable[[CaseItem], str]], ...] = (
        ("Due", pupil.due, step_line),
        ("On hold", in_force(pupil), hold_line),
        (f"Evidence: {evidence_counts(pupil.case.evidence)}", shown(pupil.case.evidence), evidence_line),
        ("Legal routes", shown(pupil.case.routes), route_line),
    )
    for heading, items, line in blocks:
        if items:
            yield f"<h3>{escape(heading)}</h3>"
        for item in items:
            yield from _finding(item.finding, line(item), pupil, late=bool(item.more.get("overdue")))
    if pupil.case.all() and (pupil.stages or pupil.prompts):
        yield "<h3>Stages and lines crossed</h3>"


def _finding(found: Finding, summary: str, pupil: PupilAssessment, *, late: bool = False) -> Iterator[str]:
    kind = ' class="late"' if late else ""
    yield f"<details{kind}><summary>{escape(summary)}</summary>"
    if found.text != summary:
        yield f"<p>{escape(found.text)}</p>"
    yield f"<pre>{escape(chr(10).join(sentences(found.because, pupil.case.records)))}</pre>"
    for line in stage_for_officer(pupil, found) if found.rule.kind is RuleKind.STAGE else ():
        yield f"<p>{escape(line.strip())}</p>"
    yield f"<p>Source: {escape(str(found.rule.source))}{'' if found.rule.stated else ' (inferred)'}</p>"
    for note in found.notes:
        yield f'<p class="note">{escape(note)}</p>'
    yield "</details>"


def _undecided(pupils: Sequence[PupilAssessment], decimals: int) -> Iterator[str]:
    if not pupils:
        return
    yield f"<h2>Cannot tell yet: {show_count(len(pupils), 'pupil')}</h2><ul>"
    for pupil in pupils:
        words = f"{pupil.name} ({pupil.upn}): {attendance_in_words(pupil.measures, decimals)}"
        missing = "".join(f"<li>{escape(why)}</li>" for why in what_is_missing(pupil))
        yield f"<li>{escape(words)}<ul>{missing}</ul></li>"
    yield "</ul>"


def _others(pupils: Sequence[PupilAssessment], decimals: int) -> Iterator[str]:
    yield '<h2>No line crossed</h2><div class="wide" tabindex="0" role="region" aria-label="No line crossed">'
    yield "<table><thead><tr>"
    yield '<th scope="col">Pupil</th><th scope="col">Attendance</th><th scope="col">Sessions</th>'
    yield "</tr></thead><tbody>"
    for pupil in pupils:
        yield from _other(pupil, decimals)
    yield "</tbody></table></div>"


def _other(pupil: PupilAssessment, decimals: int) -> Iterator[str]:
    measures = pupil.measures
    yield f'<tr><th scope="row">{escape(pupil.name)}</th><td>{percent(measures, decimals)}</td>'
    yield f"<td>{measures['sessions_attended']} of {measures['sessions_possible']}</td></tr>"
