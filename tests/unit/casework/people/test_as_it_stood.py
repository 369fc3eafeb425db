"""A child's page as it stood at a past moment, and what has changed since."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supportfirst.attendance.vocabulary.days import show_day
from supportfirst.casework.bridge.assessing import assess_rows
from supportfirst.casework.store.models import AuditEvent, Marker, MarkerKind, PackAdoption, PupilFlag
from tests.factories.site import an_adult
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import a_plan, an_event
from tests.factories.site_registers import (
    FRIDAY,
    RegisterSchool,
    a_register_school,
    amend,
    submit,
    words_of,
)
from tests.unit.casework.people.conftest import LATER, NOW, THEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday_evening")]

MONDAY = FRIDAY - timedelta(days=4)
WEEK = [MONDAY + timedelta(days=place) for place in range(5)]


@pytest.fixture
def held() -> RegisterSchool:
    """A week of marks of the first child, the last afternoon's not in yet; a call; a social worker."""
    school = a_register_school()
    ada = school.pupils[0]
    mother = an_adult(ada, legal_forename="Rosa", legal_surname="Byron")
    PupilFlag.objects.create(pupil=ada.pupil, name="social_worker")
    for place, halves in enumerate(("//", "//", "II", "OO", "N")):
        for half, symbol in enumerate(halves):
            submit(school, symbol, day=WEEK[place], half=half)
    an_event(
        ada,
        "contact",
        by=school.officer,
        on=WEEK[3],
        at=THEN - timedelta(days=1),
        adults=(mother,),
        channel="phone",
    )
    return school


def address(held: RegisterSchool, moment: datetime = THEN) -> str:
    return reverse("pupil-then", args=[held.school.pk, held.pupils[0].pupil_id, moment])


def page(held: RegisterSchool, moment: datetime = THEN, client: Client | None = None) -> str:
    answer = (client or demo_client(held.officer)).get(address(held, moment))
    assert answer.status_code == 200, answer.content.decode()
    return words_of(answer)


def test_the_page_says_as_at_which_moment_it_stands_and_what_that_binds(held):
    shown = page(held)

    assert "As it stood on 20 November 2026, 2:45:00pm" in shown
    assert "This is not the record of today." in shown
    assert "are those that were written down by that moment" in shown
    assert "Attended 4 of 9 sessions" in shown  # the afternoon of the Friday is not in yet


def test_later_marks_events_and_strikes_leave_the_page_as_it_was_and_are_listed_beside_it(held):
    ada = held.pupils[0]
    [call] = ada.pupil.events.all()
    store_assessment(held)
    before = page(held)
    assert "Nothing: the record of today says the same." in before

    amend(held, 0, original="O", new="I", day=WEEK[3], at=LATER, reason="A doctor’s note came.")
    submit(held, "/", half=1, at=LATER)
    an_event(ada, "concern", by=held.officer, on=FRIDAY, at=LATER, ground="no_engagement")
    an_event(
        ada, "contact", by=held.officer, on=FRIDAY, at=LATER, strikes_out=call.event, reason="wrong child"
    )
    assess_rows(held.school, FRIDAY, known_at=NOW)
    after = page(held)

    assert (
        "19 November 2026, morning: O, then I by Otis Grant, Attendance officer, 20 November 2026, 3:45pm: "
        in after
    )
    assert "A doctor’s note came." in after
    assert "20 November 2026, afternoon: / by Tess Marlow, Class teacher" in after
    assert "Written down later 20 November 2026: " in after
    assert "Struck out later 19 November 2026: " in after
    assert "wrong child" in after
    assert shown_then(after) == shown_then(before)


def store_assessment(held: RegisterSchool) -> None:
    for row in assess_rows(held.school, FRIDAY, known_at=THEN).rows:
        row.save()


def shown_then(shown: str) -> str:
    """The page itself, without what has changed since."""
    return shown[shown.index("On this page") :]


def test_figures_stand_side_by_side_then_and_now(held):
    submit(held, "/", half=1, at=LATER)
    for row in assess_rows(held.school, FRIDAY, known_at=NOW).rows:
        row.save()

    shown = page(held)

    assert re.search(
        r"Figures then and now .*Attended 4 of 9 sessions \(44.4%\) 5 of 10 sessions \(50", shown
    ), shown


def test_parents_of_today_and_things_to_do_are_not_on_a_page_of_the_past(held):
    shown = page(held)
    source = demo_client(held.officer).get(address(held)).content.decode()

    assert 'id="adults"' not in source
    assert "Social worker: yes" in shown
    assert 'id="actions"' not in source  # and nothing is done in the past


def test_warnings_that_protect_stand_on_it_as_they_hold_today(held):
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=FRIDAY)

    assert "This child has died." in page(held)


