"""One mark with everything that was ever recorded of it, and the choices for putting it right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.bridge.arrivals import late_symbol
from supportfirst.casework.bridge.begun import opens_later, time_so_far
from supportfirst.casework.bridge.codes_in_force import Choice, choices_of, pack_of
from supportfirst.casework.bridge.day_values import reasons_of
from supportfirst.casework.bridge.keeping import entered_on, kept_until
from supportfirst.casework.bridge.leave_held import refused_on, refused_words
from supportfirst.casework.bridge.leave_terms import refused_code
from supportfirst.casework.bridge.listed_reasons import confirmed_codes
from supportfirst.casework.bridge.planned import mark_warnings, plans_on, told_at_the_register
from supportfirst.casework.bridge.school_age import age_words
from supportfirst.casework.bridge.school_days import HALVES, SESSION_WORDS, show_day
from supportfirst.casework.bridge.standing_marks import Recorded, histories, standing
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.bridge.unsettled import days_met, time_to_settle
from supportfirst.casework.queries.off_site import events_of_day
from supportfirst.casework.queries.register_page import may_correct_mark, may_see_mark, may_take_register
from supportfirst.casework.store.models import Enrolment, School

REASON = "absence_reason"
LOOKS_AHEAD = 120  # days; longer than any holiday


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """A reason that somebody entered beside the mark."""

    at: datetime
    code: str
    category: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class MarkPage:
    """One mark with its history, for whoever may see it."""

    school: School
    enrolment: Enrolment
    day: date
    half: int
    session_word: str
    entries: Sequence[Recorded]
    choices: Sequence[Choice]
    late: str  # the code that is written for late
    may_correct: bool
    may_take: bool  # the register of the pupil's class
    opens: datetime | None = None  # when the session's register opens, where it is not open yet
    so_far: time | None = None  # of the very day: later than this nobody has arrived
    given: Sequence[ReasonGiven] = ()
    planned: str = ""
    proposed: str = ""  # the code for an absence on a day for which leave was refused
    warnings: Sequence[str] = ()
    unexplained: str = ""  # until when a reason is awaited, or that it was, and what the absence counts as
    age: str = ""  # that the child is not of compulsory school age, or that nobody can tell
    kept_until: Sequence[date] = ()  # of each entry
    reasons: Mapping[str, str] = field(default_factory=dict)  # offered, each with the code it comes to
    confirms: Mapping[str, str] = field(default_factory=dict)  # by code, what is asked once more of a reason

    @property
    def entries_kept(self) -> Sequence[tuple[Recorded, date]]:
        return list(zip(self.entries, self.kept_until, strict=True))

    @property
    def meaning(self) -> str:
        return next((choice.meaning for choice in self.choices if choice.symbol == self.stands), "")

    @property
    def stands(self) -> str:
        return self.entries[-1].new if self.entries else ""

    @property
    def asks_a_mark(self) -> bool:
        """Whether there is anything to correct: of a session to come only what was set too early."""
        return self.may_correct and (self.opens is None or bool(self.stands))


def mark_page(
    actor: Actor, school_id: uuid.UUID, pupil_id: uuid.UUID, day: date, half: int
) -> MarkPage | None:
    """None where there is no such mark to see, or the actor may not see it: the two look alike."""
    held = Enrolment.objects.filter(school_id=school_id, pupil_id=pupil_id, first_day__lte=day)
    enrolment = held.select_related("school__authority", "pupil", "group").order_by("-first_day").first()
    if enrolment is None or half not in HALVES or not may_see_mark(actor, enrolment):
        return None
    pack = pack_of(enrolment.school, day)
    codes = pack.codes
    entries = histories(enrolment.school, day, half, [enrolment.pk]).get(enrolment.pk, [])
    stands = entries[-1].new if entries else ""
    plan = plans_on(enrolment.school, day, half, [enrolment.pk]).get(enrolment.pk)
    refused = bool(refused_on(enrolment.school, day, [enrolment.pupil_id]))
    other = standing(enrolment.school, day, 1 - half, [enrolment.pk]).get(enrolment.pk)
    return MarkPage(
        school=enrolment.school,
        enrolment=enrolment,
        day=day,
        half=half,
        session_word=SESSION_WORDS[half],
        entries=entries,
        choices=choices_of(codes, day),
        late=late_symbol(codes, day),
        may_correct=may_correct_mark(actor, enrolment),
        may_take=enrolment.group is not None and may_take_register(actor, enrolment.group),
        opens=opens_later(enrolment.school, day, half, actor.at),
        so_far=time_so_far(day, actor.at),
        given=_given(enrolment, day, half),
        planned=told_at_the_register(plan, pack, day)
        if plan
        else refused_words(pack, day)
        if refused
        else "",
        proposed=refused_code(pack, day) if refused and stands in ("", unexplained_code(pack, day)) else "",
        warnings=mark_warnings(pack, day, stands, plan=plan, other=other.new if other else "")
        if stands
        else (),
        unexplained=_unexplained(actor, enrolment.school, pack, day, stands),
        age=age_words(enrolment.pupil.date_of_birth, pack, day),
        kept_until=[kept_until(pack, entered_on(each.at)) for each in entries],
        reasons=reasons_of(pack, day),
        confirms=confirmed_codes(pack, day),
    )


def _unexplained(actor: Actor, school: School, pack: Pack, day: date, stands: str) -> str:
    """Until when a reason is awaited; "" for a mark that has one. It changes no mark: a person does."""
    if stands != unexplained_code(pack, day):
        return ""
    time = time_to_settle(pack, day)
    later = days_met(school, day + timedelta(days=1), day + timedelta(days=LOOKS_AHEAD))
    if len(later) < time.school_days:
        return "No reason is known yet. The school’s calendar does not say until when one is awaited."
    last = later[time.school_days - 1]
    if actor.today <= last:
        return (
            f"No reason is known yet. One is awaited until {show_day(last)}; after that day the absence "
            f"counts as unauthorised, and {time.becomes} is proposed."
        )
    return (
        f"No reason was given by {show_day(last)}: the absence counts as unauthorised. "
        f"{time.becomes} is proposed; a named person writes it, or the code of the reason."
    )


def _given(enrolment: Enrolment, day: date, half: int) -> Sequence[ReasonGiven]:
    events = events_of_day(enrolment.school, day, (REASON,)).filter(pupil=enrolment.pupil_id)
    return [
        ReasonGiven(
            event.recorded_at,
            str(event.data.get("code", "")),
            str(event.data.get("category", "")),
            str(event.data.get("reason", "")),
            str(event.recorded_by),
        )
        for event in events
        if event.data.get("session") == SESSION_WORDS[half]
    ]
