"""Say what became of a meeting: who came and what was said, or what is offered instead."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from django.db import transaction

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.plan_meeting import Arranged, plan_meeting
from supportfirst.casework.actions.record_event import record_event
from supportfirst.casework.actions.taking_turns import take_turn
from supportfirst.casework.bridge.meeting_types import PARENT, PUPIL, MeetingType
from supportfirst.casework.bridge.school_files import ABOUT
from supportfirst.casework.queries.child_meetings import (
    ABSENT,
    HELD,
    MINUTES,
    MISSED,
    OUTCOME,
    MeetingShown,
    MeetingsPage,
    afresh,
)
from supportfirst.casework.store.models import CaseEvent

CAME, ONLINE, APOLOGIES, AWAY = "came", "came_online", "apologies", "did_not_come"
THERE = (CAME, ONLINE)
LONGEST_WHY = 300
NOT_OLD_ENOUGH = "not old enough"


@dataclass(frozen=True, slots=True)
class Agreed:
    """One action of a meeting: who does what by which day."""

    owner: str
    what: str
    by: date

    @property
    def words(self) -> str:
        return f"{self.owner}: {self.what}, by {self.by.isoformat()}"


@dataclass(frozen=True, slots=True)
class Given:
    """A paper that was given at the start: to which day it was made, and to whom, by title or name."""

    paper: str
    made_to: date | None
    to: Sequence[str]


@dataclass(frozen=True, slots=True)
class Became:
    """What the form says. `present`: of each who was asked or must come, by title, how they were there."""

    submission: uuid.UUID
    result: str
    on: date
    present: Mapping[str, str]
    minutes: Mapping[str, str]  # by item of the agenda
    parent_view: str = ""
    child_view: str = ""
    child_view_consent: bool | None = None
    pupil_because: str = ""
    actions: Sequence[Agreed] = ()
    offer: Arranged | None = None
    no_offer_because: str = ""
    answers: Sequence[tuple[str, Mapping[str, str]]] = ()  # of each parent there, by question
    settled: Mapping[str, str] = field(default_factory=dict)  # "yes", "no" or nothing
    explained: Mapping[str, time | None] = field(default_factory=dict)  # at what time
    given: Sequence[Given] = ()
    told_pupil: Mapping[str, str] = field(default_factory=dict)  # "yes", "no", NOT_OLD_ENOUGH or nothing
    weighed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # the answer, and what shows it
    failed_to_engage: str = ""

    def those(self, how: str) -> list[str]:
        return [title for title, was in self.present.items() if was == how]

    @property
    def there(self) -> list[str]:
        return [title for title in self.present if self.was_there(title)]

    def was_there(self, title: str) -> bool:
        return self.present.get(title) in THERE


@transaction.atomic
def close_meeting(actor: Actor, page: MeetingsPage, told: Became) -> None:
    """The outcome, the minutes, a task for each action, and the next offer, all of them or none.

    The same submission again changes nothing. Raises Refused with what is missing, and EventRefused.
    """
    take_turn(page.school.pk)
    if CaseEvent.objects.filter(submission=told.submission).exists():
        return
    page = afresh(actor, page)
    meeting, kind = page.meeting, page.kind
    assert meeting is not None
    assert kind is not None
    _check(actor, kind, meeting, told)
    pupil, sat = page.enrolment.pupil, sits(kind, told.result)
    about = CaseEvent.objects.get(pk=meeting.event)
    adults = [uuid.UUID(str(each)) for each in about.adults]
    outcome = record_event(
        actor,
        page.school,
        pupil,
        OUTCOME,
        submission=told.submission,
        on=told.on,
        adults=adults,
        data={
            ABOUT: meeting.event,
            "result": told.result,
            "notes_kept": sat,
            "plan_made": sat and bool(told.actions),
            "child_heard": sat and (_pupil_came(kind, told) or bool(told.child_view)),
        },
    )
    record_event(
        actor,
        page.school,
        pupil,
        MINUTES,
        submission=uuid.uuid5(told.submission, MINUTES),
        on=told.on,
        adults=adults,
        data=_minutes(told, meeting),
    )
    for number, each in enumerate(told.actions):
        ask_task(
            actor,
            page.school,
            pupil,
            "meeting_action",
            f"{each.owner}, as agreed at the {kind.title}: {each.what}"[:LONGEST_WHY],
            each.by,
            once=f"meeting_action:{outcome.event}:{number}",
            made_by=outcome,
        )
    if told.offer is not None:
        offer = replace(told.offer, replaces=meeting.event)
        plan_meeting(actor, replace(page, meeting=None), offer)


def sits(kind: MeetingType, result: str) -> bool:
    """Whether there was a meeting at all: held, or gone ahead without a parent where the pack says so."""
    return result == HELD or (result == ABSENT and kind.goes_ahead)


def _check(actor: Actor, kind: MeetingType, meeting: MeetingShown, told: Became) -> None:
    if meeting.result:
        raise Refused("What became of this meeting is recorded already. Strike that record out first.")
    if told.on > actor.today:
        raise Refused("The day has not come yet. Give the day on which it was.")
    if sits(kind, told.result):
        _check_sitting(kind, told)
        _check_asked(kind, meeting, told)
        _check_actions(kind, told)
    elif told.result == ABSENT and kind.absent_asks and not told.failed_to_engage.strip():
        raise Refused(f"The parent did not come. Write down {kind.absent_asks}: it is asked for afterwards.")
    elif told.result in MISSED and told.offer is None and not told.no_offer_because:
        raise Refused(
            "Offer another day, a home visit or another way, or say why none is offered: a meeting that was "
            "missed is not closed without the next offer."
        )


def _check_sitting(kind: MeetingType, told: Became) -> None:
    needed = [each for each in kind.required if told.result == HELD or each.role != PARENT]
    away = [each.title for each in needed if not told.was_there(each.title)]
    if away:
        raise Refused(
            f"{kind.title} can't be recorded as held without {', '.join(away)}. Record that it was cancelled "
            "or that the parent was absent, and offer another day."
        )
    empty = [item for item, said in told.minutes.items() if not said.strip()]
    if empty:
        raise Refused(f"Write down what was said of: {'; '.join(empty)}.")
    belongs = any(each.role == PUPIL for each in kind.everybody)
    asked_child = bool(told.child_view) and told.child_view_consent is True
    if belongs and not (_pupil_came(kind, told) or asked_child or told.pupil_because):
        raise Refused(
            "The child was not there. Write down the child's wishes and feelings, asked with a parent's "
            "consent, or say why the child was not there."
        )


def _check_asked(kind: MeetingType, meeting: MeetingShown, told: Became) -> None:
    """What the pack asks of this kind of meeting beside its agenda."""
    unasked = [each.title for each in kind.must_invite if each.title not in meeting.invited]
    if unasked:
        raise Refused(
            f"The school buys the traded service, and {', '.join(unasked)} was not invited to this "
            f"{kind.title}. Record that it was rearranged, and invite them to another day."
        )
    unsaid = [item for item in kind.settles if told.settled.get(item) not in ("yes", "no")]
    if unsaid:
        raise Refused(f"Answer with yes or no: {'; '.join(unsaid)}.")
    _check_pupil(kind, told)
    _check_given(kind, told)
    if not _came(kind, told, PARENT):
        return
    for parent, said in told.answers:
        empty = [item for item in kind.asks_parent if not said.get(item, "").strip()]
        if empty:
            raise Refused(
                f"Write down what {parent} answered, or “declined to answer”, to: {'; '.join(empty)}."
            )
    if kind.asks_parent and not told.answers:
        raise Refused("A parent was there. Say which one, and write down what they answered.")
    silent = [item for item in kind.explains if told.explained.get(item) is None]
    if silent:
        raise Refused(f"A parent was there. Give the time at which this was explained: {'; '.join(silent)}.")


def _check_pupil(kind: MeetingType, told: Became) -> None:
    """What is weighed has its ground; what is made clear to the pupil fits with it."""
    for item in kind.weighs:
        answer, shown_by = told.weighed.get(item, ("", ""))
        if answer not in ("yes", "no") or not shown_by.strip():
            raise Refused(f"Answer with yes or no, and say what shows it: {item}.")
    unsaid = [
        item for item in kind.tells_pupil if told.told_pupil.get(item) not in ("yes", "no", NOT_OLD_ENOUGH)
    ]
    if unsaid:
        raise Refused(f"Answer with yes, no or {NOT_OLD_ENOUGH}: {'; '.join(unsaid)}.")
    old_enough = any(answer == "yes" for answer, _ in told.weighed.values())
    if old_enough and NOT_OLD_ENOUGH in told.told_pupil.values():
        raise Refused("The pupil is recorded as old enough in one answer and as not old enough in another.")


def _check_actions(kind: MeetingType, told: Became) -> None:
    """Nobody who was not there can agree to do something."""
    if not kind.actions_for_present:
        return
    others = [each.owner for each in told.actions if each.owner not in told.there]
    if others:
        raise Refused(
            f"{', '.join(others)} was not at the {kind.title}, and only those present can be given something "
            f"to do. Choose one of these, or agree it with them another day: {', '.join(told.there)}."
        )


def _check_given(kind: MeetingType, told: Became) -> None:
    """A paper is given to each who came, and it is known to which day it was made."""
    given = {each.paper: each for each in told.given}
    for paper in kind.gives:
        one = given.get(paper)
        if one is None or one.made_to is None:
            raise Refused(f"Give the day to which the {paper} was made.")
        without = [title for title in told.there if title not in one.to]
        if without:
            raise Refused(
                f"Each who came is given the {paper} at the start. Not ticked: {', '.join(without)}."
            )


def not_made_to(told: Became) -> list[str]:
    """What warns: a paper that was made to another day than that of the meeting."""
    return [
        f"The {each.paper} was made to {show_day(each.made_to)}, and not to the day of the meeting."
        for each in told.given
        if each.made_to is not None and each.made_to != told.on
    ]


def _came(kind: MeetingType, told: Became, role: str) -> bool:
    return any(each.role == role and told.was_there(each.title) for each in kind.everybody)


def _pupil_came(kind: MeetingType, told: Became) -> bool:
    return _came(kind, told, PUPIL)


def _minutes(told: Became, meeting: MeetingShown) -> dict[str, object]:
    return {
        ABOUT: meeting.event,
        **{how: told.those(how) for how in (CAME, ONLINE, APOLOGIES, AWAY)},
        "pupil_because": told.pupil_because,
        "child_view": told.child_view,
        "child_view_consent": told.child_view_consent,
        "parent_view": told.parent_view,
        "minutes": [f"{item}: {said}" for item, said in told.minutes.items() if said.strip()],
        "actions": [each.words for each in told.actions],
        "answers": [
            f"{parent}, {question}: {answer}"
            for parent, said in told.answers
            for question, answer in said.items()
            if answer.strip()
        ],
        "given": [
            f"{each.paper}, made to {show_day(each.made_to)}, given on {show_day(told.on)} to {title}"
            for each in told.given
            if each.made_to is not None
            for title in each.to
        ],
        "given_warning": not_made_to(told),
        "settled": [f"{item}: {said}" for item, said in told.settled.items() if said],
        "told_pupil": [f"{item}: {said}" for item, said in told.told_pupil.items() if said],
        "weighed": [
            f"{item}: {answer}, because {shown_by}"
            for item, (answer, shown_by) in told.weighed.items()
            if answer
        ],
        "failed_to_engage": told.failed_to_engage,
        "explained": [f"{item}, at {at:%H:%M}" for item, at in told.explained.items() if at is not None],
        "no_offer_because": told.no_offer_because,
    }
