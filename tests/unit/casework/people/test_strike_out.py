"""An entry made by mistake is struck out: it stays to be seen and counts for nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.close_task import close_tasks_met
from supportfirst.casework.bridge.school_files import standing_events
from supportfirst.casework.store.models import AuditEvent, CaseEvent, Task
from tests.factories.site import a_school, a_user, an_adult
from tests.factories.site_accounts import NINE, demo_client
from tests.factories.site_cases import an_event
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
REASON = "This was about another child"


def address(family, event) -> str:
    return reverse("strike-out", args=[family.school.pk, family.pupil.pk, event.event])


def strike(family, event, client=None, **held):
    given = {"reason": REASON, "submission": str(uuid4()), **held}
    return (client or family.client).post(address(family, event), given)


@pytest.fixture
def call(family):
    rosa = an_adult(family.enrolment, legal_forename="Rosa", telephone="01632 960777")
    return an_event(
        family.enrolment, "contact", by=family.officer, adults=(rosa,), channel="phone", outcome="reached"
    )


def test_it_stays_struck_through_with_who_when_and_why_and_counts_for_nothing(family, call):
    assert "1 of 1 attempt answered" in family.page()

    answer = strike(family, call)

    assert answer.status_code == 302
    shown = family.page()
    assert "struck out" in shown
    assert f"Struck out by {family.officer} on 20 November 2026: {REASON}. It counts for nothing." in shown
    assert "No call, message, letter or visit has been written down" in shown
    assert standing_events(family.school, [family.enrolment]) == []


def test_sent_twice_or_by_two_people_it_is_struck_out_once(family, call):
    other = demo_client(a_user("head", family.school))

    again = str(uuid4())
    strike(family, call, submission=again)
    strike(family, call, submission=again)
    strike(family, call, other)

    assert CaseEvent.objects.filter(strikes_out=call.event).count() == 1


def test_the_task_that_it_closed_is_open_again(family, call):
    task = Task.objects.create(
        school=family.school,
        pupil=family.pupil,
        kind="parent_contact",
        why="Ask home",
        due_on=NINE.date(),
        asked_at=NINE,
    )
    close_tasks_met(actor_of(family.officer, NINE), call)
    assert Task.objects.get(pk=task.pk).done_event_id == call.event
    assert "This entry closed a task." in words(family.client.get(address(family, call)))

    strike(family, call)

    held = Task.objects.get(pk=task.pk)
    assert (held.done_at, held.done_by, held.done_event) == (None, None, None)


def test_a_task_that_it_asked_for_is_closed_with_it(family, call):
    task = Task.objects.create(
        school=family.school,
        pupil=family.pupil,
        kind="parent_contact",
        why="Ring again",
        due_on=NINE.date(),
        asked_at=NINE,
        made_by=call,
    )

    strike(family, call)

    held = Task.objects.get(pk=task.pk)
    assert held.done_by == family.officer
    assert held.done_event.strikes_out == call.event


def test_without_a_reason_nothing_is_struck_out(family, call):
    answer = strike(family, call, reason=" ")

    assert answer.status_code == 422
    assert "Say why the entry is a mistake" in words(answer)
    assert not CaseEvent.objects.filter(strikes_out=call.event).exists()


def test_only_who_wrote_it_or_leads_on_attendance_may_and_is_offered_it(family, call):
    link = address(family, call)
    for client, may in (
        (family.client, True),
        (family.as_("head"), True),
        (family.as_("attendance_officer"), False),
        (family.as_("senco"), False),
        (family.as_("attendance_officer", a_school()), False),
    ):
        assert (client.get(link).status_code == 200) is may
        assert (strike(family, call, client, reason="").status_code == 422) is may
    assert link in family.client.get(family.address()).content.decode()
    assert link not in family.as_("senco").get(family.address()).content.decode()


def test_a_restricted_entry_is_not_there_for_who_may_not_read_it(family):
    note = an_event(
        family.enrolment, "contact", by=a_user("dsl", family.school), restricted=True, channel="phone"
    )

    assert family.client.get(address(family, note)).status_code == 404
    assert strike(family, note).status_code == 404


def test_the_strike_of_a_restricted_entry_keeps_its_reason_back(family):
    lead = a_user("dsl", family.school)
    note = an_event(family.enrolment, "contact", by=lead, restricted=True, channel="phone")

    assert strike(family, note, demo_client(lead)).status_code == 302

    assert CaseEvent.objects.get(strikes_out=note.event).restricted
    assert REASON not in family.page()
    assert REASON in family.page(demo_client(lead))


def test_the_trail_keeps_it(family, call):
    strike(family, call)

    assert AuditEvent.objects.filter(verb="record_event", thing="struck_out", pupil=family.pupil).count() == 1
