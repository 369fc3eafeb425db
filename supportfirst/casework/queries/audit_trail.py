"""The audit trail as its readers see it: newest first, filtered, fifty lines a page.

A page continues after the last line of the one before, by its moment and number, so that lines added
meanwhile move nothing. Failed sign-ins are no lines of it: they are counted by day beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.locks import FailuresOfDay, failures_by_day
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.safeguarding import lines_to_read
from supportfirst.casework.access.scope import places_of, schools_for, users_for
from supportfirst.casework.bridge.same_child import kept_child, same_child
from supportfirst.casework.queries.audit_words import (
    detail_in_words,
    roles_in_words,
    thing_in_words,
    verb_in_words,
)
from supportfirst.casework.queries.trail_of_child import BEFORE, NAMED, ChildSeen, about, children_seen
from supportfirst.casework.store.models import AuditEvent, User

PAGE = 50
FEW = 5  # a line names so many children; of more it says how many they are
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERB = re.compile(r"[a-z_.]{1,60}")
PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")  # microseconds since the epoch, and the line's number
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALL_ROLES = "all_roles"  # in the detail, where they are too many for their column
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
class Child:
    """A child of a line. Whom the reader may not see has no name and no school."""

    id: UUID
    name: str
    school_id: UUID | None


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    who_id: UUID | None
    role: str
    what: str
    thing: str
    detail: tuple[str, ...]
    school: str
    children: tuple[Child, ...]  # those whom the line names, where they are few
    among: int  # how many it names where they are more: of them only the child that was asked for is named


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[Line, ...]
    next: str  # for `before`; empty on the last page

    @property
    def children(self) -> frozenset[UUID]:
        """Whom the lines name: whoever reads them has seen these."""
        return frozenset(each.id for line in self.lines for each in line.children if each.name)


def trail(actor: Actor, asked: Asked) -> Page:
    """One page: the lines, and the names of the people and children whom they are about, in five queries."""
    events = _events(actor).select_related("actor", "school")
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
    people = _people_of(rows)
    named = {row.pk: _named_by(row) for row in rows}
    wanted = set(same_child([kept_child(asked.pupil)])) if asked.pupil else set()
    told = {pk: ids if len(ids) <= FEW else ids & wanted for pk, ids in named.items()}
    seen = children_seen(actor, set().union(*told.values()))
    lines = tuple(_line(row, people, told[row.pk], len(named[row.pk]), seen) for row in rows[:PAGE])
    return Page(lines, _written(rows[PAGE - 1]) if more else "")


def people_in_trail(actor: Actor) -> list[tuple[str, str]]:
    """Ids and names to choose from."""
    return [(str(user.pk), str(user)) for user in users_for(actor, Right.SEE_AUDIT)]


def verbs_in_trail(actor: Actor, asked: str) -> list[tuple[str, str]]:
    """What was done of late, to choose from, with what is asked for, however long ago that was."""
    since = actor.at - VERBS_OF
    verbs = _events(actor).filter(recorded_at__gte=since).order_by().values_list("verb", flat=True)
    also = {asked} if VERB.fullmatch(asked) else set()
    return sorted(
        ((verb, verb_in_words(verb)) for verb in {*verbs.distinct(), *also}), key=lambda each: each[1]
    )


def child_asked(actor: Actor, pupil_id: UUID) -> ChildSeen | None:
    """The child whom the lines are narrowed to; None for one whom the reader may not see."""
    return children_seen(actor, [pupil_id]).get(pupil_id)


def failed_sign_ins(actor: Actor) -> list[FailuresOfDay]:
    """Failures to the names of one's own people, by day. Names that nobody has are counted nowhere."""
    return failures_by_day(users_for(actor, Right.SEE_AUDIT).order_by().values_list("email", flat=True))


def _events(actor: Actor) -> QuerySet[AuditEvent]:
    """Lines of the schools whose trail one may read, and those of no one school by the people there.

    With them goes what anybody did to an authority or trust of one's own: how it began, which school left it.
    What tells of a child's safety is for those who read that record at the school.
    """
    over = places_of(actor, Right.SEE_AUDIT)
    own = [str(place) for place in over.authorities | over.trusts]
    held = AuditEvent.objects.filter(
        Q(school__in=schools_for(actor, Right.SEE_AUDIT).order_by().values("pk"))
        | Q(school=None, actor__in=users_for(actor, Right.SEE_AUDIT).order_by().values("pk"))
        | Q(school=None, thing__in=own)
    )
    return lines_to_read(actor, held)


def _people_of(rows: Iterable[AuditEvent]) -> dict[str, str]:
    """The people whom lines are about, by id as text."""
    told = {text for row in rows for text in (row.thing, *_texts(row.detail))}
    ids = {text for text in told if AN_ID.fullmatch(text)}
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=ids)}


def _texts(detail: Mapping[str, Any]) -> Iterator[str]:
    """What may be somebody's id: a value of the detail, or of what a question was narrowed to."""
    for value in detail.values():
        yield from (str(each) for each in (value.values() if isinstance(value, dict) else (value,)))


def _named_by(row: AuditEvent) -> set[UUID]:
    """The children of a line: its own, or those of the list, search or export that it tells of."""
    if row.pupil_id is not None:
        return {row.pupil_id}
    held = [*_ids(row.detail.get(NAMED)), *_ids(row.detail.get(BEFORE))]
    return {UUID(each) for each in held}


def _ids(held: Any) -> list[str]:
    """Older lines keep a number under the same name."""
    return [each for each in held if AN_ID.fullmatch(each)] if isinstance(held, list) else []


def _line(
    row: AuditEvent, people: Mapping[str, str], told: set[UUID], of: int, seen: Mapping[UUID, ChildSeen]
) -> Line:
    children = [
        Child(each, seen[each].name, seen[each].school_id) if each in seen else Child(each, "", None)
        for each in told
    ]
    return Line(
        row.recorded_at,
        "" if row.actor is None else str(row.actor),
        row.actor_id,
        roles_in_words(str(row.detail.get(ALL_ROLES, row.role))),
        verb_in_words(row.verb),
        thing_in_words(row.thing, people),
        detail_in_words(row.detail, people),
        "" if row.school is None else row.school.name,
        tuple(sorted(children, key=lambda each: (not each.name, each.name, each.id))),
        of if of > FEW else 0,
    )


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
