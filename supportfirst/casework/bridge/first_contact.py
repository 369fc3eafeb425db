"""The times of a first morning: until when parents may report, and by when home has been asked.

The school's own row goes first; where it is silent, the pack that the school follows speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.bridge.school_days import clock
from supportfirst.casework.store.models import School

REPORT_BY, REPORT_HOW, CONTACT_BY = "report.by", "report.how", "first_contact.by"  # the pack's values
MIDDAY = time(12)


@dataclass(frozen=True, slots=True)
class FirstMorning:
    """`report_by` None: neither school nor pack says until when parents may report, so nobody waits."""

    day: date
    report_by: time | None
    report_how: str  # in which ways; "" where the pack does not say
    contact_by: time | None

    def is_open(self, now: datetime) -> bool:
        """Whether the time to report is over, so that home is to be asked."""
        return self.report_by is None or self._is_over(self.report_by, now, at_once=True)

    def is_over(self, now: datetime) -> bool:
        """Whether the time by which home is asked has passed. Without such a time it never has."""
        return self.contact_by is not None and self._is_over(self.contact_by, now, at_once=False)

    def is_late(self, at: time | None) -> bool:
        """Whether a contact at a time of the day came after the bound; at the bound itself is late too."""
        return at is not None and self.contact_by is not None and at >= self.contact_by

    @property
    def bound_words(self) -> str:
        if self.contact_by is None:
            return ""
        return show_time(self.contact_by)

    def _is_over(self, bound: time, now: datetime, *, at_once: bool) -> bool:
        wall = clock(now)
        if wall.date() != self.day:
            return wall.date() > self.day
        return wall.time() >= bound if at_once else wall.time() > bound


def first_morning(school: School, pack: Pack, day: date) -> FirstMorning:
    return FirstMorning(
        day,
        school.report_by or _clock(_said(pack, REPORT_BY, day)),
        _said(pack, REPORT_HOW, day),
        school.first_contact_by or _clock(_said(pack, CONTACT_BY, day)),
    )


def _said(pack: Pack, name: str, day: date) -> str:
    value = pack.values.get(name)
    found = value.on_or_none(day) if value is not None else None
    return str(found.value) if found is not None else ""


def _clock(told: str) -> time | None:
    return time.fromisoformat(told) if told else None
