"""Rows about a child's safety for tests, beside those of `factories/site_cases.py`."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from supportfirst.casework.store.models import Enrolment, SafeguardingRecord, User

AT = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)


def a_concern(of: Enrolment, *, by: User, **data: Any) -> SafeguardingRecord:
    return a_record(of, "safeguarding_concern", by=by, data={**CONCERN, **data})


def a_record(
    of: Enrolment,
    kind: str,
    *,
    by: User,
    data: dict[str, Any],
    about: SafeguardingRecord | None = None,
    at: datetime = AT,
) -> SafeguardingRecord:
    return SafeguardingRecord.objects.create(
        school=of.school,
        pupil=of.pupil,
        kind=kind,
        about=about,
        happened_on=date(2026, 11, 19),
        data=data,
        recorded_by=by,
        recorded_at=at,
        submission=uuid.uuid4(),
    )


CONCERN = {"indicators": ["neglect"], "reasons": "Bruised plums in every bag."}
