"""Widnes Academy's attendance surgery: proposed by the rules, and arranged with the people it needs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.actions.ask_job import Asked
from supportfirst.casework.actions.assess_school import assess_school
from supportfirst.casework.store.models import CaseEvent
from tests.factories.site_cases import put_weeks
from tests.factories.site_registers import a_register_school, words_of
from tests.unit.casework.meetings.test_child_meetings import arrange, client_of, shown
from tests.unit.casework.set_up.test_calendar_and_packs import Watching

pytestmark = pytest.mark.django_db
SURGERY, HEAD, EWO = "attendance_surgery", "widnes.head_of_school", "halton.education_welfare_officer"
NEITHER_IS_LEFT_OUT = "Invite them, or say why they are left out"


def proposed(browser, held, pair) -> str:
    """What the row of the worklist says of a child with eight weeks of these two marks a day."""
    put_weeks(held.pupils[0], date(2026, 9, 7), pair, 8)
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assess_school(Asked("assess_school", {}, held.school, None, at), Watching(at))()
    client = browser(held.officer, at)
    return words_of(client.get(reverse("worklist-row", args=[held.pupils[0].pupil_id])))


def needs_both(browser, held) -> None:
    client = client_of(browser, held)
    for invited in ([HEAD, "parent"], [EWO, "parent"]):
        refused = arrange(client, held, SURGERY, invited=invited)
        assert refused.status_code == 422
        assert NEITHER_IS_LEFT_OUT in words_of(refused)
    assert not CaseEvent.objects.filter(kind="meeting").exists()
    assert arrange(client, held, SURGERY).status_code == 302
    assert "Attendance surgery" in shown(client, held)


@pytest.mark.requirement("WID-20")
def test_a_surgery_is_proposed_below_the_line_with_the_officer_and_the_head(browser):
    held = a_register_school()

    told = proposed(browser, held, "I/")

    assert "Invite the parents to an attendance surgery with the Education Welfare Officer" in told
    needs_both(browser, held)


@pytest.mark.requirement("WID-26")
def test_a_surgery_about_lateness_is_proposed_and_needs_the_head_and_the_officer(browser):
    held = a_register_school()

    assert "Attendance surgery about lateness" in proposed(browser, held, "L/")
    needs_both(browser, held)
