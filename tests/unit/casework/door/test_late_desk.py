"""The late desk as an attendance officer uses it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import uuid4

import pytest
from django.urls import reverse

from supportfirst.attendance.vocabulary.days import show_time
from supportfirst.casework.access.refusals import NotThere
from supportfirst.casework.actions.sign_in_late import AtTheDoor, sign_in_late
from supportfirst.casework.bridge.case_events import EventRefused
from supportfirst.casework.bridge.standing_marks import histories
from supportfirst.casework.queries.registers_today import registers_of_day
from supportfirst.casework.store.models import Amendment, AuditEvent, CaseEvent, RegisterDocument
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TWO = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.fixture
def held():
    """Doors open 8.40, the day starts 8.45, who comes after 8.55 is late, the register closes 9.30."""
    return a_register_school()


def page_of(held, pupil=0):
    return reverse("door-late", args=[held.school.pk, held.pupils[pupil].pupil_id])


def sign_in(client, held, arrived, pupil=0, **typed):
    address = page_of(held, pupil)
    sent = {**form_of(client.get(address)), "arrived": arrived, "reason": "missed the bus", **typed}
    return client.post(address, sent)


def stands(held, pupil=0, half=0) -> tuple[str, int]:
    last = recorded(held, pupil, half)[-1]
    return last.new, last.minutes


def recorded(held, pupil=0, half=0):
    enrolment = held.pupils[pupil].pk
    return histories(held.school, FRIDAY, half, [enrolment]).get(enrolment, [])


def desk(client, held, name=None):
    address = reverse("door", args=[held.school.pk])
    return client.get(address) if name is None else client.post(address, {"name": name})


@pytest.mark.parametrize(("opens", "shown"), [(time(8, 40), "8:40am"), (time(8, 25), "8:25am")])
def test_the_door_open_time_of_the_school_is_on_both_screens_of_signing_in_late(browser, opens, shown):
    held = a_register_school(doors_open=opens)
    client = browser(held.officer, TEN)

    for answer in (desk(client, held), client.get(page_of(held))):
        assert f"Doors open at {shown} ." in words_of(answer).replace(f"{shown}.", f"{shown} .")


@pytest.mark.parametrize(
    ("closes", "arrived", "mark"),
    [
        (time(8, 55), "8.55", ("/", 0)),
        (time(8, 55), "8.56", ("L", 11)),
        (time(9, 5), "9.05", ("/", 0)),
        (time(9, 5), "9.06", ("L", 21)),
    ],
)
def test_an_arrival_is_late_from_the_door_close_time_of_the_school(browser, closes, arrived, mark):
    held = a_register_school(late_after=closes)
    client = browser(held.officer, TEN)
    assert f"who comes after {show_time(closes)} is late" in words_of(client.get(page_of(held)))

    assert sign_in(client, held, arrived).status_code == 302

    assert stands(held) == mark


@pytest.mark.requirement("WID-49")
def test_the_late_sign_in_has_time_reason_and_a_meal_order(browser, held):
    client = browser(held.officer, TEN)

    answer = sign_in(client, held, "9.12", meal="Vegetarian")

    assert answer.status_code == 302
    [event] = CaseEvent.objects.all()
    assert event.kind == "late_arrival"
    assert event.happened_at == time(9, 12)
    assert event.data == {
        "session": "morning",
        "arrived_at": "09:12",
        "minutes": 27,
        "reason": "missed the bus",
        "meal_order": "Vegetarian",
    }
    told = words_of(desk(client, held))
    assert "Signed in late today (1)" in told
    assert "Ada Byron 9:12am, morning L, 27 minutes" in told
    assert "missed the bus Vegetarian" in told


def test_after_the_register_closed_u_is_the_default_and_another_code_keeps_its_reason_and_history(
    browser, held
):
    client = browser(held.officer, TEN)
    assert "after 9:30am, when the register closes, is marked U" in words_of(client.get(page_of(held)))

    sign_in(client, held, "9.31", pupil=0)
    sign_in(client, held, "9.31", pupil=1, instead="M", because="dentist, card seen")

    assert stands(held, 0) == ("U", 46)
    assert stands(held, 1) == ("M", 0)
    assert [(each.original, each.new) for each in recorded(held, 1)] == [("", "U"), ("U", "M")]
    history = reverse("mark", args=[held.school.pk, held.pupils[1].pupil_id, "2026-11-20", "morning"])
    assert history in desk(client, held).content.decode()
    told = words_of(client.get(history))
    assert "no mark →became U, 46 minutes" in told
    assert "U →became M dentist, card seen Otis Grant, Attendance officer" in told


def test_another_code_needs_a_reason(browser, held):
    answer = sign_in(browser(held.officer, TEN), held, "9.31", instead="M")

    assert answer.status_code == 422
    assert "Enter why another code is written" in words_of(answer)
    assert not recorded(held)


def test_another_code_is_only_for_who_came_after_the_register_closed(browser, held):
    answer = sign_in(browser(held.officer, TEN), held, "9.12", instead="M", because="dentist")

    assert answer.status_code == 422
    assert "The register had not closed at this time" in words_of(answer)
    assert not recorded(held)


def test_a_mark_for_absence_is_amended_and_the_absence_is_kept_in_its_history(browser, held):
    submit(held, "N", "/", "/", "/")

    sign_in(browser(held.officer, TEN), held, "9.12")

    [change] = Amendment.objects.all()
    assert (change.original, change.new, change.minutes, change.source) == ("N", "L", 27, "door")
    assert change.reason == "arrived at 9:12am: missed the bus"


def test_a_child_without_a_mark_gets_one_from_the_door(browser, held):
    sign_in(browser(held.officer, TEN), held, "9.12")

    [document] = RegisterDocument.objects.all()
    assert (document.source, document.group_id) == ("door", None)
    assert stands(held) == ("L", 27)


def test_a_late_mark_of_the_class_gains_its_minutes(browser, held):
    submit(held, "L", "/", "/", "/")

    sign_in(browser(held.officer, TEN), held, "9.12")

    assert stands(held) == ("L", 27)


def test_the_desk_does_not_undo_a_mark_for_present(browser, held):
    submit(held, "/", "/", "/", "/")

    answer = sign_in(browser(held.officer, TEN), held, "9.12")

    assert answer.status_code == 422
    assert "Correct the mark on its own page, with the reason" in words_of(answer)
    assert not CaseEvent.objects.exists()


def test_who_is_in_time_has_the_mark_and_no_event_of_lateness(browser, held):
    client = browser(held.officer, TEN)

    sign_in(client, held, "8.50")

    assert stands(held) == ("/", 0)
    assert not CaseEvent.objects.exists()
    assert "Ada Byron came in time and is marked present" in words_of(desk(client, held))


@pytest.mark.parametrize("arrived", ["8.50", "9.12", "9.45"])
def test_the_same_form_twice_is_one_arrival(browser, held, arrived):
    client = browser(held.officer, TEN)
    sent = {**form_of(client.get(page_of(held))), "arrived": arrived, "reason": "slept in"}

    answers = [client.post(page_of(held), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert len(recorded(held)) == 1
    assert CaseEvent.objects.count() == (arrived != "8.50")


def test_the_same_form_twice_with_another_code_is_one_arrival(browser, held):
    client = browser(held.officer, TEN)
    sent = {**form_of(client.get(page_of(held))), "arrived": "9.45", "reason": "dentist"}
    sent |= {"instead": "M", "because": "card seen"}

    answers = [client.post(page_of(held), sent).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert [each.new for each in recorded(held)] == ["U", "M"]


def test_a_second_sign_in_of_the_session_is_refused(browser, held):
    client = browser(held.officer, TEN)
    sign_in(client, held, "9.12")

    answer = sign_in(client, held, "9.20")

    assert answer.status_code == 422
    assert "The child is signed in for the morning already, at 9:12am" in words_of(answer)
    assert stands(held) == ("L", 27)


def test_in_the_afternoon_the_desk_offers_the_afternoon_and_its_times(browser, held):
    client = browser(held.officer, TWO)

    sign_in(client, held, "13.10")

    assert not recorded(held, half=0)
    assert stands(held, half=1) == ("L", 10)
    assert "Ada Byron 1:10pm, afternoon L, 10 minutes" in words_of(desk(client, held))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"arrived": "10.01"}, "This time has not come yet"),
        ({"arrived": "soon"}, "Time of arrival must be a time of day, such as 9:12am"),
        ({"reason": ""}, "Enter why the child is late"),
        ({"reason": "   "}, "Enter why the child is late"),
    ],
)
def test_what_can_not_be_used_is_named_and_nothing_is_kept(browser, held, typed, said):
    answer = sign_in(browser(held.officer, TEN), held, **{"arrived": "9.12", **typed})

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert not recorded(held)


def test_a_school_without_times_is_told_what_to_set(browser):
    held = a_register_school(morning_closes=None)

    answer = sign_in(browser(held.officer, TEN), held, "9.12")

    assert answer.status_code == 422
    assert "Set the times of the school day" in words_of(answer)


@pytest.mark.parametrize(("typed", "found"), [("byr", True), ("ADA b", True), ("Turing Ada", False)])
def test_a_child_is_found_by_any_part_of_the_name(browser, held, typed, found):
    answer = desk(browser(held.officer, TEN), held, typed)

    assert answer.status_code == 200
    assert (page_of(held) in answer.content.decode()) is found
    assert ("Nobody on roll bears this name" in words_of(answer)) is not found


def test_a_name_of_many_is_said_to_be_of_many(browser, held):
    for number in range(21):
        a_pupil(held.school, held.group, forename=f"Kim{number:02}", surname="Same")

    told = words_of(desk(browser(held.officer, TEN), held, "same"))

    assert "Kim19 Same" in told
    assert "Kim20 Same" not in told
    assert "There are more of this name" in told


def test_pupils_of_another_school_and_leavers_are_not_found(browser, held):
    a_pupil(a_school(), forename="Zoe", surname="Elsewhere")
    a_pupil(held.school, forename="Zoe", surname="Left", last_day=FRIDAY.replace(day=19))

    assert "Nobody on roll bears this name" in words_of(desk(browser(held.officer, TEN), held, "zoe"))


@pytest.mark.parametrize("role", ["teacher", "governor", "dsl", "senco", "administrator"])
def test_who_may_not_keep_the_door_has_no_such_page(browser, held, role):
    client = browser(a_user(role, held.school), TEN)

    assert desk(client, held).status_code in (302, 404)
    assert client.get(page_of(held)).status_code in (302, 404)


def test_another_schools_officer_has_no_such_page_and_no_such_action(browser, held):
    stranger = a_user("attendance_officer", a_school())
    client = browser(stranger, TEN)
    told = AtTheDoor(0, time(9, 12), "missed the bus")

    assert desk(client, held).status_code == 404
    assert client.get(page_of(held)).status_code == 404
    with pytest.raises(NotThere):
        sign_in_late(held.acting(stranger, TEN), held.pupils[0], told, submission=uuid4())


def test_an_action_without_a_reason_is_refused(held):
    told = AtTheDoor(0, time(9, 12), " ")

    with pytest.raises(EventRefused, match="no reason is given"):
        sign_in_late(held.acting(held.officer, TEN), held.pupils[0], told, submission=uuid4())


def test_an_arrival_leaves_its_lines_in_the_trail(browser, held):
    sign_in(browser(held.officer, TEN), held, "9.12")

    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"submit_register", "record_event"} <= verbs


def test_more_arrivals_take_no_more_queries(browser, held, django_assert_max_num_queries):
    client = browser(held.officer, TEN)
    sign_in(client, held, "9.10", pupil=0)
    desk(client, held)
    with django_assert_max_num_queries(20) as one:
        desk(client, held)
    number = len(one.captured_queries)
    for pupil in (1, 2, 3):
        sign_in(client, held, "9.10", pupil=pupil)
    desk(client, held)

    with django_assert_max_num_queries(number):
        assert "Signed in late today (4)" in words_of(desk(client, held))


def test_a_child_signed_in_before_the_register_is_no_register_of_the_class():
    held = a_register_school()
    sign_in_late(
        held.acting(held.officer),
        held.pupils[0],
        AtTheDoor(0, time(8, 44), "the bus was early"),
        submission=uuid4(),
    )

    told = registers_of_day(held.acting(held.officer), held.school.pk, FRIDAY)

    [morning] = [each for each in told.registers if each.half == 0]
    assert morning.words == "Open now"
