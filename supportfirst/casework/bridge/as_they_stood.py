"""Rows of now read as they stood at a past moment, from what was kept at each of their changes since.

What was changed before that began to be kept counts as it is held now: nothing tells otherwise. Whose a row
is (of two children or adults who were found to be one) is always as it is known now.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from supportfirst.casework.bridge.same_child import same_child
from supportfirst.casework.store.models import Enrolment, School, StoodBefore
from supportfirst.casework.store.what_stood import Kept

M = TypeVar("M", bound=Kept)


@dataclass(frozen=True, slots=True)
class Was:
    held: Mapping[str, Any] | None  # None: the row was not there
    last: datetime  # of the changes since the moment, the last


@dataclass(frozen=True, slots=True)
class Stood:
    """What was otherwise at the moment, of those who were asked about."""

    moment: datetime
    rows: dict[tuple[str, str], Was] = field(default_factory=dict)

    def ask(self, owners: Iterable[UUID]) -> Stood:
        """The same, with what stood of these as well; one query."""
        wanted = Q(of__in=set(owners), changed_at__gt=self.moment)
        for each in StoodBefore.objects.filter(wanted).order_by("pk"):  # as they were written: acts overlap
            key = (each.table, each.row)
            first = self.rows.get(key)
            self.rows[key] = (
                Was(each.held, each.changed_at)
                if first is None
                else Was(first.held, max(first.last, each.changed_at))
            )
        return self

    def of(self, model: type[Kept]) -> Mapping[str, Was]:
        return {row: was for (table, row), was in self.rows.items() if table == model.__name__}

    def one(self, row: M) -> M:
        """A row that was there then; where nothing tells that it was not."""
        was = self.rows.get((type(row).__name__, str(row.pk)))
        return row if was is None or was.held is None else _as_it_was(row, was.held)

    def over(self, model: type[M], now: Iterable[M], counts: Callable[[M], bool] | None = None) -> list[M]:
        """The rows of then in the place of those of now.

        counts: whether one of then is asked about, those too that are not among `now`. None: rows of the
        model are never deleted, and `now` holds all that are asked about.
        """
        told, seen, found = self.of(model), set(), []
        for row in now:
            seen.add(str(row.pk))
            was = told.get(str(row.pk))
            if was is None:
                found.append(row)
            elif was.held is not None:
                found.append(_as_it_was(row, was.held))
        if counts is None:
            return found
        gone = (
            _as_it_was(model(pk=model._meta.pk.to_python(pk)), was.held, ties=True)
            for pk, was in told.items()
            if was.held is not None and pk not in seen
        )
        return [row for row in [*found, *gone] if str(row.pk) not in told or counts(row)]


def stood_of_child(school: UUID, pupil: UUID, moment: datetime) -> Stood:
    """Of a child, with whoever was found to be that child, and of the school. Two queries."""
    return Stood(moment).ask({school, *same_child([pupil])})


def stood_of_school(school: School, moment: datetime) -> Stood:
    """Of a school and all who are or were on its roll. A few queries."""
    roll = Enrolment.objects.filter(school=school).values_list("pupil", flat=True)
    return Stood(moment).ask({school.pk, *same_child(roll)})


def _as_it_was(row: M, held: Mapping[str, Any], *, ties: bool = False) -> M:
    names: Collection[str] = (*row.ties, *row.stood) if ties else row.stood
    was = copy.copy(row)
    for each in row._meta.concrete_fields:
        if each.attname in names and each.attname in held:
            setattr(was, each.attname, each.to_python(held[each.attname]))
    return was
