"""A line is new by the day on which it came about, in a school's first week as in any other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.queries.worklist import worklist
from supportfirst.casework.queries.worklist_filters import Filters
from supportfirst.casework.store.models import Assessed, Enrolment, School
from tests.factories.site import a_pupil, a_school, a_user, an_actor
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event, put_marks, put_weeks

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # a Friday
AUTUMN = date(2026, 9, 7)


def assess(school: School) -> None:
    with transaction.atomic():
        ask_reassessment(school, None, AT)
    job = Worker(now=lambda: AT, kinds={"assess_school": assess_school}).run_next()
    assert job is not None
    assert job.state == "done", job.error


def since(of: Enrolment, rule: str) -> tuple[str, bool]:
    reasons = Assessed.objects.get(enrolment=of).reasons
    held = next(each for each in reasons if each["rule"] == rule)
    return held["since"], held.get("or_before", False)


def test_what_held_a_week_ago_is_not_new_at_the_first_assessment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: AT)
    school = a_school()
    for name in ("Ada", "Bo"):
        put_weeks(a_pupil(school, forename=name), AUTUMN, "OO", 9)

    assess(school)

    found = worklist(an_actor("head", school, at=AT), Filters())
    assert [row.is_new for row in found.rows] == [False, False]
    assert found.counts.new == 0
    shown = demo_client(a_user("head", school)).get(reverse("worklist")).content.decode()
    assert "here since 13 November 2026 or before" in shown


def test_a_line_crossed_this_week_is_new_since_the_day_that_it_was_crossed() -> None:
    school = a_school()
    old, crossed = a_pupil(school, forename="Old"), a_pupil(school, forename="Crossed")
    put_weeks(old, AUTUMN, "OO", 10)
    put_weeks(crossed, AUTUMN, "/\\", 10)
    put_marks(crossed, {date(2026, 11, 2 + day): "OO" for day in range(4)})
    put_marks(crossed, {date(2026, 11, 17): "OO"})  # the tenth session

    assess(school)

    assert since(crossed, "england.consider_notice") == ("2026-11-17", False)
    assert since(old, "england.consider_notice") == ("2026-11-13", True)
    found = worklist(an_actor("head", school, at=AT), Filters(standing="new"))
    assert [row.name.split()[0] for row in found.rows] == ["Crossed"]
    assert found.counts.new == 1


def test_a_step_is_new_since_its_record() -> None:
    school = a_school()
    ada = a_pupil(school, forename="Ada")
    put_weeks(ada, AUTUMN, "/\\", 9)
    officer = a_user("attendance_officer", school)
    asked: dict[str, Any] = {"requested_on": "2026-11-18", "first_day": "2026-12-15"}
    an_event(ada, "leave_request", by=officer, on=date(2026, 11, 18), **asked)

    assess(school)

    assert since(ada, "england.leave.decide") == ("2026-11-18", False)


def test_who_came_this_week_is_new_since_the_first_day() -> None:
    school = a_school()
    came = a_pupil(school, forename="Came", first_day=date(2026, 11, 18))
    put_marks(came, {date(2026, 11, 18): "OO", date(2026, 11, 19): "OO"})
    officer = a_user("attendance_officer", school)
    asked: dict[str, Any] = {"requested_on": "2026-11-01", "first_day": "2026-12-15"}
    an_event(came, "leave_request", by=officer, on=date(2026, 11, 2), **asked)

    assess(school)

    assert since(came, "england.leave.decide") == ("2026-11-18", False)
