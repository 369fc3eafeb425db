"""Whoever was acted on from the list stands below until asked about again; nothing else moves a row."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.assess_school import ask_reassessment, assess_school
from supportfirst.casework.actions.handle_worklist_rows import handle_worklist_rows
from supportfirst.casework.actions.retest_reliances import retest_reliances
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.bridge.codes_in_force import loaded
from supportfirst.casework.bridge.follow_up_rules import RESTS
from supportfirst.casework.queries.worklist import worklist
from supportfirst.casework.queries.worklist_filters import Filters
from supportfirst.casework.store.models import Assessed, Enrolment, School
from tests.factories.site import NINE, a_pupil, a_school, a_user, an_actor
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import a_reason, acted_on, an_assessment, an_event, put_weeks

pytestmark = pytest.mark.django_db
TODAY = NINE.date()
EARLIER = NINE - timedelta(minutes=30)


def child(school: School, name: str, **over: Any) -> Enrolment:
    enrolment = a_pupil(school, forename=name)
    an_assessment(enrolment, **over)
    return enrolment


def order(school: School, at: Any = NINE) -> list[str]:
    found = worklist(an_actor("head", school, at=at), Filters())
    return [row.name.split()[0] for row in found.rows]


def contact_from_the_list(school: School, *children: Enrolment, submission: uuid.UUID | None = None) -> None:
    handle_worklist_rows(
        an_actor("attendance_officer", school),
        [each.pupil_id for each in children],
        "contact",
        submission=submission or uuid.uuid4(),
        on=TODAY,
        data={"channel": "phone"},
    )


def assess(school: School, at: Any) -> None:
    with transaction.atomic():
        ask_reassessment(school, None, at)
    kinds = {"assess_school": assess_school, "retest_reliances": retest_reliances}
    worker = Worker(now=lambda: at, kinds=kinds)
    jobs = list(iter(worker.run_next, None))
    assert "assess_school" in {job.kind for job in jobs}
    assert {job.state for job in jobs} == {"done"}, [job.error for job in jobs]


@pytest.mark.parametrize("kind", ["contact", "note", "absence_reported", "late_arrival", "left_site"])
def test_what_else_is_recorded_of_a_child_today_is_told_and_moves_no_row(kind: str) -> None:
    school = a_school()
    overdue = child(school, "Overdue", overdue=True, due_on=date(2026, 11, 1))
    crossed = child(school, "Crossed", missed=40)
    child(school, "Less")
    kim = a_user("attendance_officer", school, name="Kim Sorrel")
    for each in (overdue, crossed):
        an_event(each, kind, by=kim, at=EARLIER, channel="text")

    found = worklist(an_actor("head", school), Filters())

    assert [row.name.split()[0] for row in found.rows] == ["Overdue", "Crossed", "Less"]
    assert [row.answered_on for row in found.rows] == [None, None, None]
    assert found.rows[0].done_today.endswith("(text), 8:30am, by Kim Sorrel")
    assert found.rows[2].done_today == ""
    assert found.counts.acted_on == 0


def test_the_page_tells_what_was_recorded_today_and_names_nothing_restricted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)
    school = a_school()
    open_row, shut = child(school, "Ada", missed=20), child(school, "Bo")
    kim = a_user("attendance_officer", school, name="Kim Sorrel")
    an_event(open_row, "contact", by=kim, at=EARLIER, channel="text")
    an_event(shut, "concern", by=kim, at=EARLIER, restricted=True, ground="no_engagement")

    shown = demo_client(a_user("head", school)).get(reverse("worklist")).content.decode()

    assert "Recorded today: Contact with a parent or carer (text), 8:30am, by Kim Sorrel" in shown
    assert "Recorded today: A restricted record, 8:30am, by Kim Sorrel" in shown


def test_acting_on_a_row_from_the_list_sets_it_below_for_longer_than_the_day() -> None:
    school = a_school()
    ada = child(school, "Ada", missed=50)
    child(school, "Bo", missed=10)

    contact_from_the_list(school, ada)

    assert order(school) == ["Bo", "Ada"]
    assert order(school, NINE + timedelta(days=3)) == ["Bo", "Ada"]
    assert order(school, NINE + timedelta(days=8)) == ["Ada", "Bo"]
    row = worklist(an_actor("head", school, at=NINE + timedelta(days=3)), Filters()).rows[1]
    assert (row.answered_on, row.done_today) == (TODAY, "")


def test_a_row_with_a_day_stands_below_until_that_day_comes_and_never_once_it_is_over() -> None:
    school = a_school()
    due = child(school, "Due", due_on=TODAY + timedelta(days=2))
    overdue = child(school, "Overdue", overdue=True, due_on=TODAY - timedelta(days=9))
    child(school, "Line", missed=40)

    contact_from_the_list(school, due, overdue)

    assert order(school) == ["Overdue", "Line", "Due"]
    assert order(school, NINE + timedelta(days=1)) == ["Overdue", "Line", "Due"]
    assert order(school, NINE + timedelta(days=2)) == ["Overdue", "Due", "Line"]


def test_an_act_recorded_by_mistake_sets_nothing_below() -> None:
    school = a_school()
    mistake, other = child(school, "Mistake", missed=40), child(school, "Other", missed=10)
    kim = a_user("attendance_officer", school)
    wrong = an_event(mistake, "contact", by=kim, at=EARLIER)
    acted_on(mistake, wrong)
    before = order(school)

    an_event(mistake, "contact", by=kim, at=EARLIER, strikes_out=wrong.event)

    assert before == ["Other", "Mistake"]
    assert order(school) == ["Mistake", "Other"]
    assert other.pupil.name in worklist(an_actor("head", school), Filters()).rows[1].name


def test_assessing_again_keeps_a_row_below_until_something_comes_about_after_the_act() -> None:
    school = a_school()
    ada, bo = a_pupil(school, forename="Ada"), a_pupil(school, forename="Bo")
    put_weeks(ada, date(2026, 9, 7), "O\\", 9)
    put_weeks(bo, date(2026, 9, 7), "I\\", 9)
    assess(school, NINE - timedelta(days=1))
    assert order(school) == ["Ada", "Bo"]
    contact_from_the_list(school, ada)
    tomorrow = NINE + timedelta(days=1)

    assess(school, tomorrow)
    kept = order(school, tomorrow)
    officer = a_user("attendance_officer", school)
    an_event(ada, "leave_request", by=officer, on=TODAY, requested_on="2026-11-20", first_day="2027-01-15")
    assess(school, tomorrow + timedelta(minutes=1))

    assert kept == ["Bo", "Ada"]
    assert order(school, tomorrow + timedelta(minutes=2)) == ["Ada", "Bo"]


def test_the_step_that_is_due_goes_when_the_record_that_it_asks_for_is_made() -> None:
    school = a_school()
    ada = a_pupil(school, forename="Ada")
    put_weeks(ada, date(2026, 9, 7), "/\\", 9)
    officer = a_user("attendance_officer", school)
    asked = an_event(
        ada,
        "leave_request",
        by=officer,
        on=date(2026, 11, 2),
        requested_on="2026-11-02",
        first_day="2026-12-15",
    )
    assess(school, NINE)
    late = Assessed.objects.get(enrolment=ada)
    an_event(ada, "contact", by=officer, on=TODAY, at=NINE, channel="text")
    assess(school, NINE + timedelta(minutes=1))
    still_late = Assessed.objects.get(enrolment=ada)

    an_event(ada, "leave_decision", by=officer, on=TODAY, at=NINE, about=str(asked.event), decision="refused")
    assess(school, NINE + timedelta(minutes=2))

    assert late.overdue
    assert (still_late.overdue, still_late.urgency) == (True, late.urgency)
    assert not Assessed.objects.get(enrolment=ada).overdue


def test_the_list_s_own_lines_are_not_confused_with_reasons_of_the_same_day() -> None:
    school = a_school()
    ada = child(school, "Ada", missed=50, reasons=[a_reason(since=TODAY.isoformat())])
    child(school, "Bo", missed=10)

    contact_from_the_list(school, ada)

    assert order(school, NINE + timedelta(hours=5)) == ["Bo", "Ada"]


@pytest.fixture
def shorter_in_coventry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coventry's pack lets a row rest for two days, the others for the seven of the national layer."""
    plain = loaded("coventry")
    held = plain.values[RESTS]
    shorter = replace(held, steps=tuple(replace(step, value=2) for step in held.steps))
    changed = replace(plain, values={**plain.values, RESTS: shorter})
    monkeypatch.setattr(
        "supportfirst.casework.bridge.codes_in_force.loaded",
        lambda name: changed if name == "coventry" else loaded(name),
    )


