"""The tasks of a school, and one of them done through its page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.access.actor import actor_of
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.store.models import AuditEvent, CaseEvent, Marker, Task
from tests.factories.site import a_class, a_pupil, a_school, a_user, an_adult
from tests.factories.site_registers import a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def held():
    return a_register_school()


def asked(held, place=0, due=FRIDAY, why="Ask home for the reason.", **over) -> Task:
    officer = actor_of(held.officer, TEN)
    return ask_task(officer, held.school, held.pupils[place].pupil, "parent_contact", why, due, **over)


def listed(client, held, whose="") -> str:
    return words_of(client.get(reverse("tasks", args=[held.school.pk]), {"whose": whose}))


def do(client, held, task, way="", **typed):
    address = reverse("task", args=[held.school.pk, task.pk]) + (f"?way={way}" if way else "")
    sent = {**form_of(client.get(address)), **{f"field_{name}": value for name, value in typed.items()}}
    return client.post(address, sent)


def test_overdue_tasks_come_first_each_with_why_and_who_asked(browser, held):
    asked(held, 0, why="Call today.")
    asked(held, 1, due=FRIDAY - timedelta(days=2), why="Call on Wednesday.")

    told = listed(browser(held.officer, TEN), held)

    assert "2 to do, 1 of them overdue." in told
    assert told.index("Overdue Call on Wednesday.") < told.index("Due today Call today.")
    assert "Asked for by Otis Grant on 20 November 2026." in told


def test_the_list_narrows_to_the_person_and_to_their_role(browser, held):
    lead = a_user("attendance_lead", held.school, name="Lena Hart")
    asked(held, 0, why="For Lena.", for_user=lead)
    asked(held, 1, why="For leads.", for_role="attendance_lead")
    asked(held, 2, why="For anybody.")
    client = browser(lead, TEN)

    mine, of_role, every = (listed(client, held, whose) for whose in ("me", "role", ""))

    assert [why in mine for why in ("For Lena.", "For leads.", "For anybody.")] == [True, False, False]
    assert [why in of_role for why in ("For Lena.", "For leads.", "For anybody.")] == [True, True, False]
    assert [why in every for why in ("For Lena.", "For leads.", "For anybody.")] == [True, True, True]


def test_a_role_held_elsewhere_makes_no_task_somebodys_own(browser, held):
    asked(held, why="For leads.", for_role="attendance_lead")

    assert "For leads." not in listed(browser(held.officer, TEN), held, "role")


def test_a_logged_contact_closes_the_task_and_is_kept_in_the_chronology(browser, held):
    mother = an_adult(held.pupils[0], legal_forename="Mina")
    task = asked(held)
    client = browser(held.officer, TEN)

    answer = do(client, held, task, outcome="reached", reason_found="a cold")

    assert answer.status_code == 302
    [event] = CaseEvent.objects.all()
    assert (event.kind, event.adults) == ("contact", [str(mother.pk)])
    assert (event.data["channel"], event.data["reason_found"]) == ("phone", "a cold")
    task.refresh_from_db()
    assert (task.done_event, task.done_by) == (event, held.officer)
    told = listed(client, held)
    assert "Nothing is to be done here." in told
    assert "Done today (1)" in told


def test_a_call_that_nobody_answers_is_kept_and_leaves_the_task_open(browser, held):
    task = asked(held)
    client = browser(held.officer, TEN)

    do(client, held, task, outcome="no_answer")

    assert CaseEvent.objects.count() == 1
    assert "stays open until a parent is reached" in listed(client, held)
    assert Task.objects.get().done_at is None


def test_what_else_was_done_closes_a_task_that_names_no_channel(browser, held):
    task = asked(held)
    do(browser(held.officer, TEN), held, task, way="action_taken", done="Talked with the form tutor.")

    assert Task.objects.get().done_event.data == {"done": "Talked with the form tutor."}


def test_a_form_sent_twice_records_once(browser, held):
    task = asked(held)
    client = browser(held.officer, TEN)
    address = reverse("task", args=[held.school.pk, task.pk])
    sent = {**form_of(client.get(address)), "field_outcome": "reached"}

    first, again = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, again.status_code) == (302, 302)
    assert CaseEvent.objects.count() == 1
    assert AuditEvent.objects.filter(verb="close_task").count() == 1


def test_a_stale_page_records_nothing_more_and_says_who_did_it(browser, held):
    task = asked(held)
    client = browser(held.officer, TEN)
    address = reverse("task", args=[held.school.pk, task.pk])
    stale = {**form_of(client.get(address)), "field_outcome": "reached"}
    do(client, held, task, outcome="reached")

    answer = client.post(address, stale)

    assert answer.status_code == 422
    assert "This was done meanwhile by Otis Grant." in answer.content.decode()
    assert CaseEvent.objects.count() == 1


def test_a_field_that_cannot_be_used_is_named(browser, held):
    task = asked(held)
    client = browser(held.officer, TEN)
    address = reverse("task", args=[held.school.pk, task.pk])

    answer = client.post(address, {**form_of(client.get(address)), "made_at": "soon"})

    assert answer.status_code == 422
    assert "The time must be a time of day, such as 9:40am" in answer.content.decode()
    assert not CaseEvent.objects.exists()


def test_whom_an_order_keeps_away_is_not_offered(browser, held):
    an_adult(held.pupils[0], legal_forename="Mina", legal_surname="Byron")
    father = an_adult(held.pupils[0], legal_forename="Ignatius", legal_surname="Thornbury")
    Marker.objects.create(
        kind="no_contact", pupil=held.pupils[0].pupil, against=father, first_day=date(2026, 9, 1)
    )
    task = asked(held)

    told = words_of(browser(held.officer, TEN).get(reverse("task", args=[held.school.pk, task.pk])))

    assert "Mina Byron" in told
    assert "Thornbury" not in told


def test_a_teacher_sees_the_tasks_of_their_own_class_and_no_number_of_a_parent(browser, held):
    an_adult(held.pupils[0], telephone="01632 960123")
    own = asked(held, why="Own class.")
    other = a_pupil(held.school, a_class(held.school, name="9Z"), forename="Otto")
    actor = actor_of(held.officer, TEN)
    far = ask_task(actor, held.school, other.pupil, "parent_contact", "Other class.", FRIDAY)
    client = browser(held.teacher, TEN)

    told = listed(client, held)

    assert "Own class." in told
    assert "Other class." not in told
    assert client.get(reverse("task", args=[held.school.pk, far.pk])).status_code == 404
    assert "960123" not in words_of(client.get(reverse("task", args=[held.school.pk, own.pk])))


def test_another_schools_tasks_are_not_there(browser, held):
    task = asked(held)
    client = browser(a_user("head", a_school()), TEN)

    assert client.get(reverse("tasks", args=[held.school.pk])).status_code == 404
    assert client.get(reverse("task", args=[held.school.pk, task.pk])).status_code == 404


def test_more_tasks_than_a_page_holds_go_on_to_the_next(browser, held):
    for number in range(53):
        asked(held, why=f"Task {number:02}.")
    client = browser(held.officer, TEN)
    address = reverse("tasks", args=[held.school.pk])

    first, second = client.get(address), client.get(address, {"page": 2})

    assert f"{address}?page=2" in first.content.decode()
    assert len(first.context["page"].rows) + len(second.context["page"].rows) == 53


def test_a_call_from_the_mornings_list_closes_the_task_to_ask_home(browser, held):
    submit(held, "N", "/", "/", "/")
    mother, task = an_adult(held.pupils[0]), asked(held)
    client = browser(held.officer, TEN)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])

    client.post(address, {**form_of(client.get(address)), "adult": str(mother.pk), "outcome": "reached"})

    task.refresh_from_db()
    assert task.done_by == held.officer


def test_what_came_of_a_contact_is_asked_for_before_a_task_closes(browser, held):
    answer = do(browser(held.officer, TEN), held, asked(held))

    assert answer.status_code == 422
    assert "Answer “What came of it?”" in answer.content.decode()
    assert not CaseEvent.objects.exists()


def test_a_bereaved_child_is_marked_and_of_a_child_who_died_nothing_is_asked(browser, held):
    mourning, gone = asked(held, 0), asked(held, 1, why="Ask this.")
    for kind, place in (("bereaved", 0), ("deceased", 1)):
        Marker.objects.create(kind=kind, pupil=held.pupils[place].pupil, first_day=date(2026, 9, 1))
    client = browser(held.officer, TEN)

    page = words_of(client.get(reverse("task", args=[held.school.pk, mourning.pk])))

    assert "bereaved: take care" in page
    assert "Ask this." not in listed(client, held)
    assert client.get(reverse("task", args=[held.school.pk, gone.pk])).status_code == 404
