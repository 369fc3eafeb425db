"""A school assessed from its rows, as `supportfirst assess` does from files, and what is kept of it.

Only the worker imports this file: it loads the compiled kernel, for which no page should wait.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supportfirst.attendance.assessment.case_items import Status
from supportfirst.attendance.assessment.document import Assessment, PupilAssessment
from supportfirst.attendance.assessment.finding import Finding, Outcome
from supportfirst.attendance.assessment.school import assess_pupils
from supportfirst.attendance.casebook.caseworker import CaseFiles, Caseworker
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.marks import marks_now
from supportfirst.casework.bridge.school_files import (
    calendar_of,
    enrolments_on,
    flags_known,
    history_of,
    parents_of,
    pupils_of,
    school_of,
    spells_of,
)
from supportfirst.casework.bridge.sessions_ahead import sessions_left
from supportfirst.casework.bridge.urgency import Pressing, earliest_due, urgency
from supportfirst.casework.store.models import Assessed, Enrolment, School
from supportfirst.casework.store.packed_json import packed_json

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class AssessedSchool:
    """The rows to store, and the stays that were asked about and are on the roll no more."""

    rows: list[Assessed]
    left: list[int]


def assess_rows(
    school: School,
    on: date,
    *,
    known_at: datetime,
    only: Collection[int] | None = None,
    progress: Progress | None = None,
) -> AssessedSchool:
    """Everybody on roll on a day, or those of some enrolments; `known_at` is when the rows were read."""
    here = enrolments_on(school, on).order_by("first_day", "pk")
    asked = list(here if only is None else here.filter(pk__in=only))
    current = {each.pupil_id: each for each in asked}
    spells = spells_of(school, None if only is None else list(current))
    assessment = assessed(school, on, spells, progress=progress)
    by_upn = {spell.pupil.upn: current[spell.pupil_id] for spell in spells if spell.pupil_id in current}
    rows = [
        row_of(pupil, by_upn[pupil.upn], assessment, known_at=known_at)
        for pupil in assessment.pupils
        if pupil.upn in by_upn
    ]
    kept = {row.enrolment_id for row in rows}
    return AssessedSchool(rows, [] if only is None else sorted(set(only) - kept))


def assessed(
    school: School, on: date, spells: list[Enrolment], *, progress: Progress | None = None
) -> Assessment:
    """The assessment itself: everything recorded, nothing that is not asked for. Raises DayOutsidePack."""
    pack = pack_of(school, on)
    calendar = calendar_of(school, pack)
    history = history_of(school, spells, pack)
    files = CaseFiles(
        school=school_of(school, on),
        parents=parents_of(spells, on),
        history=history.events,
        unread=history.unread,
        flags_known=flags_known(school),
    )
    return assess_pupils(
        marks=marks_now(school, pack.codes, pupils={spell.pupil_id for spell in spells}),
        calendar=calendar,
        pupils=pupils_of(school, spells),
        pack=pack,
        on=on,
        known_at=None,
        known_at_text=None,
        everything=False,
        caseworker=Caseworker(pack, on, None, calendar, files),
        progress=progress,
    )


def row_of(
    pupil: PupilAssessment, enrolment: Enrolment, assessment: Assessment, *, known_at: datetime
) -> Assessed:
    overdue, due_on = earliest_due([item.more for item in pupil.due])
    measures = pupil.measures
    return Assessed(
        enrolment=enrolment,
        school_id=enrolment.school_id,
        on=assessment.on,
        known_at=known_at,
        pack=assessment.pack.id,
        fingerprint=assessment.pack.fingerprint,
        listed=pupil.is_listed,
        urgency=urgency(pressing(pupil)),
        overdue=overdue,
        due_on=due_on,
        due=bool(pupil.due),
        on_hold=any(item.status is Status.IN_FORCE for item in pupil.case.holds),
        sessions_possible=measures["sessions_possible"],
        sessions_attended=measures["sessions_attended"],
        sessions_unauthorised=measures["sessions_unauthorised_absence"],
        reasons=[*reasons_of(pupil), *sessions_left(pupil, assessment)],
        document=packed_json(pupil.as_json(everything=False)),
    )


def pressing(pupil: PupilAssessment) -> Pressing:
    overdue, due_on = earliest_due([item.more for item in pupil.due])
    met = [stage.rule.order for stage in pupil.stages if stage.outcome is Outcome.MET]
    return Pressing(
        overdue=overdue,
        due_on=due_on,
        severely_absent=pupil.measures.get("severely_absent") is True,
        legal=any(found.rule.legal for found in pupil.crossed),
        stage=max(met, default=0),
        missed=pupil.measures["sessions_possible"] - pupil.measures["sessions_attended"],
    )


def reasons_of(pupil: PupilAssessment) -> list[dict[str, Any]]:
    """The lines of a worklist row: steps due, holds in force, stages reached, lines crossed.

    What two layers say in the same words is one line, with the nearer source, and names the other in `also`:
    a letter may hang on either.
    """
    lines: list[dict[str, Any]] = []
    for item in pupil.due:
        more = {"by": item.more["due_on"], "overdue": item.more["overdue"], "who": item.more["who"]}
        lines.append({"kind": "due", **_line(item.finding), **more})
    for item in pupil.case.holds:
        if item.status is Status.IN_FORCE:
            more = {"from": item.more["from"], "until": item.more["until"], "lift": item.more["lift"]}
            lines.append({"kind": "hold", **_line(item.finding), **more})
    lines += [{"kind": "stage", **_line(each)} for each in pupil.stages if each.outcome is Outcome.MET]
    once = {found.text: found for found in pupil.crossed}
    for found in once.values():
        line = {"kind": "line", **_line(found), "legal": found.rule.legal}
        also = [each.rule.id for each in pupil.crossed if each.text == found.text and each is not found]
        lines.append({**line, "also": also} if also else line)
    return lines


def _line(found: Finding) -> dict[str, Any]:
    source = found.rule.source
    told: dict[str, Any] = {
        "rule": found.rule.id,
        "title": found.rule.title,
        "text": found.sentence,
        "on": found.on.isoformat(),
        "source": {"title": source.title, "passage": source.passage, "address": source.address},
    }
    if found.parent_id is not None:
        told["adult"] = found.parent_id
    if found.record_id is not None:
        told["record"] = found.record_id
    return told
