"""Rows of which the state before each change is kept, and the act within which it is noted.

Days on roll, dates of birth, what holds of a child, parents, a school's times and calendar are changed in
place. A page of a past moment must read them as they stood; so whatever way such a row is written through
Django (saved, updated, made or deleted, alone or many), what it held is noted here for the act that is under
way. The act writes the notes down, with its own moment (`actions/keeping_stood.py`). Outside an act, as
when a sample site is made, nothing is noted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextvars import ContextVar
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models

Values = dict[str, Any]


class Notes:
    """What the rows held before the act that is under way; of a row that was not there, None."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], tuple[UUID, Values | None]] = {}

    def note(self, row: Kept, values: Values | None) -> None:
        """The first of several changes of one act counts: the rest never stood by themselves."""
        key = (type(row).__name__, str(row.pk))
        self.held.setdefault(key, (row.stood_of(), values))


NOTES: ContextVar[Notes | None] = ContextVar("what stood before", default=None)


def outside_an_act(_model: type[models.Model]) -> None:
    """A row was written of which nobody keeps what stood. The tests let no act come here."""


def plain(value: Any) -> Any:
    """As JSON holds it; the field reads it back."""
    if isinstance(value, models.Model):
        return plain(value.pk)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


M = TypeVar("M", bound="Kept")


class KeptRows(models.QuerySet[M]):
    """Notes what rows held before they are changed together."""

    def update(self, **values: Any) -> int:
        told = {self.model.column_of(name): plain(value) for name, value in values.items()}
        touched = [name for name in told if name in self.model.stood]
        if touched and _is_noted(self.model):
            for row in self.all():
                if any(plain(getattr(row, name)) != told[name] for name in touched):
                    _note(row, row.held_values())
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        if _is_noted(self.model):
            gone = list(self.all())
            if not gone:
                return 0, {}
            for row in gone:
                _note(row, row.held_values())
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **more: Any) -> list[M]:
        made = super().bulk_create(objs, *args, **more)
        if made and self.model.keeps_making and _is_noted(self.model):
            for row in made:
                _note(row, None)
        return made


class KeptManager(models.Manager[M]):
    def get_queryset(self) -> KeptRows[M]:
        return KeptRows(self.model, using=self._db)


class Kept(models.Model):
    """`stood`: the columns that a page of the past reads. `ties`: those that say whose the row is."""

    stood: ClassVar[tuple[str, ...]] = ()
    ties: ClassVar[tuple[str, ...]] = ()  # the first is whom a reader asks by; none: the row itself
    keeps_making: ClassVar[bool] = True  # whether it matters since when the row is there
    as_read: Values | None = None  # what it held when it was read, within an act

    objects: ClassVar[models.Manager[Self]] = KeptManager()

    class Meta:
        abstract = True

    def stood_of(self) -> UUID:
        """The child, adult or school by which a reader finds what stood."""
        found: UUID = getattr(self, self.ties[0]) if self.ties else self.pk
        return found

    def held_values(self) -> Values:
        return {name: plain(getattr(self, name)) for name in (*self.ties, *self.stood)}

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> Self:
        """A row that is read within an act says itself what it held: it is not read again to be noted."""
        row = super().from_db(db, field_names, values, **more)
        if NOTES.get() is not None and all(name in row.__dict__ for name in (*cls.ties, *cls.stood)):
            row.as_read = row.held_values()
        return row

    @classmethod
    def column_of(cls, name: str) -> str:
        return name if name == "pk" else cls._meta.get_field(name).attname  # type: ignore[union-attr]

    def save(self, *args: Any, **held: Any) -> None:
        made = self._state.adding
        if not made:
            self._note_change(held.get("update_fields"))
        super().save(*args, **held)
        self.as_read = None  # another act reads it anew
        if made and self.keeps_making and _is_noted(type(self)):
            _note(self, None)

    def _note_change(self, fields: Collection[str] | None) -> None:
        names = self.stood if fields is None else {self.column_of(each) for each in fields} & {*self.stood}
        if not names or not _is_noted(type(self)):
            return
        before = self.as_read
        if before is None:
            stands = type(self)._base_manager.filter(pk=self.pk).first()
            before = None if stands is None else stands.held_values()
        if before is not None and any(before[name] != plain(getattr(self, name)) for name in names):
            _note(self, before)

    def delete(self, *args: Any, **held: Any) -> tuple[int, dict[str, int]]:
        if _is_noted(type(self)):
            _note(self, self.held_values())
        return super().delete(*args, **held)


def _is_noted(model: type[models.Model]) -> bool:
    if NOTES.get() is not None:
        return True
    outside_an_act(model)
    return False


def _note(row: Kept, values: Values | None) -> None:
    notes = NOTES.get()
    if notes is not None:
        notes.note(row, values)
