"""A turn of a school's year for tests: one in which nothing was there to move, so that it can be undone."""

from __future__ import annotations

from datetime import UTC, datetime

from supportfirst.casework.store.models import School, User, YearTurn


def a_turn(school: School, by: User) -> YearTurn:
    nothing = {"enrolments": {}, "made": [], "teachers": [], "from": "2021-07-20"}
    return YearTurn.objects.create(
        school=school,
        school_year=2020,
        before=nothing,
        done_by=by,
        done_at=datetime(2021, 7, 21, 9, tzinfo=UTC),
    )
