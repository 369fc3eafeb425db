"""What the end of a day asks for: tasks for absences nobody explained, and the list of what is undone."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.actions.ask_nightly import ask_nightly
from supportfirst.casework.actions.end_day import END_DAY, end_day
from supportfirst.casework.actions.run_jobs import Worker
from supportfirst.casework.store.models import AuditEvent, Marker, Task
from tests.factories.site import a_school, a_user
from tests.factories.site_cases import an_event, put_marks
from tests.factories.site_registers import a_register_school, words_of

pytestmark = pytest.mark.django_db
FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
EVENING = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 20, 8, 45, tzinfo=UTC)


@pytest.fixture
def held():
    return a_register_school(day_ends=time(15, 15))


def days_up_to(last: date, number: int) -> list[date]:
    found = []
    while len(found) < number:
        if last.weekday() < 5:
            found.append(last)
        last -= timedelta(days=1)
    return found


def end_the_day(at: datetime = EVENING) -> None:
    """As the worker does it, that of every school and kind of job but assessments."""
    ask_nightly(at)
    worker = Worker(now=lambda: at, kinds={END_DAY: end_day, "assess_school": lambda asked, watch: dict})
    while worker.run_next():
        pass


def tasks_told(client, held, whose="") -> str:
    return words_of(client.get(reverse("tasks", args=[held.school.pk]), {"whose": whose}))


@pytest.mark.requirement("WID-03")
def test_an_absence_left_without_a_reason_becomes_a_task_to_ask_home(browser, held):
    put_marks(held.pupils[0], {FRIDAY: "NN"})
    put_marks(held.pupils[1], {FRIDAY: "II"})
    put_marks(held.pupils[2], {FRIDAY: "//"})

    end_the_day()

    told = tasks_told(browser(held.officer, EVENING), held)
    assert "1 to do" in told
    assert "Ada Byron" in told
    why = "No reason is known for the absence on the morning and afternoon of 20 November 2026. Ask home."
    assert why in told
    assert AuditEvent.objects.get(verb="ask_task").actor is None


def test_who_was_asked_or_reported_needs_no_task(held):
    for pupil in held.pupils:
        put_marks(pupil, {FRIDAY: "N/"})
    ada, bela, cleo, dara = held.pupils
    an_event(ada, "contact", by=held.officer, on=FRIDAY, channel="phone")
    an_event(bela, "absence_reported", by=held.officer, on=FRIDAY, first_day="2026-11-20", reporter="mother")
    an_event(cleo, "contact", by=held.officer, on=THURSDAY, channel="phone")
    wrong = an_event(dara, "contact", by=held.officer, on=FRIDAY, channel="phone")
    an_event(dara, "struck_out", by=held.officer, on=FRIDAY, strikes_out=wrong.event)

    end_the_day()

    assert set(Task.objects.values_list("pupil", flat=True)) == {cleo.pupil_id, dara.pupil_id}


def test_the_same_evening_twice_and_the_next_day_ask_for_nothing_twice(held):
    put_marks(held.pupils[0], {THURSDAY: "NN", FRIDAY: "NN"})

    end_the_day()
    end_the_day(EVENING + timedelta(hours=1))
    end_the_day(EVENING + timedelta(days=3))

    assert Task.objects.filter(kind="parent_contact").count() == 1


def test_a_day_that_has_not_ended_asks_for_nothing(held):
    put_marks(held.pupils[0], {FRIDAY: "N "})

    end_the_day(MORNING)

    assert not Task.objects.exists()


def test_a_worker_that_slept_asks_for_the_days_that_it_missed(held):
    put_marks(held.pupils[0], {date(2026, 11, 17): "N/"})
    put_marks(held.pupils[1], {date(2026, 11, 12): "N/"})  # six school days ago: the time to settle is over

    end_the_day()

    assert ["17 November 2026" in task.why for task in Task.objects.all()] == [True]


@pytest.mark.parametrize(("at", "due"), [(EVENING, date(2026, 11, 23)), (MORNING, FRIDAY)])
def test_no_task_is_overdue_as_it_arrives(held, at, due):
    for day in days_up_to(THURSDAY, 5):
        put_marks(held.pupils[0], {day: "NN"})
    put_marks(held.pupils[1], {date(2026, 11, 17): "N/"})

    end_the_day(at)

    assert {task.kind for task in Task.objects.all()} >= {"parent_contact"}
    assert {task.due_on for task in Task.objects.all()} == {due}
    assert Task.objects.filter(due_on__lt=at.date()).count() == 0


def test_a_child_who_died_is_on_no_list(browser, held):
    put_marks(held.pupils[0], {FRIDAY: "NN"})
    Marker.objects.create(kind="deceased", pupil=held.pupils[0].pupil, first_day=FRIDAY)

    end_the_day()

    assert not Task.objects.exists()
    assert "Ada Byron" not in undone(browser(held.officer, EVENING), held)


@pytest.mark.requirement("WID-58")
@pytest.mark.parametrize(("days", "tasks"), [(3, 0), (4, 1), (5, 1)])
def test_unexplained_absence_beyond_the_configured_length_is_a_task_for_the_officer(
    browser, held, days, tasks
):
    put_marks(held.pupils[0], dict.fromkeys(days_up_to(FRIDAY, days), "NN"))

    end_the_day()

    told = tasks_told(browser(held.officer, EVENING), held, "role")
    assert told.count("Start contact with the parents.") == tasks
    assert (f"No reason is known for {days} school days in a row" in told) is bool(tasks)
    assert "Start contact" not in tasks_told(browser(a_user("head", held.school), EVENING), held, "role")


def test_one_long_absence_is_one_task_however_many_evenings_it_lasts(held):
    put_marks(held.pupils[0], dict.fromkeys(days_up_to(THURSDAY, 4), "NN"))
    end_the_day(EVENING - timedelta(days=1))
    put_marks(held.pupils[0], {FRIDAY: "NN"})
    end_the_day()

    assert Task.objects.filter(kind="long_unexplained").count() == 1


# --- the list ----------------------------------------------------------------------------


def undone(client, held, day: date = FRIDAY) -> str:
    return words_of(client.get(reverse("exceptions-of-day", args=[held.school.pk, day.isoformat()])))


@pytest.mark.requirement("WID-12")
@pytest.mark.parametrize("mark", ["N", "O", "G"])
def test_an_unknown_or_unauthorised_absence_without_a_contact_that_day_is_listed(browser, held, mark):
    put_marks(held.pupils[0], {FRIDAY: f"{mark}/"})
    put_marks(held.pupils[1], {FRIDAY: f"/{mark}"})
    put_marks(held.pupils[2], {FRIDAY: "//"})
    an_event(held.pupils[1], "contact", by=held.officer, on=FRIDAY, channel="phone")
    client = browser(held.officer, EVENING)

    told = undone(client, held)

    assert "No reason known, or unauthorised: ask home (1)" in told
    assert "Ada Byron" in told
    assert "Bela Turing" not in told
    assert "Cleo Noether" not in told


@pytest.mark.requirement("WID-12")
def test_a_contact_of_the_next_day_comes_too_late_for_the_list(browser, held):
    put_marks(held.pupils[0], {THURSDAY: "NN"})
    an_event(held.pupils[0], "contact", by=held.officer, on=FRIDAY, channel="phone")

    assert "Ada Byron" in undone(browser(held.officer, EVENING), held, THURSDAY)


@pytest.mark.requirement("HAL-44")
def test_every_absence_and_late_arrival_without_a_follow_up_is_listed(browser, held):
    for pupil, marks in zip(held.pupils, ("NN", "L/", "U/", "II"), strict=True):
        put_marks(pupil, {FRIDAY: marks})

    told = undone(browser(held.officer, EVENING), held)

    assert "4 children have an absence or a late mark of this day" in told
    assert "Came late (2)" in told
    assert "A reason stands in the register, and nothing in the record (1)" in told
    assert "Morning: L, late." in told


@pytest.mark.requirement("HAL-44")
def test_whoever_was_followed_up_leaves_the_list(browser, held):
    put_marks(held.pupils[0], {FRIDAY: "L/"})
    an_event(
        held.pupils[0], "discussion", by=held.officer, on=FRIDAY, topic="punctuality", **{"with": "pupil"}
    )

    told = undone(browser(held.officer, EVENING), held)

    assert "1 was followed up." in told
    assert "Ada Byron" not in told


def test_a_talk_with_the_child_does_not_stand_for_asking_home(browser, held):
    put_marks(held.pupils[0], {FRIDAY: "NN"})
    an_event(
        held.pupils[0], "discussion", by=held.officer, on=FRIDAY, topic="attendance", **{"with": "pupil"}
    )

    assert "Ada Byron" in undone(browser(held.officer, EVENING), held)


def test_a_day_to_come_and_another_school_are_not_there(browser, held):
    client = browser(held.officer, EVENING)
    assert client.get(reverse("exceptions-of-day", args=[held.school.pk, "2026-11-21"])).status_code == 404
    other = reverse("exceptions", args=[a_school().pk])
    assert client.get(other).status_code == 404
    assert client.get(reverse("exceptions", args=[uuid.uuid4()])).status_code == 404


def test_a_day_without_school_says_so(browser, held):
    told = undone(browser(held.officer, EVENING + timedelta(days=2)), held, date(2026, 11, 21))
    assert "No registers on this day: Saturday is not a school day." in told
