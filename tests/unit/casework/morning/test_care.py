"""A child of whom nobody knows: the list rises, somebody senior is told, and so is a social worker."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, CaseEvent, PupilFlag, Task
from tests.factories.site import a_user, an_adult
from tests.factories.site_cases import an_event
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

TEN, NOON, AFTER = (datetime(2026, 11, 20, *each, tzinfo=UTC) for each in ((10, 0), (12, 0), (12, 1)))
UNSEEN = "Not seen by midday: escalate"


@pytest.fixture
def held():
    """Ada has no reason. Her mother is known."""
    held = a_register_school()
    submit(held, "N", "/", "/", "/")
    an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron")
    return held


def page_of(held, name):
    return reverse(name, args=[held.school.pk, held.pupils[0].pupil_id])


def listed(browser, held, at) -> str:
    return words_of(browser(held.officer, at).get(reverse("morning", args=[held.school.pk])))


def called(browser, held, at=TEN, **typed):
    client, address = browser(held.officer, at), page_of(held, "first-contact")
    client.post(address, {**form_of(client.get(address)), "made_at": "10.00", **typed})


def escalated(browser, held, at=AFTER, **typed):
    client, address = browser(held.officer, at), page_of(held, "escalate")
    page = client.get(address)
    usual = {**form_of(page), "role": "dsl", "why": page.context["form"]["why"].value()}
    return client.post(address, {**usual, **typed}, follow=True)


def with_worker(held, flag="social_worker"):
    PupilFlag.objects.create(pupil=held.pupils[0].pupil, name=flag, first_day=date(2026, 9, 1))


@pytest.mark.parametrize(("at", "risen"), [(NOON, False), (AFTER, True)])
def test_after_the_limit_a_child_whom_nobody_reached_rises(browser, held, at, risen):
    called(browser, held, outcome="no_answer")

    told = listed(browser, held, at)

    assert (f"{UNSEEN} (1)" in told) is risen
    assert ("Tell the safeguarding lead or the head" in told) is risen


def test_a_school_may_set_the_limit(browser, held):
    held.school.first_contact_by = time(10, 30)
    held.school.save()

    assert "Not seen by 10:30am: escalate (1)" in listed(
        browser, held, datetime(2026, 11, 20, 10, 31, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("contact", "risen"),
    [
        ({"outcome": "reached"}, True),  # somebody spoke, and nobody knows more
        ({"outcome": "message_left"}, True),
        ({"outcome": "reached", "reason_found": "a bad night"}, False),
        ({"outcome": "reached", "child_seen": "yes"}, False),
    ],
)
def test_who_was_seen_or_has_a_reason_does_not_rise(browser, held, contact, risen):
    called(browser, held, **contact)

    assert (UNSEEN in listed(browser, held, AFTER)) is risen


def test_one_step_tells_the_safeguarding_lead_and_the_list_says_so(browser, held):
    called(browser, held, outcome="no_answer")

    answer = escalated(browser, held)

    [task] = Task.objects.all()
    assert (task.kind, task.for_role, task.due_on) == ("child_not_seen", "dsl", date(2026, 11, 20))
    assert task.why == "Not seen this morning, and no reason is known. Tried: phone 10am."
    assert "Ada" not in task.why
    told = words_of(answer)
    assert "Escalated to the designated safeguarding lead at 12:01pm by Otis Grant" in told
    assert "Tell the safeguarding lead or the head" not in told
    [line] = AuditEvent.objects.filter(verb="ask_task")
    assert line.pupil_id == held.pupils[0].pupil_id


def test_escalating_twice_is_one_task_and_the_head_is_another(browser, held):
    for role in ("dsl", "dsl", "head"):
        escalated(browser, held, role=role)

    assert sorted(Task.objects.values_list("for_role", flat=True)) == ["dsl", "head"]


def test_nobody_but_the_two_is_told_and_a_reason_must_be_given(browser, held):
    for typed in ({"role": "governor"}, {"why": ""}):
        assert escalated(browser, held, **typed).status_code == 422
    assert not Task.objects.exists()


def test_a_child_who_is_accounted_for_by_now_is_not_escalated(browser, held):
    submit(held, "/", "/", "/", "/", half=1)

    answer = escalated(browser, held, at=datetime(2026, 11, 20, 14, 0, tzinfo=UTC), why="not seen")

    assert answer.status_code == 422
    assert "The register says by now where this child is" in words_of(answer)


@pytest.mark.requirement("HAL-96")
def test_an_unexplained_absence_of_a_child_with_a_social_worker_is_something_to_tell(browser, held):
    assert "tell the social worker" not in listed(browser, held, TEN)
    with_worker(held)
    assert "To do today: tell the social worker of this absence" in listed(browser, held, TEN)
    client, address = browser(held.officer, TEN), page_of(held, "social-worker")

    client.post(
        address, {**form_of(client.get(address)), "person": "Jo Reed", "at": "9.55", "advice": "visits"}
    )

    told = listed(browser, held, TEN)
    assert "Social worker told at 9:55am: Jo Reed. By Otis Grant." in told
    assert "tell the social worker" not in told
    [event] = CaseEvent.objects.all()
    assert (event.kind, event.data["advice"]) == ("agency_liaison", "visits")


@pytest.mark.parametrize("flag", ["child_protection", "child_in_need", "looked_after"])
def test_plans_and_care_come_with_a_social_worker(browser, held, flag):
    with_worker(held, flag)

    assert "tell the social worker" in listed(browser, held, TEN)


def test_a_social_worker_not_told_by_the_end_of_the_morning_is_overdue(browser, held):
    with_worker(held)

    assert "Overdue: the social worker has not been told of this absence" in listed(browser, held, AFTER)


def test_talk_with_an_agency_about_something_else_tells_nobody_of_the_absence(browser, held):
    with_worker(held)
    an_event(held.pupils[0], "agency_liaison", by=held.officer, on=date(2026, 11, 20), agency="police")

    assert "tell the social worker" in listed(browser, held, TEN)


@pytest.mark.parametrize("typed", [{"person": ""}, {"at": "soon"}, {"at": "11.00"}])
def test_who_was_told_and_when_must_be_said(browser, held, typed):
    with_worker(held)
    client, address = browser(held.officer, TEN), page_of(held, "social-worker")

    answer = client.post(address, {**form_of(client.get(address)), "person": "Jo Reed", **typed})

    assert answer.status_code == 422
    assert not CaseEvent.objects.exists()


def test_the_same_form_twice_is_recorded_once(browser, held):
    with_worker(held)
    client, address = browser(held.officer, TEN), page_of(held, "social-worker")
    typed = {**form_of(client.get(address)), "person": "Jo Reed"}

    for _ in range(2):
        client.post(address, typed)

    assert CaseEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["escalate", "social-worker"])
def test_who_may_not_see_contacts_has_no_such_page(browser, held, name):
    client = browser(a_user("teacher", held.school), TEN)

    assert client.get(page_of(held, name)).status_code == 404
