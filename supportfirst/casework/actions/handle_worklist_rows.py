"""Acting on several children of the worklist in one go: one event, one sheet and one line of the trail each.

Each row keeps which event answered it, and stands below the others until its own clock asks again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.decide_prompt import ACTED_ON, Deciding, keep_decision, sheet_for
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.decision_sheets import SchoolThen, school_of_many
from supportfirst.casework.queries.worklist import Row, chosen_rows
from supportfirst.casework.queries.worklist_acts import kind_asked
from supportfirst.casework.store.models import Assessed, CaseEvent, Enrolment, Pupil, School


def handle_worklist_rows(
    actor: Actor,
    pupils: Collection[uuid.UUID],
    kind: str,
    *,
    submission: uuid.UUID,
    on: date,
    data: Mapping[str, Any],
) -> int:
    """Record one event for each child, for all or for none; how many. The same submission counts once.

    Raises Refused where a child is no longer on the list or not the person's to act on, or where a field
    can't be used.
    """
    asked = rows_to_act_on(actor, pupils)
    wanted = {(row.school_id, row.pupil) for row in asked}
    title = kind_asked(asked, kind, on).title
    enrolments = Enrolment.objects.select_related("school__authority", "pupil").filter(
        assessed__in=Assessed.objects.filter(listed=True), pupil__in={row.pupil for row in asked}
    )
    schools: dict[uuid.UUID, SchoolThen] = {}  # each read once, and not with every child of it
    made: dict[tuple[uuid.UUID, uuid.UUID], Deciding] = {}
    for each in enrolments:
        if (each.school_id, each.pupil_id) in wanted:
            if each.school_id not in schools:
                schools[each.school_id] = school_of_many(each.school, actor.at)
            told = sheet_for(actor, each, "", title, ACTED_ON, "", schools[each.school_id])
            made[each.school_id, each.pupil_id] = told
    with transaction.atomic():
        return _record(actor, pupils, kind, made, submission=submission, on=on, data=data)


def _record(
    actor: Actor,
    pupils: Collection[uuid.UUID],
    kind: str,
    made: Mapping[tuple[uuid.UUID, uuid.UUID], Deciding],
    *,
    submission: uuid.UUID,
    on: date,
    data: Mapping[str, Any],
) -> int:
    """made: by school and child, the sheets of the rows as they were before any was locked."""
    places = {school for school, _ in made}
    before = _recorded(places, pupils, kind, on)
    take_turn(*places)
    rows = rows_to_act_on(actor, pupils)  # as they are by now: somebody may have been quicker
    kind_asked(rows, kind, on)
    own = {(row.school_id, row.pupil): uuid.uuid5(submission, f"{row.school_id} {row.pupil}") for row in rows}
    if _recorded(places, pupils, kind, on) - before - set(own.values()):
        raise Refused(
            "Somebody else has just recorded the same for one of these children. Nothing was recorded. "
            "Go back to the worklist and look at them again."
        )
    schools = School.objects.select_related("authority").in_bulk([row.school_id for row in rows])
    children = Pupil.objects.in_bulk([row.pupil for row in rows])
    for row in rows:
        school, child = schools[row.school_id], children[row.pupil]
        try:
            event = record_event(
                actor, school, child, kind, submission=own[row.school_id, row.pupil], on=on, data=data
            )
        except EventRefused as error:
            raise Refused(f"Nothing was recorded. {error.what}: {error.remedy}.") from error
        keep_decision(
            actor, made[row.school_id, row.pupil], submission=own[row.school_id, row.pupil], event=event
        )
        answered = Assessed.objects.filter(school=school, enrolment__pupil=child, listed=True)
        answered.update(acted_at=event.recorded_at, acted_event=event.event)
    return len(rows)


def _recorded(
    schools: Collection[uuid.UUID], pupils: Collection[uuid.UUID], kind: str, on: date
) -> set[uuid.UUID]:
    """By what forms this was recorded already of these children."""
    held = CaseEvent.objects.filter(school__in=schools, pupil__in=pupils, kind=kind, happened_on=on)
    return set(held.values_list("submission", flat=True))


def rows_to_act_on(actor: Actor, pupils: Collection[uuid.UUID]) -> list[Row]:
    """The rows that were ticked. Raises Refused."""
    rows = chosen_rows(actor, pupils)
    if not rows:
        raise Refused("Tick at least one child on the worklist.")
    missing = len(set(pupils)) - len({row.pupil for row in rows})
    if missing:
        raise Refused(
            f"{missing} of the children you ticked {'is' if missing == 1 else 'are'} no longer on your "
            "worklist. Nothing was recorded. Go back to the worklist and tick again."
        )
    if not all(row.may_act for row in rows):
        raise Refused("You may see some of these children but not act on their case. Nothing was recorded.")
    return rows
