"""One mark's page: everything that was recorded of it, and its correction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.standing_marks import standing
from supportfirst.casework.store.models import Amendment
from tests.factories.site import a_user
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    a_register_school,
    amend,
    form_of,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db
THREE = QUARTER_TO_NINE + timedelta(hours=6)


def address(held, place=0, half="morning", school=None):
    return reverse("mark", args=[(school or held).school.pk, held.pupils[place].pupil_id, "2026-11-20", half])


def corrected(browser, held, user=None, **typed):
    client = browser(user or held.officer, THREE)
    return client.post(address(held), {**form_of(client.get(address(held))), **typed})


def stands(held):
    mark = standing(held.school, FRIDAY, 0, [held.pupils[0].pk])[held.pupils[0].pk]
    return mark.new, mark.minutes


@pytest.mark.requirement("HAL-17")
def test_the_history_shows_old_mark_person_time_and_reason_of_every_change(browser):
    held = a_register_school()
    submit(held, "N")

    answer = corrected(browser, held, how="code", new="I", reason="Mother telephoned: a fever.")
    again = corrected(browser, held, how="strike", reason="Marked in error.")

    assert (answer.status_code, again.status_code) == (302, 302)
    told = words_of(browser(held.officer, THREE).get(address(held)))
    told = told.replace(" Kept until 20 November 2032", "")
    first = "20 November 2026, 8:45am no mark →became N register taken Tess Marlow, Class teacher"
    second = "20 November 2026, 2:45pm N →became I Mother telephoned: a fever. Otis Grant, Attendance officer"
    third = "20 November 2026, 2:45pm I →became struck out Marked in error. Otis Grant, Attendance officer"
    places = [told.index(first), told.index(second), told.index(third)]
    assert places == sorted(places)


def test_an_absence_is_not_made_authorised_without_a_reason(browser):
    held = a_register_school()
    submit(held, "N")

    answer = corrected(browser, held, how="code", new="I", reason=" ")

    assert answer.status_code == 422
    assert "Fill in “Why is the mark changed?”" in words_of(answer)
    assert stands(held) == ("N", 0)


@pytest.mark.parametrize(
    ("arrived", "mark"),
    [("8.55", ("/", 0)), ("8:56", ("L", 11)), ("9.30", ("L", 45)), ("9.31", ("U", 46))],
)
def test_a_time_of_arrival_becomes_the_mark_of_the_schools_times(browser, arrived, mark):
    held = a_register_school()
    submit(held, "N")

    corrected(browser, held, how="arrived", arrived=arrived, reason="Signed in at the door.")

    assert stands(held) == mark


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"how": "arrived", "arrived": "soon"}, "Time of arrival must be a time, such as 9:12am"),
        ({"how": "arrived"}, "Enter the time of arrival, such as 9:12am"),
        ({"how": "code"}, "Choose a code"),
        ({"how": "code", "new": "/", "minutes": "5"}, "5 minutes late do not go with “/”"),
        ({"how": "code", "new": "N"}, "The mark would stay as it is"),
    ],
)
def test_a_correction_that_can_not_be_made_is_told(browser, typed, says):
    held = a_register_school()
    submit(held, "N")

    answer = corrected(browser, held, reason="A reason.", **typed)

    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Amendment.objects.count() == 0


def test_a_form_that_is_out_of_date_says_what_stands(browser):
    held = a_register_school()
    submit(held, "N")
    client = browser(held.officer, THREE)
    form = {**form_of(client.get(address(held))), "how": "code", "new": "L", "reason": "Came at nine."}
    amend(held, 0, original="N", new="I")

    answer = client.post(address(held), form)

    assert answer.status_code == 422
    assert "what stands is “I”, set by Otis Grant, Attendance officer" in words_of(answer)


def test_a_double_click_corrects_once(browser):
    held = a_register_school()
    submit(held, "N")
    client = browser(held.officer, THREE)
    form = {**form_of(client.get(address(held))), "how": "code", "new": "I", "reason": "A fever."}

    answers = [client.post(address(held), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Amendment.objects.count() == 1


def test_a_mark_that_was_struck_out_is_said_to_be(browser):
    held = a_register_school()
    submit(held, "/")
    amend(held, 0, original="/", new="")

    assert "The mark was struck out. It is in no count." in words_of(browser(held.officer).get(address(held)))


def test_where_there_is_no_mark_one_can_be_set_and_none_struck_out(browser):
    held = a_register_school()
    page = browser(held.officer).get(address(held))

    assert "There is no mark." in words_of(page)
    assert "strike the mark out" not in words_of(page)
    corrected(browser, held, how="code", new="I", reason="The parent telephoned.")
    assert stands(held) == ("I", 0)


def test_a_class_teacher_sees_the_history_and_can_not_correct_it(browser):
    held = a_register_school()
    submit(held, "N")
    client = browser(held.teacher)

    page = client.get(address(held))

    assert "Everything that was recorded" in words_of(page)
    assert "Correct this mark" not in words_of(page)
    assert client.post(address(held), {"how": "strike"}).status_code == 404


def test_a_stranger_finds_no_such_mark(browser):
    held, other = a_register_school(), a_register_school()
    submit(held, "N")

    assert browser(other.officer).get(address(held)).status_code == 404
    assert browser(other.officer).get(address(held, school=other)).status_code == 404
    assert browser(a_user("teacher", held.school)).get(address(held)).status_code == 404
