"""Each row says how many of what sessions stand before the next step, or that no such line is ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import Assessed, School
from tests.factories.site import a_pupil, a_school
from tests.factories.site_cases import put_marks, put_weeks

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
AUTUMN = date(2026, 9, 7)  # a Monday
WEEKS = 6


def assess(school: School) -> None:
    ask_reassessment(school, None, AT)
    job = Worker(now=lambda: AT, kinds={"assess_school": assess_school}).run_next()
    assert job is not None
    assert job.state == "done", job.error


def test_a_row_says_how_many_sessions_are_left_before_the_next_step() -> None:
    school = a_school()
    ada = a_pupil(school)
    put_weeks(ada, AUTUMN, "/\\", WEEKS)
    put_marks(ada, {date(2026, 10, 5 + day): "OO" for day in range(4)})

    assess(school)

    row = Assessed.objects.get(enrolment=ada)
    left = [line for line in row.reasons if line["kind"] == "left"]
    assert row.listed
    assert [(line["sessions"], line["title"], line["text"]) for line in left] == [
        (
            2,
            "2 more unauthorised sessions before the step "
            "“Consider, case by case, whether a penalty notice is right”",
            "8 unauthorised sessions count in the last 10 school weeks; the line is at 10.",
        )
    ]


@pytest.mark.parametrize(
    ("pairs", "title", "text"),
    [
        (
            ["OO", "OO", "OO", "OO", "O\\"],
            "1 more unauthorised session before the step",
            "9 unauthorised sessions count in the last 10 school weeks; the line is at 10.",
        ),
        (
            ["OO"] * 6,
            "No session left before the step “Consider, case by case, whether a penalty notice is right”: "
            "its line of 10 unauthorised sessions is reached",
            "12 unauthorised sessions count in the last 10 school weeks; the line is at 10.",
        ),
        (
            ["II"] * 8,
            "No line of sessions is near: no unauthorised sessions in the last 10 school weeks",
            "No unauthorised sessions count in the last 10 school weeks; the line is at 10.",
        ),
    ],
)
def test_every_row_says_how_many_of_what_are_left_or_that_none_are(
    pairs: list[str], title: str, text: str
) -> None:
    school = a_school()
    ada = a_pupil(school)
    put_weeks(ada, AUTUMN, "/\\", WEEKS)
    days = [AUTUMN + timedelta(days=7 * (number // 5) + number % 5) for number in range(len(pairs))]
    put_marks(ada, dict(zip(days, pairs, strict=True)))

    assess(school)

    row = Assessed.objects.get(enrolment=ada)
    left = [line for line in row.reasons if line["kind"] == "left"]
    assert row.listed
    assert len(left) == 1
    assert left[0]["title"].startswith(title)
    assert left[0]["text"] == text
