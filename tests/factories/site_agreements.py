"""Home-school agreements for tests.

an_agreement(ada, mother, by=user)     # signed on 7 September 2026
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from supportfirst.casework.store.models import Adult, Enrolment, HomeSchoolAgreement, User


def an_agreement(of: Enrolment, adult: Adult, *, by: User, **over: Any) -> HomeSchoolAgreement:
    """Other fields by their own names."""
    return HomeSchoolAgreement.objects.create(
        **{
            "school": of.school,
            "pupil": of.pupil,
            "adult": adult,
            "signed_on": date(2026, 9, 7),
            "recorded_by": by,
            "recorded_at": datetime(2026, 9, 8, 9, 0, tzinfo=UTC),
            **over,
        }
    )