@pytest.mark.usefixtures("shorter_in_coventry")
def test_for_how_long_a_row_rests_is_said_by_the_pack_of_its_own_school() -> None:
    authority = a_school(name="Elsewhere", pack="essex").authority
    two, seven = (a_school(authority=authority, name=pack, pack=pack) for pack in ("coventry", "halton"))
    for school, names in ((two, ("Ada", "Bo")), (seven, ("Cy", "Dot"))):
        first = child(school, names[0], missed=50)
        child(school, names[1], missed=10)
        contact_from_the_list(school, first)
    over_all = a_user("authority_officer", authority=authority)

    def seen(days: int) -> list[tuple[str, bool]]:
        actor = actor_of(over_all, NINE + timedelta(days=days))
        rows = worklist(actor, Filters()).rows
        return sorted((row.name.split()[0], row.answered_on is not None) for row in rows)

    assert seen(1) == [("Ada", True), ("Bo", False), ("Cy", True), ("Dot", False)]
    assert seen(2) == [("Ada", False), ("Bo", False), ("Cy", True), ("Dot", False)]
    assert seen(6) == [("Ada", False), ("Bo", False), ("Cy", True), ("Dot", False)]
    assert seen(7) == [("Ada", False), ("Bo", False), ("Cy", False), ("Dot", False)]
