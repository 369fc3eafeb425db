"""The worklist: over all schools of somebody's, who needs something, why, and by when, most pressing first.

Rows are read as the worker stored them. A row that somebody acted on from this list stands below the
others, until its own clock asks again: the day of what is due comes, something new comes about, or its rest
is over (`worklist_rests`). What is overdue never sinks: it goes when the pack's own step is met, and nothing
else that was recorded of the child that day, such as a text home, moves a row.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Value, When

from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import may, places_of
from supportfirst.casework.queries.worklist_filters import Filters, narrowed, new_since
from supportfirst.casework.queries.worklist_rests import SchoolListed, resting, schools_listed
from supportfirst.casework.queries.worklist_today import NOTHING, DoneToday, done_today
from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import Assessed, Enrolment

PAGE = 20
LINES = ("due", "hold", "stage", "line")  # the kinds of reasons that a rule gave


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind this row of the whole order."""

    acted_on: bool
    urgency: int
    pupil: uuid.UUID

    def __str__(self) -> str:
        return f"{int(self.acted_on)}.{self.urgency}.{self.pupil}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """None for a text that is no place: the list then begins at its top."""
        try:
            acted_on, urgency, pupil = text.split(".")
            return cls(bool(int(acted_on)), int(urgency), uuid.UUID(pupil))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Row:
    """One child on the list."""

    pupil: uuid.UUID
    name: str
    year_group: str
    class_name: str
    school_id: uuid.UUID
    school: str
    possible: int
    attended: int
    overdue: bool
    due_on: date | None
    on_hold: bool
    is_new: bool
    known_at: datetime
    on: date
    being_assessed: bool
    acted_on_by: str  # “Kim Sorrel” where somebody recorded something for the child today
    done_today: str  # what that was, and when; it moves no row
    answered_on: (
        date | None
    )  # somebody acted on the row from the list, and it stands below until it asks again
    reasons: Sequence[Mapping[str, Any]]
    may_act: bool
    may_see: bool  # the child's own page

    @property
    def attendance(self) -> str:
        """Sessions first: a percentage alone hides how few they may be."""
        if not self.possible:
            return "no possible sessions yet"
        plural = "" if self.possible == 1 else "s"
        return f"{self.attended} of {self.possible} session{plural} attended ({self.percentage})"

    @property
    def percentage(self) -> str:
        """As on the child's own page, and never rounded onto a line; "" without a possible session."""
        return exact_percentage(self.attended, self.possible) if self.possible else ""

    def of_kind(self, *kinds: str) -> list[Mapping[str, Any]]:
        return [reason for reason in self.reasons if reason["kind"] in kinds]

    @property
    def due(self) -> list[Mapping[str, Any]]:
        return self.of_kind("due")

    @property
    def holds(self) -> list[Mapping[str, Any]]:
        return self.of_kind("hold")

    @property
    def lines(self) -> list[Mapping[str, Any]]:
        return self.of_kind("stage", "line")

    @property
    def left(self) -> list[Mapping[str, Any]]:
        return self.of_kind("left")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many children there are to look at, before the list is narrowed."""

    listed: int
    due: int
    overdue: int
    on_hold: int
    new: int
    acted_on: int
    being_assessed: int


@dataclass(frozen=True, slots=True)
class Worklist:
    rows: Sequence[Row]
    fitting: int  # how many rows there are, once narrowed
    before: int  # how many of these stand before the page
    following: Place | None  # where the next page begins
    counts: Counts
    schools: Sequence[tuple[uuid.UUID, str]]
    years: Sequence[str]  # of the children on the list
    classes: Sequence[tuple[uuid.UUID, str]]
    rules: Sequence[tuple[str, str]]  # id and title of each rule that stands on some row
    filters: Filters = field(default_factory=Filters)

    @property
    def words(self) -> str:
        """“Showing 21 to 40 of 282”; nothing where the list is all on one page."""
        if not self.before and self.following is None:
            return ""
        return f"Showing {self.before + 1} to {self.before + len(self.rows)} of {self.fitting}"


def worklist(actor: Actor, filters: Filters, after: Place | None = None, size: int = PAGE) -> Worklist:
    """One page, in a number of queries that does not depend on how many children there are."""
    schools = schools_listed(actor)
    everything, groups = _in_order(actor, schools), _groups(seen(actor))
    digests = _digests(seen(actor), groups)
    fitting = narrowed(everything, filters, actor.today)
    behind = _from(fitting, after)
    rows = list(behind[: size + 1])
    page = rows[:size]
    last = page[-1] if page and len(rows) > size else None
    following = Place(last.acted_on, last.urgency, last.enrolment.pupil_id) if last is not None else None  # type: ignore[attr-defined]
    counts = _counts(actor, everything, digests)
    whole = counts.listed if filters == Filters() else fitting.order_by().count()
    return Worklist(
        rows=as_rows(actor, page),
        fitting=whole,
        before=whole - behind.order_by().count() if after else 0,
        following=following,
        counts=counts,
        schools=[(school.id, school.name) for school in schools],
        years=sorted({each.year for each in groups if each.year}, key=_by_number),
        classes=_classes(groups, {school.id: school.name for school in schools}),
        rules=_rules(digests),
        filters=filters,
    )


def all_rows(actor: Actor, filters: Filters) -> list[Row]:
    """The narrowed list from end to end, for an export."""
    return as_rows(actor, list(narrowed(listed(actor), filters, actor.today)))


def chosen_rows(actor: Actor, pupils: Iterable[uuid.UUID]) -> list[Row]:
    """Those rows of the list that were ticked, as far as the person sees them."""
    return as_rows(actor, list(listed(actor).filter(enrolment__pupil__in=list(pupils))))


def listed(actor: Actor) -> QuerySet[Assessed]:
    """Who stands on somebody's list, in its order; of children who are on roll today."""
    return _in_order(actor, schools_listed(actor))


