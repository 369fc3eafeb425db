"""The first page says what waits now, and counts for nobody what they may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.queries.waiting_now import waiting_now
from supportfirst.casework.store.models import Assessed, Message, MessageState, Role
from tests.factories.site_accounts import create_member, demo_client
from tests.factories.site_cases import an_assessment, put_marks
from tests.factories.site_registers import FRIDAY, QUARTER_TO_NINE, a_register_school, add_class, submit

pytestmark = pytest.mark.django_db
LATER = QUARTER_TO_NINE + timedelta(minutes=55)


def a_busy_morning():
    """Two of four away without a reason, another class's register missing, a step overdue, a task too."""
    held = a_register_school()
    submit(held, "/", "N", "N", "/")
    add_class(held, name="8B")
    put_marks(held.pupils[0], {})
    an_assessment(held.pupils[0], overdue=True, due_on=FRIDAY - timedelta(days=1))
    an_assessment(held.pupils[1], due_on=FRIDAY + timedelta(days=3))
    officer = actor_of(create_member(Role.ATTENDANCE_OFFICER, held.school), QUARTER_TO_NINE)
    ask_task(
        officer, held.school, held.pupils[0].pupil, "parent_contact", "Ring.", FRIDAY - timedelta(days=2)
    )
    return held


def words_for(role, held):
    actor = actor_of(create_member(role, held.school), LATER)
    return [each.words for each in waiting_now(actor, held.school.pk)]


def test_an_officer_is_told_what_waits_in_the_order_of_a_morning():
    held = a_busy_morning()

    words = words_for(Role.ATTENDANCE_OFFICER, held)

    assert words == [
        "1 register is missing",
        "2 children are away, and why is not known",
        "1 task is overdue",
        "1 child has a step overdue",
        "1 child has a step due",
    ]


def test_nobody_is_told_a_number_of_what_they_may_not_see():
    held = a_busy_morning()

    assert words_for(Role.GOVERNOR, held) == []
    assert not any("step" in each or "task" in each for each in words_for(Role.TEACHER, held))


def test_each_number_leads_to_its_page_and_none_says_so():
    held = a_busy_morning()
    user = create_member(Role.ATTENDANCE_OFFICER, held.school)

    page = demo_client(user).get("/")
    Assessed.objects.all().delete()

    assert "children have a step" not in page.content.decode()
    for link in page.context["waiting"]:
        assert demo_client(user).get(link.address).status_code == 200


def test_more_children_are_counted_with_as_many_questions():
    asked = []
    for many in (2, 20):
        held = a_register_school(names=[("Sam", f"Adeyemi-{place}") for place in range(many)])
        submit(held, *["N"] * many)
        actor = actor_of(create_member(Role.ATTENDANCE_OFFICER, held.school), LATER)
        with CaptureQueriesContext(connection) as counted:
            waiting_now(actor, held.school.pk)
        asked.append(len(counted))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("role", list(Role))
def test_whatever_is_counted_for_a_role_is_a_page_that_the_role_opens(role):
    held = a_busy_morning()
    said = {"direction": "in", "channel": "email", "state": MessageState.UNMATCHED, "body": "Ill"}
    Message.objects.create(school=held.school, asked_at=LATER, **said)
    client = demo_client(create_member(role, held.school))

    for link in client.get("/").context["waiting"]:
        assert client.get(link.address).status_code == 200, link.text
