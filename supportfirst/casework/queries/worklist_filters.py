"""What the worklist is narrowed to, and the rows that fit; each filter may be turned round with its `not`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from supportfirst.casework.store.folded_names import readings_of, words_of
from supportfirst.casework.store.models import Assessed

NEW_DAYS = 7  # a line that has stood on a row for so many days at most is new
STANDINGS = {"due": "Due", "overdue": "Overdue", "on_hold": "On hold", "new": "New"}


@dataclass(frozen=True, slots=True)
class Filters:
    """`called`: words of a child's name. It is kept out of addresses, trails and files."""

    school: uuid.UUID | None = None
    year: str = ""
    group: uuid.UUID | None = None  # a class by its id: many bear the name of a teacher
    standing: str = ""  # one of STANDINGS
    rule: str = ""
    called: str = ""
    not_school: bool = False
    not_year: bool = False
    not_group: bool = False
    not_standing: bool = False
    not_rule: bool = False
    not_called: bool = False


def narrowed(rows: QuerySet[Assessed], filters: Filters, today: date) -> QuerySet[Assessed]:
    rows = _with_words(rows)
    for condition, turned_round in (
        (Q(school=filters.school) if filters.school else None, filters.not_school),
        (Q(enrolment__year_group=filters.year) if filters.year else None, filters.not_year),
        (Q(enrolment__group=filters.group) if filters.group else None, filters.not_group),
        (_standing(filters.standing, today), filters.not_standing),
        (_names_rule(filters.rule) if filters.rule else None, filters.not_rule),
        (_is_called(words_of(filters.called)), filters.not_called),
    ):
        if condition is not None:
            rows = rows.exclude(condition) if turned_round else rows.filter(condition)
    return rows


def new_since(today: date) -> frozenset[str]:
    """The days since which a line that is new may have stood on a row."""
    return frozenset(str(today - timedelta(days=days)) for days in range(NEW_DAYS))


def _with_words(rows: QuerySet[Assessed]) -> QuerySet[Assessed]:
    """With the reasons as text, the one way to look inside them that both databases have."""
    return rows.alias(words=Cast("reasons", TextField()))


def _standing(standing: str, today: date) -> Q | None:
    if standing == "due":
        return Q(due=True)
    if standing == "overdue":
        return Q(overdue=True)
    if standing == "on_hold":
        return Q(on_hold=True)
    if standing == "new":
        days = "|".join(sorted(new_since(today)))
        return Q(words__regex=f'"since": "({days})"')  # one look at each row, not seven
    return None


def _names_rule(rule: str) -> Q:
    return Q(words__contains='"rule": "{}"'.format(rule.replace('"', "")))


def _is_called(words: Sequence[str]) -> Q | None:
    """Each word begins a part of the child's name, as the box that finds children has it."""
    if not words:
        return None
    fits = Q()
    for reading in readings_of(words):
        each_fits = Q()
        for word in reading:
            each_fits &= Q(enrolment__pupil__folded__contains=f" {word}")
        fits |= each_fits
    return fits