def _in_order(actor: Actor, schools: Sequence[SchoolListed]) -> QuerySet[Assessed]:
    rests = Case(When(resting(actor, schools), then=Value(value=True)), default=Value(value=False))
    return (
        seen(actor)
        .annotate(acted_on=rests)
        .select_related("enrolment__pupil", "enrolment__group", "school__authority")
        .defer("document")
        .order_by("acted_on", "urgency", "enrolment__pupil")
    )


def seen(actor: Actor) -> QuerySet[Assessed]:
    """The same, in no order and with nothing beside."""
    reached = places_of(actor, Right.SEE_WORKLIST).as_query("school__")
    return on_roll_today(Assessed.objects.filter(reached, listed=True), actor)


def on_roll_today(rows: QuerySet[Assessed], actor: Actor) -> QuerySet[Assessed]:
    """Without those who left, of whom the worker has not heard yet."""
    held = Enrolment.objects.filter(in_force(actor.today), pk=OuterRef("enrolment"))
    return rows.filter(Exists(held))


def _from(rows: QuerySet[Assessed], after: Place | None) -> QuerySet[Assessed]:
    """The rows behind a place, found by their keys and not by counting from the top."""
    if after is None:
        return rows
    behind = Q(urgency__gt=after.urgency) | Q(urgency=after.urgency, enrolment__pupil__gt=after.pupil)
    if after.acted_on:
        return rows.filter(Q(acted_on=True) & behind)
    return rows.filter(Q(acted_on=True) | (Q(acted_on=False) & behind))


def as_rows(actor: Actor, found: Sequence[Assessed]) -> list[Row]:
    """Rows for reading; one query for who did what today, however many there are."""
    who = done_today(actor, {row.enrolment.pupil_id: row.school for row in found})
    since = new_since(actor.today)
    schools: dict[uuid.UUID, tuple[bool, bool]] = {}
    return [_row(actor, row, who, since, schools) for row in found]


def _row(
    actor: Actor,
    row: Assessed,
    who: Mapping[uuid.UUID, DoneToday],
    since: frozenset[str],
    schools: dict[uuid.UUID, tuple[bool, bool]],
) -> Row:
    enrolment, school = row.enrolment, row.school
    if school.pk not in schools:
        schools[school.pk] = may(actor, Right.ACT_ON_CASE, school), may(actor, Right.SEE_PUPIL, school)
    may_act, may_see = schools[school.pk]
    today = who.get(enrolment.pupil_id, NOTHING)
    rests = row.acted_at if getattr(row, "acted_on", False) else None
    return Row(
        pupil=enrolment.pupil_id,
        name=enrolment.pupil.name,
        year_group=enrolment.year_group,
        class_name=enrolment.group.name if enrolment.group else "",
        school_id=school.pk,
        school=school.name,
        possible=row.sessions_possible,
        attended=row.sessions_attended,
        overdue=row.overdue,
        due_on=row.due_on,
        on_hold=row.on_hold,
        is_new=any(reason.get("since") in since for reason in row.reasons),
        known_at=row.known_at,
        on=row.on,
        being_assessed=row.stale_since is not None,
        acted_on_by=today.by,
        done_today=today.words,
        answered_on=rests.astimezone(LONDON).date() if rests is not None else None,
        reasons=[_with_days(reason) for reason in row.reasons],
        may_act=may_act,
        may_see=may_see,
    )


