"""What a school's pack says of follow-ups: how truancy is told, which informal talks call for a call, and for
how long a child of the worklist rests once somebody acted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from supportfirst.attendance.packs.shape import Pack
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.ended_days import school_days
from supportfirst.casework.bridge.record_kinds import table_of
from supportfirst.casework.store.models import School

TELL_BY, ANY_CHANNEL = "truancy.tell_by", "any"
RESTS = "follow_up.rests_calendar_days"
TALKS = "informal_talk"
PHASES = ("primary", "secondary")
LOOKED_AHEAD = timedelta(days=90)  # longer than any holiday


@dataclass(frozen=True, slots=True)
class TalksOffered:
    """The informal talks of a school's phase: their kind of record, what they are called, and where."""

    record: str
    title: str
    places: Sequence[str]
    call_after: str  # the place of a talk after which a call is promised
    call_school_days: int
    call_by: str


def truancy_told_by(school: School, on: date) -> str:
    """The one channel that tells parents; "" where any does."""
    value = pack_of(school, on).values.get(TELL_BY)
    step = value.on_or_none(on) if value is not None else None
    told = str(step.value) if step is not None else ANY_CHANNEL
    return "" if told == ANY_CHANNEL else told


def talks_offered(school: School, on: date) -> TalksOffered | None:
    """None where the pack knows none. A school of both phases, or of neither by its name, is offered all."""
    pack = pack_of(school, on)
    table = table_of(pack, TALKS, on)
    if not table:
        return None
    own = [phase for phase in PHASES if phase in school.phase.lower()] or list(PHASES)
    return TalksOffered(
        record=table["record"],
        title=" or ".join(table[f"{phase}_title"] for phase in own),
        places=[place for phase in own for place in table[phase].split()],
        call_after=table["call_after"],
        call_school_days=_number(pack, table["call_school_days"], on),
        call_by=table["call_by"],
    )


def rests_for(pack: Pack, on: date) -> timedelta | None:
    """For how long a row that was acted on rests; None: it does not."""
    value = pack.values.get(RESTS)
    step = value.on_or_none(on) if value is not None else None
    return timedelta(days=step.value) if step is not None and isinstance(step.value, int) else None


def school_day_after(school: School, on: date, number: int = 1) -> date:
    """The school day so many school days later; calendar days where the school's terms are not set."""
    days = school_days(school, pack_of(school, on), on + timedelta(days=1), on + LOOKED_AHEAD)
    return days[number - 1] if len(days) >= number else on + timedelta(days=number)


def _number(pack: Pack, name: str, on: date) -> int:
    found = pack.values[name].on(on).value
    assert isinstance(found, int)
    return found
