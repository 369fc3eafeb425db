"""The rule behind a paper judged again: of the day on which it was made, by the marks that are known now.

A decision is judged by its own sheet, in which today's marks, calendar and pupil take the place of those that
it holds: what was recorded since, first of all that somebody acted, answers another question.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from supportfirst.attendance.assessment.one_pupil import assess_one
from supportfirst.attendance.assessment.pupil_by_pupil import DayOutsidePack
from supportfirst.attendance.casebook.caseworker import Caseworker
from supportfirst.attendance.casebook.rerun import NOT_JUDGED, read_sheet
from supportfirst.attendance.casebook.sheet import judge
from supportfirst.attendance.casebook.sheet_inputs import calendar_section, pupils_section, register_section
from supportfirst.attendance.casebook.sheet_parts import SheetDamaged
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.bridge.child_assessment import child_then, layers_kept
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.decision_sheets import SheetUnreadable, sheet_data
from supportfirst.casework.bridge.relied_on import OF_SHEETS, is_whole_row
from supportfirst.casework.store.models import DecisionSheet, Enrolment, Reliance

Answers = Mapping[str, str]  # how a rule came out, by its key: with the parent or record it was judged for
CANNOT_TELL, GONE = "cannot_tell", NOT_JUDGED.replace(" ", "_")
UNJUDGEABLE = (CalendarUnusable, DayOutsidePack, SheetDamaged, SheetUnreadable)


class JudgedAgain(NamedTuple):
    """What an alarm keeps of it."""

    outcome: str = ""  # of the one rule behind it
    came_out: list[tuple[str, str, str]] | None = None  # of a whole row: see `came_out_otherwise`


def judged_again(reliance: Reliance, at: datetime) -> JudgedAgain:
    if is_whole_row(reliance):
        return JudgedAgain(came_out=came_out_otherwise(reliance, at))
    return JudgedAgain(outcome_now(reliance, at))


def outcome_now(reliance: Reliance, at: datetime) -> str:
    """What the rule says, in the words of `judged()`; “cannot tell” where nobody can judge it."""
    try:
        if reliance.kind == OF_SHEETS:
            row = _sheet_of(reliance)
            return CANNOT_TELL if row is None else _of_sheet(row, at)[1].get(row.rule, GONE)
        return _of_records(reliance, at).get(reliance.rule, GONE)
    except UNJUDGEABLE:
        return CANNOT_TELL


def came_out_otherwise(reliance: Reliance, at: datetime) -> list[tuple[str, str, str]] | None:
    """Of a decision about a whole row: each rule that says something else, what it said and says now.

    None of what is no such decision, and where nobody can judge it again.
    """
    row = _sheet_of(reliance) if is_whole_row(reliance) else None
    if row is None:
        return None
    try:
        then, now = _of_sheet(row, at)
    except UNJUDGEABLE:
        return None
    keys = sorted({*then, *now})
    return [
        (key, then.get(key, GONE), now.get(key, GONE))
        for key in keys
        if then.get(key, GONE) != now.get(key, GONE)
    ]


def _sheet_of(reliance: Reliance) -> DecisionSheet | None:
    held = DecisionSheet.objects.filter(pk=reliance.thing, school=reliance.school_id)
    return held.select_related("enrolment__pupil", "enrolment__school__authority").first()


def _of_sheet(row: DecisionSheet, at: datetime) -> tuple[Answers, Answers]:
    """The answers that a sheet keeps, and those by what is known now of the days up to its own."""
    sheet = read_sheet(sheet_data(row), name=str(row.pk))
    layers, question = layers_kept(sheet.pack_id), sheet.question
    then = child_then(row.enrolment, at, question.on)
    known = then.inputs()
    today = {
        "register": register_section([mark for mark in known.marks if mark.session.day <= question.on]),
        "calendar": calendar_section(known.calendar),
        "pupils": pupils_section(known.pupil, known.files.flags_known, given=known.pupils_given),
    }
    inputs = sheet.held_inputs({**sheet.inputs, **today}, layers[-1]).inputs
    asked = question._replace(known_at=then.known_at, known_at_text=at.isoformat())
    kept: Answers = sheet.document["result"]["pupil"].get("judged") or {}
    return kept, judge(asked, inputs, layers[-1]).pupil.judged()


def _of_records(reliance: Reliance, at: datetime) -> Answers:
    """Of anything else that has a rule behind it: by the records as they are known now."""
    stay = Enrolment.objects.filter(school=reliance.school_id, pupil=reliance.pupil_id)
    enrolment = stay.select_related("school__authority").order_by("-first_day").first()
    if enrolment is None:
        return {reliance.rule: CANNOT_TELL}
    on = reliance.known_at.astimezone(LONDON).date()
    then, pack = child_then(enrolment, at, on), pack_of(reliance.school, on)
    found = assess_one(
        upn=then.upn,
        marks=then.marks,
        calendar=then.calendar,
        pupil=then.pupil,
        pack=pack,
        on=on,
        known_at=then.known_at,
        known_at_text=at.isoformat(),
        everything=True,
        caseworker=Caseworker(pack, on, then.known_at, then.calendar, then.files),
    )
    return {key: how for pupil in found.pupils for key, how in pupil.judged().items()}
