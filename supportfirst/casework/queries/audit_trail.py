"""The audit trail as its readers see it: newest first, filtered, fifty lines a page.

A page continues after the last line of the one before, by its moment and number, so that lines added
meanwhile move nothing. Failed sign-ins are no lines of it: they are counted by day beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.locks import FailuresOfDay, failures_by_day
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import places_of, schools_for, users_for
from supportfirst.casework.queries.trail_of_child import BEFORE, NAMED, about, children_seen
from supportfirst.casework.store.models import AuditEvent, User

PAGE = 50
USER_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERB = re.compile(r"[a-z_.]{1,60}")
PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")  # microseconds since the epoch, and the line's number
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALL_ROLES = "all_roles"  # in the detail, where they are too many for their column
ACCOUNT = "account"  # in the detail, where the line is about somebody's account and something else
VERBS_OF = timedelta(days=90)  # the list of verbs to choose from looks back so far


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; nothing: everything. `before` is where the last page ended."""

    person: UUID | None = None
    pupil: UUID | None = None
    verb: str = ""
    first_day: date | None = None
    last_day: date | None = None
    before: str = ""

    def as_ids(self) -> dict[str, str]:
        """The filters that were given, as plain text."""
        given = {
            "person": self.person,
            "pupil": self.pupil,
            "verb": self.verb,
            "from": self.first_day,
            "to": self.last_day,
        }
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    who_id: UUID | None
    role: str
    what: str
    pupil: str
    pupil_id: UUID | None
    school: str
    thing: str
    detail: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[Line, ...]
    next: str  # for `before`; empty on the last page

    @property
    def children(self) -> frozenset[UUID]:
        """Whom the lines name: whoever reads them has seen these."""
        return frozenset(line.pupil_id for line in self.lines if line.pupil_id is not None)


def trail(actor: Actor, asked: Asked) -> Page:
    """One page, in two queries: the lines, and the names of the people whom they are about."""
    events = _events(actor).select_related("actor", "pupil", "school")
    if asked.person is not None:
        events = events.filter(actor=asked.person)
    if asked.pupil is not None:
        events = events.filter(about(asked.pupil))
    if asked.verb:
        events = events.filter(verb=asked.verb)
    if asked.first_day is not None:
        events = events.filter(recorded_at__gte=_midnight(asked.first_day))
    if asked.last_day is not None:
        events = events.filter(recorded_at__lt=_midnight(asked.last_day + timedelta(days=1)))
    place = _place(asked.before)
    if place is not None:
        at, number = place
        events = events.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, pk__lt=number))
    rows = list(events.order_by("-recorded_at", "-pk")[: PAGE + 1])
    more = len(rows) > PAGE
    names = _names_of(rows)
    return Page(tuple(_line(row, names) for row in rows[:PAGE]), _written(rows[PAGE - 1]) if more else "")


def people_in_trail(actor: Actor) -> list[tuple[str, str]]:
    """Ids and names to choose from."""
    return [(str(user.pk), str(user)) for user in users_for(actor, Right.SEE_AUDIT)]


def verbs_in_trail(actor: Actor, asked: str) -> list[tuple[str, str]]:
    """What was done of late, to choose from, with what is asked for, however long ago that was."""
    since = actor.at - VERBS_OF
    verbs = _events(actor).filter(recorded_at__gte=since).order_by().values_list("verb", flat=True)
    also = {asked} if VERB.fullmatch(asked) else set()
    return [(verb, worded(verb)) for verb in sorted({*verbs.distinct(), *also})]


def pupil_name(actor: Actor, pupil_id: UUID) -> str:
    """The name of a child whom the reader may see; nothing for any other."""
    seen = children_seen(actor, [pupil_id]).get(pupil_id)
    return "" if seen is None else seen.name


def failed_sign_ins(actor: Actor) -> list[FailuresOfDay]:
    """Failures to the names of one's own people, by day. Names that nobody has are counted nowhere."""
    return failures_by_day(users_for(actor, Right.SEE_AUDIT).order_by().values_list("email", flat=True))


def worded(verb: str) -> str:
    """A verb's name as the page says it: `read_record` is “Read record”."""
    return verb.replace("_", " ").replace(".", " ").capitalize()


def _events(actor: Actor) -> QuerySet[AuditEvent]:
    """Lines of the schools whose trail one may read, and those of no one school by the people there.

    With them goes what anybody did to an authority or trust of one's own: how it began, which school left it.
    """
    over = places_of(actor, Right.SEE_AUDIT)
    own = [str(place) for place in over.authorities | over.trusts]
    return AuditEvent.objects.filter(
        Q(school__in=schools_for(actor, Right.SEE_AUDIT).order_by().values("pk"))
        | Q(school=None, actor__in=users_for(actor, Right.SEE_AUDIT).order_by().values("pk"))
        | Q(school=None, thing__in=own)
    )


def _names_of(rows: Iterable[AuditEvent]) -> dict[str, str]:
    """The people whom lines are about, by id as text."""
    told = {thing for row in rows for thing in (row.thing, str(row.detail.get(ACCOUNT, "")))}
    ids = {thing for thing in told if USER_ID.fullmatch(thing)}
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}


def _line(row: AuditEvent, names: Mapping[str, str]) -> Line:
    return Line(
        row.recorded_at,
        "" if row.actor is None else str(row.actor),
        row.actor_id,
        str(row.detail.get(ALL_ROLES, row.role)).replace("_", " ").replace(",", ", "),
        worded(row.verb),
        "" if row.pupil is None else row.pupil.name,
        row.pupil_id,
        "" if row.school is None else row.school.name,
        names.get(row.thing, row.thing),
        tuple(
            (worded(name), names.get(str(value), _plain(value)) if name == ACCOUNT else _plain(value))
            for name, value in sorted(row.detail.items())
            if value not in ({}, 0) and name != ALL_ROLES and name not in (NAMED, BEFORE)
        ),
    )


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {held}" for name, held in sorted(value.items()))
    return str(value)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _written(row: AuditEvent) -> str:
    return f"{(row.recorded_at - EPOCH) // timedelta(microseconds=1)}-{row.pk}"


def _place(before: str) -> tuple[datetime, int] | None:
    written = PLACE.fullmatch(before)
    if written is None:
        return None
    moment, number = written.groups()
    return EPOCH + timedelta(microseconds=int(moment)), int(number)
