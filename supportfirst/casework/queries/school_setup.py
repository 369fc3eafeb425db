"""The set-up of a school: what it has said of itself, and what is still to be said before it can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.access.rights import Right
from supportfirst.casework.access.scope import schools_for
from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.school_days import (
    HALVES,
    NEEDED,
    OpenTooLong,
    open_too_long,
    times_missing,
)
from supportfirst.casework.queries.job_progress import failed_unseen
from supportfirst.casework.store.models import CalendarSpan, School, SpanKind
from supportfirst.casework.store.models.places import TIMES as TIMES_OF_CORE

TIMES = (*TIMES_OF_CORE, "first_contact_by")  # what the core reads of a school, and what the site alone asks
# What can’t come before what.
ORDER = (
    ("doors_open", "day_starts"),
    ("day_starts", "late_after"),
    ("day_starts", "morning_closes"),
    ("late_after", "morning_closes"),
    ("morning_closes", "afternoon_starts"),
    ("afternoon_starts", "afternoon_closes"),
    ("afternoon_closes", "day_ends"),
)
NEEDED_TIMES = frozenset(name for half in HALVES for name in NEEDED[half])


@dataclass(frozen=True, slots=True)
class SchoolSetUp:
    school: School
    pack: str  # the title of the one in force today
    missing_times: Sequence[str]
    warnings: Sequence[OpenTooLong]
    has_terms: bool
    failed: Sequence[tuple[UUID, str, datetime]]  # jobs that nobody has looked at since

    @property
    def is_complete(self) -> bool:
        return self.has_terms and not self.missing_times


def school_to_manage(actor: Actor, school_id: UUID) -> School:
    """Raises NotThere for a school that is not the actor's to set up."""
    held = schools_for(actor, Right.MANAGE_SCHOOL).filter(pk=school_id)
    school = held.select_related("authority", "trust").first()
    if school is None:
        raise NotThere
    return school


def school_set_up(actor: Actor, school_id: UUID) -> SchoolSetUp:
    """Raises NotThere for a school that is not the actor's to set up."""
    school = school_to_manage(actor, school_id)
    pack = pack_of(school, actor.today)
    return SchoolSetUp(
        school=school,
        pack=pack.title,
        missing_times=[words for half in HALVES for words in times_missing(school, half)],
        warnings=open_too_long(school, pack, actor.today),
        has_terms=CalendarSpan.objects.filter(school=school, kind=SpanKind.TERM).exists(),
        failed=failed_unseen(school),
    )
