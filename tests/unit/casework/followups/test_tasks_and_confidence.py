"""Asking for a task, closing it by what was done, and who may read what was said in confidence."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.casework.access.confidence import may_read, readable
from supportfirst.casework.access.refusals import Refused
from supportfirst.casework.actions.ask_task import ask_task
from supportfirst.casework.actions.close_task import close_task
from supportfirst.casework.store.models import AuditEvent, Confided, Task
from tests.factories.site import a_pupil, a_school, an_actor
from tests.factories.site_cases import an_event

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def ada():
    return a_pupil(a_school())


@pytest.fixture
def officer(ada):
    return an_actor("attendance_officer", ada.school)


def asked(officer, ada, **over) -> Task:
    return ask_task(officer, ada.school, ada.pupil, "call_home", "Nobody answered.", FRIDAY, **over)


def test_a_task_is_asked_for_once_and_says_who_asked(officer, ada):
    first = asked(officer, ada, once="rule 1")
    again = asked(officer, ada, once="rule 1")

    assert again.pk == first.pk
    assert first.asked_by == officer.user
    assert AuditEvent.objects.filter(verb="ask_task").count() == 1


def test_a_task_closes_by_an_event_about_the_same_child(officer, ada):
    task = asked(officer, ada)
    other = an_event(a_pupil(ada.school), "contact", by=officer.user, channel="phone")
    with pytest.raises(Refused):
        close_task(officer, task, other)

    event = an_event(ada, "contact", by=officer.user, channel="phone")
    closed = close_task(officer, task, event)

    assert (closed.done_by, closed.done_event) == (officer.user, event)


def test_a_task_closed_twice_stays_as_it_was_closed_first(officer, ada):
    task = asked(officer, ada)
    first, second = (an_event(ada, "contact", by=officer.user, channel="phone") for _ in range(2))

    close_task(officer, task, first)
    close_task(officer, task, second)

    assert Task.objects.get().done_event == first
    assert AuditEvent.objects.filter(verb="close_task").count() == 1


@pytest.mark.parametrize(
    ("kind", "data"),
    [("letter_sent", {"letter": "truancy"}), ("contact", {"channel": "letter"})],
)
def test_a_task_by_telephone_does_not_close_by_another_way(officer, ada, kind, data):
    task = asked(officer, ada, by_channel="phone")

    with pytest.raises(Refused):
        close_task(officer, task, an_event(ada, kind, by=officer.user, **data))

    assert Task.objects.get().done_at is None


class Told:
    """A restricted event of Ada's, written down by the officer, confided to one teacher."""

    def __init__(self, ada, officer):
        self.event = an_event(ada, "concern", by=officer.user, restricted=True, ground="other")
        self.named = an_actor("teacher", ada.school)
        Confided.objects.create(event=self.event, user=self.named.user)


@pytest.mark.parametrize("role", ["head", "dsl"])
def test_whoever_may_read_restricted_notes_reads_one(officer, ada, role):
    assert may_read(an_actor(role, ada.school), Told(ada, officer).event)


def test_the_writer_and_those_named_read_it_and_nobody_else(officer, ada):
    told = Told(ada, officer)

    assert may_read(officer, told.event)
    assert may_read(told.named, told.event)
    assert not may_read(an_actor("attendance_lead", ada.school), told.event)


def test_a_head_of_another_school_does_not_read_it(officer, ada):
    assert not may_read(an_actor("head", a_school()), Told(ada, officer).event)


def test_many_events_are_judged_together(officer, ada, django_assert_num_queries):
    told = Told(ada, officer)
    plain = an_event(ada, "contact", by=officer.user, channel="phone")
    stranger = an_actor("attendance_lead", ada.school)

    with django_assert_num_queries(1):
        found = readable(stranger, [told.event, plain])

    assert set(found) == {plain.event}
