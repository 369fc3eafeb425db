"""Referrals of a family to a service, with their answers: waiting since when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.letter_values import counted
from supportfirst.casework.bridge.record_kinds import KindAsked
from supportfirst.casework.queries.kept_records import following
from supportfirst.casework.store.models import CaseEvent

REFERRAL, ANSWER = "service_referral", "service_answer"
NO_ANSWER, WAITING = "no_answer", "waiting"
IN_WORDS = {
    NO_ANSWER: "no answer yet",
    WAITING: "on the waiting list",
    "accepted": "accepted",
    "refused": "refused",
    "ended": "ended",
}


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral, and what the service said of it so far."""

    event: CaseEvent
    service: str
    on: date
    state: str  # the last answer, or NO_ANSWER
    days: int  # from the referral to what ended the wait, or to today
    consent: str
    steps: Sequence[str]  # each answer, with its day

    @property
    def waits(self) -> bool:
        return self.state in (NO_ANSWER, WAITING)

    @property
    def state_words(self) -> str:
        return IN_WORDS.get(self.state, self.state.replace("_", " "))

    @property
    def wait_words(self) -> str:
        return f"{'has waited' if self.waits else 'waited'} {how_long(self.days)}"


def how_long(days: int) -> str:
    """A wait in words: in whole weeks once it is a week."""
    return counted(days // 7, "week") if days >= 7 else counted(days, "day")


def referrals_of(events: Sequence[CaseEvent], kinds: Mapping[str, KindAsked], today: date) -> list[Referral]:
    """Of one child. events: those that the reader may know, the oldest first."""
    made = [each for each in events if each.kind == REFERRAL]
    return [_referral(each, following(str(each.event), events), kinds, today) for each in made]


def _referral(
    made: CaseEvent, later: Sequence[CaseEvent], kinds: Mapping[str, KindAsked], today: date
) -> Referral:
    answers = [each for each in later if each.kind == ANSWER and each.data.get("answer")]
    settled = next((each for each in answers if each.data["answer"] != WAITING), None)
    state = str(answers[-1].data["answer"]) if answers else NO_ANSWER
    until = today if settled is None or state == WAITING else settled.happened_on
    return Referral(
        made,
        str(made.data.get("service", "")),
        made.happened_on,
        state,
        max(0, (until - made.happened_on).days),
        _consent(made),
        [_step(each, kinds) for each in later],
    )


def _consent(made: CaseEvent) -> str:
    """A missing answer says nothing either way."""
    if made.data.get("consent") is True:
        return "A parent consented."
    because = str(made.data.get("no_consent_because", "")).rstrip(".")
    if because:
        return f"Made without consent: {because}."
    if made.data.get("consent") is False:
        return "No parent consented, and no reason is given."
    return "Cannot tell whether a parent consented."


def _step(each: CaseEvent, kinds: Mapping[str, KindAsked]) -> str:
    told = IN_WORDS.get(
        str(each.data.get("answer", "")), kinds[each.kind].title if each.kind in kinds else ""
    )
    outcome = str(each.data.get("outcome", ""))
    return f"{show_day(each.happened_on)}: {told}{f'. {outcome}' if outcome else ''}"