def test_a_plan_withdrawn_or_made_later_is_shown_as_it_was(held):
    ada = held.pupils[0]
    a_plan(
        ada, by=held.officer, day=date(2026, 11, 24), recorded_at=THEN - timedelta(days=2), withdrawn_at=LATER
    )
    a_plan(ada, by=held.officer, day=date(2026, 11, 25), recorded_at=LATER)

    shown = page(held)

    assert "24 November 2026" in shown
    assert "25 November 2026" not in shown


def test_a_pack_that_the_school_follows_since_is_named(held):
    PackAdoption.objects.create(school=held.school, pack="halton", first_day=FRIDAY)

    assert "followed from 20 November 2026" in page(held, THEN - timedelta(days=1))


def test_the_reading_is_kept_with_the_moment(held):
    page(held)

    line = AuditEvent.objects.filter(verb="read_record").latest("recorded_at", "serial")
    assert line.pupil == held.pupils[0].pupil
    assert line.detail["known_at"] == THEN.isoformat()
    assert line.detail["as_it_stood"] == "20 November 2026, 2:45:00pm"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (NOW + timedelta(seconds=1), "That moment has not come yet. Choose one that is past."),
        (datetime(2024, 8, 31, 12, tzinfo=UTC), "The child came to "),
    ],
)
def test_a_moment_of_which_there_is_nothing_is_refused_and_another_asked_for(held, moment, told):
    answer = demo_client(held.officer).get(address(held, moment))

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert f"Choose a moment from {show_day(held.pupils[0].first_day)} on" in words_of(answer)


def choose(held: RegisterSchool, **given: str):
    at = reverse("pupil-moment", args=[held.school.pk, held.pupils[0].pupil_id])
    return demo_client(held.officer).get(at, given)


def test_the_form_leads_to_the_moment_that_is_chosen(held):
    by_day = choose(held, **{"on-day": "19", "on-month": "11", "on-year": "2026", "at": "3:30pm"})
    end_of_day = choose(held, on="2026-11-19", at="")
    of_today = choose(held, on="2026-11-20", at="")

    assert by_day.url == address(held, datetime(2026, 11, 19, 15, 30, tzinfo=UTC))
    assert end_of_day.url == address(held, datetime(2026, 11, 19, 23, 59, 59, 999_999, tzinfo=UTC))
    assert of_today.url == address(held, NOW)


def test_a_day_or_time_that_cannot_be_read_is_told(held):
    answer = choose(held, **{"on-day": "31", "on-month": "2", "on-year": "2026", "at": "noonish"})

    assert answer.status_code == 422
    assert "Day must be a real date" in words_of(answer)
    assert "The time must be a time of day, such as 3:30pm" in words_of(answer)


def test_the_childs_page_has_the_form(held):
    child = reverse("pupil", args=[held.school.pk, held.pupils[0].pupil_id])
    source = demo_client(held.officer).get(child).content.decode()

    assert f'action="{reverse("pupil-moment", args=[held.school.pk, held.pupils[0].pupil_id])}"' in source
    assert "As it stood on" in source


def test_the_filter_of_the_chronology_stays_in_the_past(held):
    an_event(held.pupils[0], "concern", by=held.officer, on=FRIDAY, at=LATER, ground="no_engagement")

    answer = demo_client(held.officer).get(address(held), {"kind": "contact"})

    assert f'action="{address(held)}#chronology"' in answer.content.decode()
    assert "Everything fits your choice." in words_of(answer)


def test_a_teacher_sees_attendance_as_it_stood_and_nothing_of_home(held):
    an_event(held.pupils[0], "concern", by=held.officer, on=FRIDAY, at=LATER, ground="no_engagement")

    shown = page(held, client=demo_client(held.teacher))

    assert "Attended 4 of 9 sessions" in shown
    assert "Written down later" not in shown


def test_a_child_out_of_reach_is_not_there(held):
    other = a_register_school()

    for name in ("pupil-then", "pupil-moment"):
        rest = [THEN] if name == "pupil-then" else []
        at = reverse(name, args=[held.school.pk, held.pupils[0].pupil_id, *rest])
        assert demo_client(other.officer).get(at).status_code == 404
        gone = reverse(name, args=[held.school.pk, uuid4(), *rest])
        assert demo_client(held.officer).get(gone).status_code == 404


def test_it_asks_as_often_however_much_is_recorded(held):
    ada = held.pupils[0]
    client = demo_client(held.officer)
    page(held, client=client)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(held, client=client)
        return len(asked)

    few = queries()
    for week in range(1, 3):
        for day in WEEK:
            submit(held, "/", day=day - timedelta(days=7 * week))
    for number in range(12):
        at = THEN - timedelta(hours=1) + timedelta(minutes=10 * number)  # some before, some after
        an_event(ada, "contact", by=held.officer, on=FRIDAY, at=max(at, THEN), channel="phone")
        new = "IOEI"[number % 2]
        amend(held, 0, original="N" if not number else "IOEI"[(number - 1) % 2], new=new, at=max(at, THEN))

    assert queries() <= few + 2, (few, queries())
