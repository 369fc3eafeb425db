"""What is known of one pupil's case, and for whom or what a rule is being judged."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from supportfirst.attendance.casebook.chronology import Chronology, Record
from supportfirst.attendance.casebook.clocks import last_day
from supportfirst.attendance.packs.case_shape import Counting
from supportfirst.attendance.packs.shape import DatedValue
from supportfirst.attendance.schooldays.school_calendar import SchoolCalendar
from supportfirst.attendance.vocabulary.casework import Parent, School
from supportfirst.attendance.vocabulary.people import Pupil


@dataclass(frozen=True, slots=True)
class Case:
    """`None` says that the file was not given: nothing in it is known, and nothing is taken as no."""

    chronology: Chronology | None
    parents: Sequence[Parent] | None
    school: School | None
    pupil: Pupil | None
    flags_known: frozenset[str] | None  # flags that the pupils file has a column for
    calendar: SchoolCalendar
    bank_holidays: Container[date]
    unread: frozenset[str] = frozenset()  # kinds of this pupil's events that were left out for a fault

    def last_day(self, start: date, length: DatedValue, counting: Counting, values_day: date) -> date | None:
        """The last day of a period as long as a value is on a day; None where its end can't be told."""
        step = length.on_or_none(values_day)
        if step is None or not isinstance(step.value, int):
            return None
        return last_day(
            start,
            step.value,
            length.unit,
            counting,
            calendar=self.calendar,
            bank_holidays=self.bank_holidays,
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom or what a rule is judged for: the pupil, one of the parents, or one record."""

    parent: Parent | None = None
    record: Record | None = None
    unknown_parent: bool = False  # each parent is asked about, and none is known

    @property
    def name(self) -> str:
        if self.record is not None:
            return self.record.id
        return self.parent.id if self.parent is not None else ""

    @property
    def parent_id(self) -> str | None:
        """The one parent that an item concerns; None where it is not one."""
        if self.parent is not None:
            return self.parent.id
        return self.record.parents[0] if self.record is not None and len(self.record.parents) == 1 else None


PUPIL_SCOPE = Scope()
