"""A class of which only some have a mark is not taken: it is chased, and nobody in it is lost from sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.casework.actions.sign_in_late import AtTheDoor, sign_in_late
from supportfirst.casework.queries.registers_today import registers_of_day
from supportfirst.casework.queries.unaccounted import morning
from supportfirst.casework.store.models import Marker, MarkerKind, Message
from tests.factories.site import a_pupil
from tests.factories.site_registers import (
    FRIDAY,
    QUARTER_TO_NINE,
    a_register_school,
    add_class,
    amend,
    form_of,
    submit,
    words_of,
)

pytestmark = pytest.mark.django_db
IN_TIME = QUARTER_TO_NINE + timedelta(minutes=20)
CLOSED = QUARTER_TO_NINE + timedelta(minutes=55)
EIGHT = tuple(("Sam", f"Adeyemi-{place}") for place in range(8))


def by_file(held, *symbols, at=IN_TIME):
    """Marks of a file's first children, in the order of the class."""
    return submit(replace(held, group=None), *symbols, source="file", at=at)


def listed(browser, held, name="registers", at=CLOSED):
    return words_of(browser(held.officer, at).get(reverse(name, args=[held.school.pk])))


def first_of(held, at=CLOSED):
    """The class's morning, as every list has it."""
    told = registers_of_day(held.acting(held.officer, at), held.school.pk, FRIDAY)
    [found] = [each for each in told.registers if each.half == 0]
    return found


def names_missing(held):
    told = morning(held.school, FRIDAY)
    return sorted(row.name for row in (*told.to_call, *told.in_hand))


def test_one_row_of_a_file_is_no_register_of_its_class(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")

    told = listed(browser, held)

    assert "1 not taken in full." in told
    assert f"{held.group.name} Morning Part taken, 7 without a mark, due by 9:15am Complete it" in told
    assert "Taken at" not in told


def test_of_several_that_are_missing_the_page_says_how_many_are_in_part(browser):
    held = a_register_school(names=EIGHT)
    add_class(held)
    by_file(held, "/")

    assert "2 not taken, 1 of them in part." in listed(browser, held)


def test_the_page_of_what_was_taken_calls_a_part_a_part(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")
    address = reverse("register-taken", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
    client = browser(held.teacher, CLOSED)

    assert f"Register of {held.group.name} is part taken" in words_of(client.get(address))
    submit(replace(held, pupils=held.pupils[1:]), *"/" * 7)
    assert f"Register of {held.group.name} is taken" in words_of(client.get(address))


def test_before_its_time_is_over_a_part_is_open_and_not_yet_missing(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")

    told = listed(browser, held, at=IN_TIME)

    assert "None is overdue." in told
    assert "Part taken, 7 without a mark" in told


def test_the_link_of_a_part_leads_to_those_without_a_mark_and_completes_the_class(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")
    client = browser(held.teacher, CLOSED)
    address = reverse("register", args=[held.school.pk, "2026-11-20", "morning", held.group.pk])
    assert address in client.get(reverse("registers", args=[held.school.pk])).content.decode()

    client.post(address, form_of(client.get(address)))

    assert f"{held.group.name} Morning Taken late at 9:40am by Tess Marlow" in listed(browser, held)


def test_the_teacher_of_a_part_is_reminded_of_how_many_have_no_mark(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")

    told = browser(held.officer, CLOSED).post(reverse("registers-remind", args=[held.school.pk]), follow=True)

    message = Message.objects.get()
    assert "The teachers of 1 register are reminded" in words_of(told)
    assert message.subject == f"The register of {held.group.name} is not complete"
    assert "is not complete: 7 of the class have no mark" in message.body


def test_the_first_page_counts_a_part_as_missing(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")

    assert "1 register is missing" in words_of(browser(held.officer, CLOSED).get(reverse("home")))


def test_this_morning_names_the_class_of_a_part_with_how_many_nobody_knows_of(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")

    told = listed(browser, held, "morning")

    assert f"1 register part taken: {held.group.name}, morning, 7 without a mark." in told
    assert "not taken." not in told
    assert names_missing(held) == []  # a teacher is to be asked before seven homes are


@pytest.mark.parametrize(("marked", "missing"), [(3, 0), (4, 4), (7, 1)])
def test_whom_a_file_leaves_out_that_has_half_the_class_is_on_the_list_by_name(browser, marked, missing):
    held = a_register_school(names=EIGHT)
    by_file(held, *"/" * marked)

    assert names_missing(held) == sorted(each.pupil.name for each in held.pupils[8 - missing :])
    assert f"{8 - marked} without a mark" in listed(browser, held, "morning")


def test_a_file_of_the_whole_class_takes_its_register_with_the_row_that_comes_last(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")
    rest = replace(held, pupils=held.pupils[1:])
    by_file(rest, *"/" * 7, at=CLOSED)

    assert f"{held.group.name} Morning Taken late at 9:40am by Tess Marlow" in listed(browser, held)
    assert names_missing(held) == []


def test_a_joiner_without_a_mark_is_listed_by_name_and_the_class_waits_for_them(browser):
    held = a_register_school(names=EIGHT)
    submit(held, *"/" * 8)
    joined = a_pupil(held.school, held.group, forename="Jo", surname="Iner")

    told = listed(browser, held)

    assert f"{held.group.name} Morning Part taken, 1 without a mark" in told
    assert names_missing(held) == [joined.pupil.name]


def test_marks_from_the_door_and_by_correction_complete_a_class(browser):
    held = a_register_school()
    for place, at in ((0, time(9, 0)), (1, time(9, 1))):
        came = AtTheDoor(0, at, "the bus was late")
        sign_in_late(held.acting(held.officer, IN_TIME), held.pupils[place], came, submission=uuid4())
    assert first_of(held).words == "Not taken"
    submit(replace(held, pupils=held.pupils[2:3]), "/", at=IN_TIME)
    assert first_of(held).words == "Part taken, 1 without a mark"

    amend(held, 3, original="", new="I", at=CLOSED)

    assert first_of(held).words == "Taken"


def test_a_mark_that_was_struck_out_waits_for_no_teacher_and_the_child_is_listed():
    held = a_register_school()
    submit(held, *"////")
    amend(held, 0, original="/", new="", at=CLOSED)

    assert first_of(held).words == "Taken"
    assert names_missing(held) == [held.pupils[0].pupil.name]


def test_nobody_waits_for_a_child_who_died_or_left():
    held = a_register_school()
    submit(held, *"//")
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[2].pupil, first_day=date(2026, 11, 1))
    held.pupils[3].last_day = FRIDAY - timedelta(days=1)
    held.pupils[3].save()

    assert first_of(held).words == "Taken"


def test_a_part_of_one_register_does_not_make_the_other_the_only_one(browser):
    held = a_register_school(names=EIGHT)
    by_file(held, "/")
    night = QUARTER_TO_NINE.replace(hour=22)

    assert "only one register" not in listed(browser, held, at=night)
    submit(replace(held, pupils=held.pupils[1:]), *"/" * 7)
    assert "only one register" in listed(browser, held, at=night)


def test_twenty_files_ask_the_database_as_often_as_one(browser):
    held = a_register_school(names=[("Sam", f"Adeyemi-{place}") for place in range(21)])
    client, address = browser(held.officer, CLOSED), reverse("registers", args=[held.school.pk])
    asked = []
    for first, last in ((0, 1), (1, 21)):
        for place in range(first, last):
            by_file(replace(held, pupils=held.pupils[place:]), "/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        asked.append(len(captured))

    assert asked[0] == asked[1]
    assert f"{held.group.name} Morning Taken at" in words_of(page)