def _with_days(reason: Mapping[str, Any]) -> Mapping[str, Any]:
    """The line with its days as days."""
    days = {
        key: date.fromisoformat(reason[key])
        for key in ("on", "since", "by", "from", "until")
        if reason.get(key)
    }
    if "from" in days:
        days["starts"] = days["from"]  # a template can't say “from”
    return {**reason, **days}


def _counts(actor: Actor, rows: QuerySet[Assessed], digests: Sequence[Digest]) -> Counts:
    """How many rest is asked of other rows too, and can't be summed up beside the rest."""
    since = new_since(actor.today)
    return Counts(
        **seen(actor).aggregate(
            listed=Count("pk"),
            due=Count("pk", filter=Q(due=True)),
            overdue=Count("pk", filter=Q(overdue=True)),
            on_hold=Count("pk", filter=Q(on_hold=True)),
            being_assessed=Count("pk", filter=Q(stale_since__isnull=False)),
        ),
        new=sum(count for each in digests for day, count in each.newest.items() if day in since),
        acted_on=rows.order_by().filter(Q(acted_on=True)).count(),
    )


@dataclass(slots=True)
class Digest:
    """What the reasons of a school's rows come to, without any child's name."""

    rules: dict[str, str] = field(default_factory=dict)  # titles by id
    newest: Counter[str] = field(default_factory=Counter)  # rows by the day of their newest line

    def add(self, reasons: Sequence[Mapping[str, Any]]) -> None:
        self.rules.update((each["rule"], each["title"]) for each in reasons if each["kind"] in LINES)
        self.newest[max((each["since"] for each in reasons if "since" in each), default="")] += 1


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one class of one year at one school: how many, and when the last of them was assessed."""

    school: uuid.UUID
    year: str
    id: uuid.UUID | None
    class_name: str
    known_at: datetime
    count: int


def _groups(rows: QuerySet[Assessed]) -> list[_Group]:
    """In one query, from which the versions of the digests come too."""
    held = rows.values_list("school", "enrolment__year_group", "enrolment__group", "enrolment__group__name")
    return [
        _Group(school, year, group, name or "", known_at, count)
        for school, year, group, name, known_at, count in held.annotate(Max("known_at"), Count("pk"))
    ]


def _classes(groups: Sequence[_Group], schools: Mapping[uuid.UUID, str]) -> list[tuple[uuid.UUID, str]]:
    """Each class once, by name; with the school's where there are several."""
    known = {each.id: each for each in groups if each.id is not None}
    several = len({each.school for each in known.values()}) > 1
    in_order = sorted(known.items(), key=lambda held: _by_number(held[1].class_name))
    return [
        (key, f"{each.class_name}, {schools[each.school]}" if several else each.class_name)
        for key, each in in_order
    ]


def _by_number(name: str) -> tuple[int, str]:
    """Year 10 after year 9; what bears no number comes first, as the youngest do."""
    digits = "".join(takewhile(str.isdigit, name))
    return int(digits or -1), name


def _digests(rows: QuerySet[Assessed], groups: Sequence[_Group]) -> list[Digest]:
    """One for each school.

    Worked out again only when a school's rows were assessed again, or are more or fewer: reading the reasons
    of thousands of children is the dearest part of the page.
    """
    by_school: dict[uuid.UUID, list[_Group]] = {}
    for group in groups:
        by_school.setdefault(group.school, []).append(group)
    versions = {
        (school, max(each.known_at for each in held), sum(each.count for each in held))
        for school, held in by_school.items()
    }
    held = {version: _KEPT[version] for version in versions if version in _KEPT}
    missing = {version[0]: version for version in versions if version not in held}
    if missing:
        held.update({version: Digest() for version in missing.values()})
        for school, reasons in rows.filter(school__in=missing).values_list("school", "reasons"):
            held[missing[school]].add(reasons)
        if len(_KEPT) > MOST_KEPT:
            _KEPT.clear()
        _KEPT.update(held)
    return list(held.values())


_KEPT: dict[tuple[uuid.UUID, datetime, int], Digest] = {}
MOST_KEPT = 1_000


def _rules(digests: Iterable[Digest]) -> list[tuple[str, str]]:
    """Every rule that stands on some row, by title."""
    found: dict[str, str] = {}
    for each in digests:
        found.update(each.rules)
    return sorted(found.items(), key=lambda rule: (rule[1].lower(), rule[0]))
