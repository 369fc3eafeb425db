"""Decide on a prompt, as a named person: act on it or decline it, and keep the sheet of what it rested on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.auditing import audit
from supportfirst.casework.actions.relying import register_reliance
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.decision_sheets import ACTED_ON as ACTED_ON
from supportfirst.casework.bridge.decision_sheets import DECLINED as DECLINED
from supportfirst.casework.bridge.decision_sheets import Decision, Kept, SchoolThen, keep_sheet
from supportfirst.casework.queries.decision_sheets import PromptPage
from supportfirst.casework.store.models import Assessed, CaseEvent, DecisionSheet, Enrolment

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is decided about one child, and its sheet, which is made before any row is locked."""

    enrolment: Enrolment
    rule: str  # "" of the whole row
    title: str
    decided: str
    reason: str
    kept: Kept


def decide_prompt(
    actor: Actor, page: PromptPage, decided: str, reason: str, *, submission: uuid.UUID, seen: str
) -> DecisionSheet:
    """The same submission again gives the first sheet back. `seen`: the newest decision shown, or "".

    Raises Refused without a reason for declining, where the line says something else by now, and where a
    colleague has decided meanwhile; RuleNotJudged, CalendarUnusable.
    """
    known = DecisionSheet.objects.filter(submission=submission).first()
    if known is not None:
        return known
    reason = reason.strip()
    if decided not in (ACTED_ON, DECLINED) or len(reason) > LONGEST:
        raise Refused("Choose whether you act on the prompt or decline it.")
    if decided == DECLINED and not reason:
        raise Refused("Say why nothing is done about it. Whoever asks later is shown your reason.")
    made = sheet_for(actor, page.enrolment, page.key, page.title, decided, reason)
    if made.kept.outcome != page.answer:
        raise Refused(
            "The records have changed since this was assessed, and the line does not stand as it is shown. "
            "Nothing was decided. Look at it again once the child has been re-assessed."
        )
    with transaction.atomic():
        take_turn(page.school.pk)
        before = DecisionSheet.objects.filter(enrolment=page.enrolment, rule=page.key)
        newest = before.exclude(submission=submission).order_by("-decided_at", "pk").first()
        if (str(newest.pk) if newest is not None else "") != seen:
            raise Refused("A colleague has decided on it meanwhile. Look at what they decided, and why.")
        row = keep_decision(actor, made, submission=submission)
        _let_rest(actor, row)
        return row


def sheet_for(
    actor: Actor,
    enrolment: Enrolment,
    rule: str,
    title: str,
    decided: str,
    reason: str,
    at_school: SchoolThen | None = None,
) -> Deciding:
    """The decision with its sheet, as everything is known at this moment. Writes nothing.

    at_school: the school as known at this moment, where it is read already.
    """
    user = actor.user
    by = Decision(user.name, user.title, decided, reason, actor.at.astimezone(LONDON).date())
    kept = keep_sheet(enrolment, actor.at, rule, by, at_school)
    return Deciding(enrolment, rule, title, decided, reason, kept)


def keep_decision(
    actor: Actor, made: Deciding, *, submission: uuid.UUID, event: CaseEvent | None = None
) -> DecisionSheet:
    """Within the transaction of the decision, under the school's turn."""
    known = DecisionSheet.objects.filter(submission=submission).first()
    if known is not None:
        return known
    enrolment = made.enrolment
    row = DecisionSheet.objects.create(
        submission=submission,
        school=enrolment.school,
        pupil=enrolment.pupil,
        enrolment=enrolment,
        rule=made.rule,
        title=made.title,
        outcome=made.kept.outcome,
        decided=made.decided,
        reason=made.reason,
        event=event,
        decided_by=actor.user,
        decided_at=actor.at,
        name=actor.user.name,
        job_title=actor.user.title,
        seal=made.kept.seal,
        sheet=made.kept.packed,
    )
    register_reliance(
        actor,
        "sheet",
        str(row.pk),
        f"{made.title} ({made.decided})"[:200],
        enrolment,
        (made.kept.first_day, actor.today),
        actor.at,
        rule=made.rule,
        outcome=made.kept.outcome,
        content=made.kept.seal,
    )
    audit(
        actor,
        "decide_prompt",
        school=enrolment.school,
        pupil=enrolment.pupil,
        thing=made.rule[:80] or "row",
        sheet=str(row.pk),
        seal=made.kept.seal,
        decided=made.decided,
    )
    return row


def _let_rest(actor: Actor, row: DecisionSheet) -> None:
    """A row of the worklist rests, as if acted on, once each of its lines was decided on since it came."""
    stored = Assessed.objects.filter(enrolment=row.enrolment).defer("document").first()
    if stored is None:
        return
    decided: dict[str, str] = {}
    for rule, at in DecisionSheet.objects.filter(enrolment=row.enrolment).values_list("rule", "decided_at"):
        day = at.astimezone(LONDON).date().isoformat()
        decided[rule] = max(day, decided.get(rule, ""))
    waiting = [
        line
        for line in stored.reasons
        if _asks(line) and (_key(line) not in decided or line.get("since", "") > decided[_key(line)])
    ]
    if not waiting:
        Assessed.objects.filter(pk=stored.pk).update(acted_at=actor.at, acted_event=None)


def _asks(line: Mapping[str, object]) -> bool:
    return line["kind"] in ("due", "stage", "line")


def _key(line: Mapping[str, object]) -> str:
    whom = line.get("adult") or line.get("record")
    return f"{line['rule']}@{whom}" if whom else str(line["rule"])
