"""Papers that relied on a child's marks, and alarms about them, as rows."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from supportfirst.casework.store.models import Enrolment, Reliance, Retest, Standing, User
from tests.factories.site import NINE

_next = count(1)
TOLD = {
    "possible": 10,
    "attended": 4,
    "authorised": 2,
    "unauthorised": 4,
    "late": 1,
    "not_counted": 0,
    "unmarked": 0,
}


def an_alarm(of: Enrolment, by: User, **over: Any) -> UUID:
    """A certificate of a week that waits, since an unauthorised morning became an illness."""
    reliance = Reliance.objects.create(
        kind="certificate",
        thing=f"thing {next(_next)}",
        title="Certificate of attendance, 16 November 2026 to 20 November 2026",
        school=of.school,
        pupil=of.pupil,
        enrolments=[of.pk],
        first_day=date(2026, 11, 16),
        last_day=date(2026, 11, 20),
        known_at=NINE,
        made_at=NINE,
        made_by=by,
        counts=TOLD,
        counted=TOLD,
        standing=Standing.WAITING,
    )
    change = {
        "enrolment": of.pk,
        "day": "2026-11-19",
        "half": 0,
        "before": "O",
        "after": "I",
        "reason": "The parent telephoned.",
        "at": NINE.isoformat(),
        "by": by.name,
        "title": by.title,
        "source": "typed",
    }
    held = {
        "raised_at": NINE,
        "raised_by": by,
        "changes": [change],
        "counts_before": TOLD,
        "counts_after": {**TOLD, "authorised": 3, "unauthorised": 3},
        "retested_at": NINE,
    }
    return Retest.objects.create(reliance=reliance, **{**held, **over}).pk
