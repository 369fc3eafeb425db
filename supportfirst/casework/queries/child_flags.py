"""What is known to hold of a child (a social worker, a plan): now, and as it stood at a past moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from supportfirst.casework.bridge.school_files import flag_rows
from supportfirst.casework.queries.as_seen import AsSeen
from supportfirst.casework.store.days_held import holds_on
from supportfirst.casework.store.models import PupilFlag

SHORT_FORMS = {"ehcp": "EHC plan", "fsm": "Free school meals", "sen_support": "SEN support", "camhs": "CAMHS"}


@dataclass(frozen=True, slots=True)
class FlagShown:
    name: str
    words: str
    holds: bool
    first_day: date | None
    last_day: date | None
    today: bool  # on the day that is asked about


def flags_of(pupil_id: UUID, today: date) -> list[FlagShown]:
    """By name, what holds today first. One query."""
    return _shown(PupilFlag.objects.filter(pupil=pupil_id), today)


def flags_then(seen: AsSeen) -> list[FlagShown]:
    """The same of a past `seen`: what had been said by the moment, and what of it held that day."""
    return _shown(flag_rows([seen.enrolment.pupil_id], seen.moment, seen.stood), seen.on)


def _shown(rows: Iterable[PupilFlag], on: date) -> list[FlagShown]:
    found = [
        FlagShown(
            name=row.name,
            words=flag_words(row.name),
            holds=row.holds,
            first_day=row.first_day,
            last_day=row.last_day,
            today=row.holds and holds_on(row.first_day, row.last_day, on),
        )
        for row in sorted(rows, key=lambda each: (each.name, -_days(each.first_day), each.pk))
    ]
    return sorted(found, key=lambda each: not each.today)


def _days(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def flag_words(name: str) -> str:
    return SHORT_FORMS.get(name, name.replace("_", " ").capitalize())
