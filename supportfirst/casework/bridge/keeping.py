"""Until which day an entry of a register is kept at least, by the pack's value of the day it was written.

Each entry counts by itself: the first mark, and each correction from its own day. Nothing is removed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min

from supportfirst.attendance.packs.shape import Pack
from supportfirst.attendance.schooldays.school_calendar import FIRST_MONTH, first_day_of_year
from supportfirst.attendance.vocabulary.moments import LONDON
from supportfirst.casework.store.models import Amendment, RegisterDocument, School

YEARS_KEPT = "register.preserve_years"  # the pack's value


@dataclass(frozen=True, slots=True)
class YearKept:
    """The entries about one school year's sessions."""

    school_year: int
    registers: int
    corrections: int
    last_entry: date
    kept_until: date  # the last day of the entry that is kept longest

    @property
    def words(self) -> str:
        return f"{self.school_year}-{(self.school_year + 1) % 100:02}"


def kept_until(pack: Pack, entered: date) -> date:
    """The last day on which an entry must be there: whole years from the day on which it was made.

    Before the pack's first value the entry is kept as that value has it.
    """
    value = pack.values[YEARS_KEPT]
    step = value.on_or_none(entered) or value.steps[0]
    assert isinstance(step.value, int)
    try:
        return entered.replace(year=entered.year + step.value)
    except ValueError:  # made on 29 February: kept until the first of March, which is not too early
        return date(entered.year + step.value, 3, 1)


def source_of(pack: Pack, entered: date) -> str:
    step = pack.values[YEARS_KEPT].on_or_none(entered) or pack.values[YEARS_KEPT].steps[0]
    return ", ".join(part for part in (step.source.title, step.source.passage) if part)


def years_kept(school: School, pack: Pack) -> Sequence[YearKept]:
    """Every school year of which something is recorded, oldest first; two queries a year."""
    held = RegisterDocument.objects.filter(school=school).aggregate(first=Min("day"), last=Max("day"))
    if held["first"] is None:
        return []
    found = []
    begins = first_day_of_year(held["first"])
    while begins <= held["last"]:
        ends = date(begins.year + 1, FIRST_MONTH, 1) - timedelta(days=1)
        taken, changed = (
            kind.objects.filter(school=school, day__range=(begins, ends)).aggregate(
                number=Count("pk"), last=Max("recorded_at")
            )
            for kind in (RegisterDocument, Amendment)
        )
        moments = [each["last"] for each in (taken, changed) if each["last"] is not None]
        if moments:
            last = entered_on(max(moments))
            found.append(
                YearKept(begins.year, taken["number"], changed["number"], last, kept_until(pack, last))
            )
        begins = date(begins.year + 1, FIRST_MONTH, 1)
    return found


def entered_on(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
