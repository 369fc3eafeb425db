"""Widnes Academy's support map through the child's page: meetings at their days, and the last column."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.actions.assess_school import ask_reassessment
from supportfirst.casework.store.models import CaseEvent
from tests.factories.site import a_pupil
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_event
from tests.factories.site_letters import AFTER, worked
from tests.factories.site_registers import FRIDAY, words_of
from tests.unit.casework.letters.test_letters_of_school import a_quiet_school, missed
from tests.unit.casework.meetings.test_child_meetings import arrange

pytestmark = pytest.mark.django_db
LEADER, LEFT_OUT = "widnes.attendance_leader", "Invite them, or say why they are left out"


def two_children(days):
    """One who missed so many days, and one who missed half a day less."""
    held = a_quiet_school()
    other = a_pupil(held.school, held.group, forename="Cleo", surname="Noether")
    missed(held, held.pupils[0], 2 * days)
    missed(held, other, 2 * days - 1)
    ask_reassessment(held.school, None, AFTER, asked_by=held.officer)
    worked()
    return held, other


def due_of(held, child) -> str:
    """What the child's page says is due."""
    address = reverse("pupil", args=[held.school.pk, child.pupil_id])
    told = words_of(demo_client(held.officer).get(address))
    return told[told.index("What is due To be done") : told.index("Attendance this school year Counted")]


@pytest.mark.parametrize(
    ("days", "step"),
    [
        pytest.param(
            7,
            "Widnes 7-day step: meeting with the Attendance Leader",
            marks=pytest.mark.requirement("WID-71"),
        ),
        pytest.param(
            10,
            "Widnes 10-day step: the Attendance Leader meets the parents",
            marks=pytest.mark.requirement("WID-76"),
        ),
    ],
)
def test_a_meeting_with_the_leader_and_the_parents_is_due_at_its_days_and_not_half_a_day_before(days, step):
    held, other = two_children(days)

    told = due_of(held, held.pupils[0])

    assert f"{step} " in told
    assert "For: Attendance Leader" in told[told.index(step) :].partition("Decide on it")[0]
    assert step not in due_of(held, other)
    client = demo_client(held.officer)
    for invited in ([LEADER], ["parent"]):
        refused = arrange(client, held, "leader_meeting", invited=invited)
        assert refused.status_code == 422
        assert LEFT_OUT in words_of(refused)
    assert not CaseEvent.objects.filter(kind="meeting").exists()
    assert arrange(client, held, "leader_meeting").status_code == 302


@pytest.mark.requirement("WID-90")
def test_at_nineteen_days_a_referral_can_be_made_and_support_stays_open():
    held, other = two_children(19)
    child = held.pupils[0]
    begun = FRIDAY - timedelta(days=30)
    offer = an_event(
        child, "support_offered", by=held.officer, on=begun, service="mentoring", answer="accepted"
    )
    an_event(child, "support_started", by=held.officer, on=begun, service="mentoring", about=str(offer.event))

    told = due_of(held, child)

    step = "Widnes 19-day step: consider a safeguarding referral"
    assert f"{step} A referral can be made at this step." in told
    assert "Support for the child and the family goes on, and nothing is closed." in told
    support = reverse("pupil-support", args=[held.school.pk, child.pupil_id])
    assert "Mentoring active" in words_of(demo_client(held.officer).get(support))
    assert "For: Designated safeguarding lead" in told[told.index(step) :].partition("Decide on it")[0]
    assert step not in due_of(held, other)
