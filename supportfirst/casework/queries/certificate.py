"""The certificate of a child's attendance: the marks as they were known at a moment.

It is made for evidence (Education Act 1996, section 566). Its marks come from the registers and amendments
recorded by the moment that stands on it, and from nothing recorded later. All else (the child's name, the
days on roll, the school and its calendar, the policy pack) is what the site holds when it is made, and the
paper says so: made again, it is word for word the same for as long as none of that was changed. No adult and
no address is on it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F

from supportfirst.attendance.codes.meaning import StatisticalClass
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.access.rights import Right
from supportfirst.casework.bridge.child_sessions import (
    ChildSession,
    Totals,
    child_sessions,
    seal_of,
    totals_of,
)
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.markers_held import has_died
from supportfirst.casework.bridge.same_child import kept_child
from supportfirst.casework.bridge.school_age import age_words, school_year_began
from supportfirst.casework.bridge.school_days import SESSION_WORDS, open_too_long, show_day, show_time
from supportfirst.casework.bridge.unaccounted import unexplained_code
from supportfirst.casework.queries.child import child_at
from supportfirst.casework.store.models import Enrolment, Pupil, School

NO_MARK = "no mark"
BOUNDS = (  # stands on the paper: what the moment binds, and what it does not
    "The marks are those that the register and its amendments held at this moment. Everything else is as it"
    " was held when this certificate was made: the name, date of birth and unique pupil number of the child,"
    " the days on roll, the name, calendar and register times of the school, and the policy pack that gives"
    " the codes their meaning."
)
ALL_DAY = "all day"
MOST_YEARS = 3  # of a certificate; longer ones are made in parts


class SpanRefused(Refused):
    """Days or a moment for which there can be no certificate; the message says what to choose."""


@dataclass(frozen=True, slots=True)
class Week:
    """Each day with what the registers say of its two sessions."""

    monday: date
    days: Sequence[tuple[date, str, str]]


@dataclass(frozen=True, slots=True)
class Certificate:
    school: School
    enrolment: Enrolment
    stays: Sequence[Enrolment]
    first: date
    last: date
    known_at: datetime
    age: str
    weeks: Sequence[Week]
    totals: Totals
    unauthorised: Sequence[tuple[date, str, str]]  # day, when, mark in words
    unexplained: Sequence[tuple[date, str, str]]
    warnings: Sequence[str]
    pack: str
    seal: str
    died: bool

    @property
    def moment(self) -> str:
        """When it was known, in words and to the second."""
        at = self.known_at.astimezone(LONDON)
        return f"{show_day(at.date())} at {show_time(at, seconds=True)}"

    @property
    def known_at_iso(self) -> str:
        return self.known_at.astimezone(UTC).isoformat()

    @property
    def roll(self) -> Sequence[str]:
        return [
            f"from {show_day(each.first_day)}" + (f" to {show_day(each.last_day)}" if each.last_day else "")
            for each in self.stays
        ]

    def content(self) -> Mapping[str, Any]:
        """Everything on the paper, as plain JSON: the same moment and unchanged rows give the same."""
        child = self.enrolment.pupil
        totals = self.totals
        return {
            "school": self.school.name,
            "urn": self.school.urn,
            "child": f"{child.legal_forename} {child.legal_surname}",
            "upn": child.upn,
            "born": show_day(child.date_of_birth) if child.date_of_birth else "not recorded",
            "age": self.age,
            "roll": "; ".join(self.roll),
            "first": show_day(self.first),
            "last": show_day(self.last),
            "moment": self.moment,
            "bounds": BOUNDS,
            "totals": [
                ["Sessions possible", totals.possible],
                ["Attended", totals.attended],
                ["Authorised absence", totals.authorised],
                ["Unauthorised absence", totals.unauthorised],
                ["Late, before or after the register closed", totals.late],
                ["Marked, and not a possible session", totals.not_counted],
                ["Without a mark at that moment", totals.unmarked],
            ],
            "unauthorised": [[show_day(day), when, mark] for day, when, mark in self.unauthorised],
            "unexplained": [[show_day(day), when, mark] for day, when, mark in self.unexplained],
            "weeks": [
                [show_day(week.monday), [[f"{day:%A} {show_day(day)}", am, pm] for day, am, pm in week.days]]
                for week in self.weeks
            ],
            "warnings": list(self.warnings),
            "pack": self.pack,
            "seal": self.seal,
        }

    @property
    def title(self) -> str:
        """What it is called where the child's name stands beside it."""
        return f"Certificate of attendance, {show_day(self.first)} to {show_day(self.last)}"

    @property
    def asked_again(self) -> str:
        """What asks for the very same again, in an address."""
        return urlencode({"first": self.first, "last": self.last, "known_at": self.known_at_iso})

    @property
    def thing(self) -> str:
        """Which certificate it is: whose, of which days, as known at which moment; whatever else it says."""
        of = (self.school.pk, self.enrolment.pupil_id, self.first, self.last, self.known_at_iso)
        return hashlib.sha256(" ".join(map(str, of)).encode()).hexdigest()[:32]

    @property
    def fingerprint(self) -> str:
        told = json.dumps(self.content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def moment_of(actor: Actor, known_at: datetime | None) -> datetime:
    """The moment as it stands on the paper, to the second; by default now. Raises SpanRefused."""
    moment = (known_at or actor.at).replace(microsecond=0)
    if moment > actor.at:
        raise SpanRefused("The moment has not come yet. Choose one that is past, or leave it empty for now.")
    return moment


def certificate(
    actor: Actor,
    school_id: UUID,
    pupil_id: UUID,
    first: date | None = None,
    last: date | None = None,
    known_at: datetime | None = None,
) -> Certificate:
    """By default of the school year to date, or to the last day on roll, as known now.

    A child who was merged into another row is certified under that one. Raises SpanRefused, NotThere.
    """
    pupil_id = kept_child(pupil_id)
    enrolment = child_at(actor, school_id, pupil_id, Right.SEE_PUPIL, Right.EXPORT, or_left=True)
    moment = moment_of(actor, known_at)
    ended = enrolment.last_day or date.max
    last = last or min(actor.today, ended, moment.astimezone(LONDON).date())
    school, child = enrolment.school, enrolment.pupil
    pack = pack_of(school, last)
    first = first or school_year_began(pack, last)
    _check(actor, first, last, moment)
    stays = _stays(school, child)
    sessions = child_sessions(school, stays, pack, first, last, moment)
    unexplained = unexplained_code(pack, last)
    return Certificate(
        school=school,
        enrolment=enrolment,
        stays=stays,
        first=first,
        last=last,
        known_at=moment,
        age=age_words(child.date_of_birth, pack, last) or "of compulsory school age",
        weeks=_weeks(sessions),
        totals=totals_of(sessions),
        unauthorised=_days([each for each in sessions if each.statistical == StatisticalClass.UNAUTHORISED]),
        unexplained=_days([each for each in sessions if each.code and each.code.symbol == unexplained]),
        warnings=[f"{each.told} ({each.source})" for each in open_too_long(school, pack, last)],
        pack=pack.id,
        seal=seal_of(school, moment),
        died=has_died(child.pk),
    )


def _stays(school: School, child: Pupil) -> list[Enrolment]:
    """One that ends before it began was never one: a merge of two rows has left it behind."""
    held = Enrolment.objects.filter(school=school, pupil=child).exclude(last_day__lt=F("first_day"))
    return list(held.order_by("first_day", "pk"))


def _check(actor: Actor, first: date, last: date, moment: datetime) -> None:
    if first > last:
        raise SpanRefused("The first day comes after the last. Put the two the other way round.")
    if last > actor.today:
        raise SpanRefused("The last day has not come yet. Choose today or an earlier day.")
    if last > moment.astimezone(LONDON).date():
        raise SpanRefused(
            "The last day comes after the moment, when its marks could not be known yet. Choose an earlier"
            " last day, or a later moment."
        )
    if last.year - first.year > MOST_YEARS:
        raise SpanRefused(f"That is more than {MOST_YEARS} years. Make a certificate for each part of them.")


def _words(session: ChildSession) -> str:
    if session.code is None:
        return NO_MARK
    return f"{session.symbol} {session.code.meaning.split(';')[0].split(': marked')[0]}"


def _weeks(sessions: Sequence[ChildSession]) -> list[Week]:
    words: dict[date, dict[int, str]] = defaultdict(dict)
    for each in sessions:
        words[each.day][each.half] = _words(each)

    def monday(day: date) -> date:
        return day - timedelta(days=day.weekday())

    return [
        Week(first, [(day, words[day].get(0, "none"), words[day].get(1, "none")) for day in days])
        for first, days in groupby(sorted(words), key=monday)
    ]


def _days(sessions: Sequence[ChildSession]) -> list[tuple[date, str, str]]:
    """By day: the morning, the afternoon, or all day where both bear the same mark."""
    found = []
    for day, held in groupby(sessions, key=lambda each: each.day):
        halves = list(held)
        if len(halves) == len(SESSION_WORDS) and halves[0].code == halves[1].code:
            found.append((day, ALL_DAY, _words(halves[0])))
        else:
            found += [(day, SESSION_WORDS[each.half], _words(each)) for each in halves]
    return found
