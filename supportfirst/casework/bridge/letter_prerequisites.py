"""What must be on record before a letter is written, and what is asked for with it, as the catalogue says.

Only the records are asked, so a page may do it; a fact that rests on figures can't be told here. What nobody
can tell keeps the letter back as well, in words of its own: it is no “no”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.assessment.finding import Outcome
from supportfirst.attendance.casebook.case import Case
from supportfirst.attendance.casebook.case_facts import CaseFacts
from supportfirst.attendance.casebook.chronology import standing
from supportfirst.attendance.casebook.earlier import EARLIER_FIGURES
from supportfirst.attendance.casebook.reading import Reading
from supportfirst.attendance.packs.shape import Pack, StepTerms
from supportfirst.attendance.schooldays.calendar_file import CalendarUnusable
from supportfirst.casework.bridge.letter_kinds import LetterKind
from supportfirst.casework.bridge.school_files import (
    calendar_of,
    flags_known,
    history_of,
    parents_of,
    pupils_of,
    school_of,
)
from supportfirst.casework.store.models import Enrolment

NOT_SO, UNTOLD = "the records do not say so.", "nobody can tell from the records whether it was so."
RECORD_IT = "Record it first, where it has happened"


@dataclass(frozen=True, slots=True)
class NotYet:
    """Why a letter waits: the rule, what the records say, and what to do."""

    rule: str
    why: str
    way: str

    @property
    def told(self) -> str:
        return f"The rule: {self.rule} Why: {self.why} What you can do: {self.way}."


def not_yet(
    kinds: Iterable[LetterKind], stays: Sequence[Enrolment], pack: Pack, on: date
) -> Mapping[str, NotYet]:
    """By id, those of some kinds of letter about one child that wait for something, as the records are now.

    stays: of the child at the school. Nothing is read where no kind waits for anything.
    """
    waiting = [kind for kind in kinds if kind.only_after]
    if not waiting:
        return {}
    try:
        facts = _facts(stays, pack, on)
    except CalendarUnusable as error:
        return {kind.id: NotYet(_rule(kind, pack), f"{error.what}.", error.remedy) for kind in waiting}
    found = {}
    for kind in waiting:
        fact = facts.marked(kind.only_after)
        if fact.value is not True:
            told = NOT_SO if fact.value is False else UNTOLD
            way = pack.facts[kind.only_after].missing or RECORD_IT
            found[kind.id] = NotYet(_rule(kind, pack), told, way.rstrip("."))
    facts.let_go()
    return found


def why_not_yet(fact: str, stays: Sequence[Enrolment], pack: Pack, on: date) -> str:
    """What of the records keeps back something that waits for a fact, and what to do; "" where it holds."""
    try:
        facts = _facts(stays, pack, on)
    except CalendarUnusable as error:
        return f"{error.what}. {error.remedy}"
    value = facts.marked(fact).value
    facts.let_go()
    if value is True:
        return ""
    way = (pack.facts[fact].missing or RECORD_IT).rstrip(".")
    return f"It waits until {pack.facts[fact].words}: {NOT_SO if value is False else UNTOLD} {way}."


@dataclass(frozen=True, slots=True)
class GoesWith:
    """A step that is asked for with a letter: whoever else is told of it."""

    rule: str
    told: str
    who: Sequence[str]  # roles of the pack


def goes_with(kind: LetterKind, stays: Sequence[Enrolment], pack: Pack, on: date) -> list[GoesWith]:
    """The steps that the catalogue names with a kind and that concern the child, as the records are now."""
    named = kind.entry.listed("goes_with")
    if not named:
        return []
    try:
        facts = _facts(stays, pack, on)
    except CalendarUnusable:
        return []
    found = []
    for rule in pack.rules:
        if rule.id not in named or on not in rule.span or not isinstance(rule.terms, StepTerms):
            continue
        if facts.reason(rule.when).outcome is Outcome.MET:
            told = f"{kind.title} is being written. {rule.title}. {rule.text}"
            found.append(GoesWith(rule.id, told, rule.terms.who))
    facts.let_go()
    return found


def _rule(kind: LetterKind, pack: Pack) -> str:
    return f"this letter goes only after {pack.facts[kind.only_after].words} ({kind.source})."


def _facts(stays: Sequence[Enrolment], pack: Pack, on: date) -> CaseFacts:
    """What the records tell of the child. Raises CalendarUnusable."""
    school = stays[0].school
    history = history_of(school, stays, pack)
    [pupil] = pupils_of(school, stays)
    calendar = calendar_of(school, pack)
    case = Case(
        chronology=standing(
            [each for each in history.events if each.upn == pupil.upn], pack.records, on=on, known_at=None
        ),
        parents=parents_of(stays, on),
        school=school_of(school, on),
        pupil=pupil,
        flags_known=flags_known(school),
        calendar=calendar,
        bank_holidays=pack.bank_holidays,
        unread=history.unread.get(pupil.upn, frozenset()),
    )
    return CaseFacts(EARLIER_FIGURES, case, Reading(pack, on), on)
