"""The attendance summary of a child for an assessment at the front door of children's social care: one page.

It tells a social worker how much is missed, in what pattern, and how the family was tried, as counts. No
adult, no address, no brother or sister and none of anybody's words is on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import flags_today
from supportfirst.casework.bridge.child_sessions import Totals, totals_of
from supportfirst.casework.bridge.record_kinds import table_of
from supportfirst.casework.bridge.school_days import show_day, show_time
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.queries.child import OfChild
from supportfirst.casework.queries.child_contacts import ContactsShown, child_contacts
from supportfirst.casework.queries.child_events import events_of
from supportfirst.casework.queries.child_patterns import child_patterns
from supportfirst.casework.queries.child_stays import seen_now
from supportfirst.casework.queries.paper_figures import (
    codes_counted,
    days_words,
    digest_of,
    last_attended,
    percentage,
    span_of,
    weekdays_of,
    year_sessions,
)

FLAGS = "papers.front_door_flags"  # the pack's value
FITS = 8  # lines of a list, so that the paper is one page whatever stands on it
LINE = 110  # letters of one


@dataclass(frozen=True, slots=True)
class FrontDoor(OfChild):
    at: datetime
    first: date
    last: date
    totals: Totals
    codes: Sequence[tuple[str, str, int]]
    weekdays: Sequence[tuple[str, int, int]]
    spells: Sequence[str]  # the newest first
    more_spells: int
    last_seen: date | None  # the last session attended
    contacts: ContactsShown
    flags: Sequence[str]

    def content(self) -> Mapping[str, Any]:
        """Everything on the paper, as plain JSON."""
        child, at, totals = self.enrolment.pupil, self.at.astimezone(LONDON), self.totals
        missed = totals.possible - totals.attended
        return {
            "school": self.school.name,
            "urn": self.school.urn,
            "telephone": self.school.telephone or "not written down",
            "child": f"{child.legal_forename} {child.legal_surname}",
            "upn": child.upn,
            "born": show_day(child.date_of_birth) if child.date_of_birth else "not recorded",
            "class": self.enrolment.group.name if self.enrolment.group else "none",
            "roll": show_day(self.enrolment.first_day),
            "first": show_day(self.first),
            "last": show_day(self.last),
            "moment": f"{show_day(at.date())} at {show_time(at)}",
            "told": f"Missed {days_words(missed)}: {missed} of {totals.possible} sessions. Attendance: "
            f"{percentage(totals)}. Last session attended: "
            + (f"{show_day(self.last_seen)}." if self.last_seen else "none in this school year."),
            "totals": [
                ["Possible", totals.possible],
                ["Attended", totals.attended],
                ["Authorised absence", totals.authorised],
                ["Unauthorised absence", totals.unauthorised],
                ["Late", totals.late],
                ["Without a mark", totals.unmarked],
            ],
            "codes": [[symbol, _short(meaning), number] for symbol, meaning, number in self.codes[:FITS]],
            "weekdays": [[name, missed_on, held] for name, missed_on, held in self.weekdays],
            "spells": list(self.spells),
            "more_spells": self.more_spells,
            "contacts": [[way.words, way.tried, way.answered] for way in self.contacts.ways[:FITS]],
            "tried": self.contacts.tried,
            "answered": self.contacts.answered,
            "since_answer": self.contacts.since_answer,
            "flags": list(self.flags),
        }

    @property
    def fingerprint(self) -> str:
        return digest_of(self.content())


def front_door(actor: Actor, school_id: UUID, pupil_id: UUID) -> FrontDoor:
    """Of the school year to date. Raises NotThere."""
    seen = seen_now(actor, school_id, pupil_id, Right.SEE_PUPIL, Right.SEE_CONTACTS, Right.EXPORT)
    sessions = year_sessions(seen)
    first, last = span_of(sessions, seen.on)
    patterns, events = child_patterns(seen, None), events_of(actor, seen.enrolment)
    spells = [*patterns.spells, *patterns.older]
    return FrontDoor(
        enrolment=seen.enrolment,
        at=actor.at.replace(microsecond=0),
        first=first,
        last=last,
        totals=totals_of(sessions),
        codes=codes_counted(sessions),
        weekdays=weekdays_of(sessions),
        spells=[
            _short(f"{each.first} to {each.last}: {each.sessions} sessions ({each.codes})")
            for each in spells[:FITS]
        ],
        more_spells=len(spells[FITS:]),
        last_seen=last_attended(sessions),
        contacts=child_contacts(seen, events.standing, events.readable, ()),
        flags=_flags(actor, seen),
    )


def _flags(actor: Actor, seen: AsSeen) -> list[str]:
    shared = table_of(seen.pack, FLAGS, seen.on)
    held = flags_today(actor).filter(pupil=seen.enrolment.pupil_id, name__in=shared)
    names = set(held.values_list("name", flat=True))
    return [words for name, words in shared.items() if name in names]


def _short(words: str) -> str:
    return words if len(words) <= LINE else f"{words[: LINE - 1].rstrip()}…"
