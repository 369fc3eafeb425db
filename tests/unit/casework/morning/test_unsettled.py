"""Marks without a reason stay in sight until somebody settles them, whatever the child's next mark says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import Amendment, CaseEvent, Marker, MarkerKind
from tests.factories.site import a_pupil, a_user
from tests.factories.site_cases import put_marks
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

THREE = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def listed(browser, held, moment=THREE) -> str:
    return words_of(browser(held.officer, moment).get(reverse("morning", args=[held.school.pk])))


@pytest.fixture
def held():
    return a_register_school()


def test_a_child_who_came_after_lunch_still_has_the_mornings_mark_to_settle(browser, held):
    submit(held, "N", "/", "/", "/")
    submit(held, "/", "/", "/", "/", half=1)

    told = listed(browser, held)

    assert "To call (1)" in told
    assert "Ada Byron" in told
    assert "No reason known for the morning. Marked / since." in told
    assert "Not seen by" not in told
    assert "Fri 20 Nov, morning" not in told  # it stands once
    assert "Fri 20 Nov, morning: 4 school days left" in listed(browser, held, MONDAY)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 16), "Mon 16 Nov, morning: 1 school day left"),
        (date(2026, 11, 13), "Fri 13 Nov, morning: today is the last day for the reason"),
        (date(2026, 11, 12), "Settle Thu 12 Nov, morning"),
    ],
)
def test_school_days_are_counted_and_not_days(browser, held, day, said):
    submit(held, "N", "/", "/", "/", day=day)

    assert said in listed(browser, held)


def test_after_the_days_of_the_law_the_page_proposes_the_code_and_a_person_writes_it(browser, held):
    submit(held, "N", "/", "/", "/", day=date(2026, 11, 12))
    client = browser(held.officer, THREE)
    assert "Where no reason can be found, the mark becomes O" in listed(browser, held)
    assert not Amendment.objects.exists()
    mark = reverse("mark", args=[held.school.pk, held.pupils[0].pupil_id, "2026-11-12", "morning"])

    typed = form_of(client.get(f"{mark}?becomes=O"))
    client.post(mark, {**typed, "how": "code", "reason": "no reason found in five school days"})

    assert typed["new"] == "O"
    [change] = Amendment.objects.all()
    assert (change.original, change.new, change.name) == ("N", "O", "Otis Grant")
    assert "Past 5 school days" not in listed(browser, held)


def test_one_contact_settles_the_sessions_that_its_reason_speaks_of(browser, held):
    for day in (date(2026, 11, 18), date(2026, 11, 19), FRIDAY):
        submit(held, "N", "/", "/", "/", day=day)
    client = browser(held.officer, THREE)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    typed = {**form_of(client.get(address)), "outcome": "reached", "reason_found": "a cold", "settles": "I"}

    client.post(address, {**typed, "sessions": ["2026-11-19-0", "2026-11-20-0"]})

    assert sorted(Amendment.objects.values_list("day", "new")) == [
        (date(2026, 11, 19), "I"),
        (FRIDAY, "I"),
    ]
    assert "Wed 18 Nov, morning: 3 school days left" in listed(browser, held)


def test_a_code_without_a_session_is_refused_and_nothing_is_kept(browser, held):
    submit(held, "N", "/", "/", "/")
    client = browser(held.officer, THREE)
    address = reverse("first-contact", args=[held.school.pk, held.pupils[0].pupil_id])
    typed = {**form_of(client.get(address)), "outcome": "reached", "reason_found": "a cold", "settles": "I"}

    answer = client.post(address, {**typed, "sessions": []})

    assert answer.status_code == 422
    assert "Choose the sessions that the reason speaks of" in words_of(answer)
    assert not CaseEvent.objects.exists()


def test_a_child_who_died_is_not_asked_about(browser, held):
    submit(held, "N", "/", "/", "/", day=date(2026, 11, 19))
    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupils[0].pupil, first_day=date(2026, 11, 20))

    assert "Ada Byron" not in listed(browser, held)


def test_whoever_may_not_correct_marks_sees_them_and_is_led_to_no_form(browser, held):
    submit(held, "N", "/", "/", "/", day=date(2026, 11, 12))

    page = browser(a_user("pastoral", held.school), THREE).get(reverse("morning", args=[held.school.pk]))

    assert "Thu 12 Nov, morning" in words_of(page)
    assert "becomes=O" not in page.content.decode()


def test_an_earlier_days_list_does_not_repeat_them(browser, held):
    submit(held, "N", "/", "/", "/", day=date(2026, 11, 19))

    page = browser(held.officer, THREE).get(reverse("morning-of-day", args=[held.school.pk, "2026-11-20"]))
    earlier = browser(held.officer, MONDAY).get(
        reverse("morning-of-day", args=[held.school.pk, "2026-11-20"])
    )

    assert "Earlier marks" in words_of(page)
    assert "Earlier marks" not in words_of(earlier)


@pytest.mark.parametrize(("children", "open_at_once"), [(10, True), (11, False)])
def test_a_long_list_of_earlier_marks_is_folded_and_nobody_is_left_out(browser, held, children, open_at_once):
    submit(held, "/", "/", "/", "/")
    names = []
    for _ in range(children):
        pupil = a_pupil(held.school, held.group)
        put_marks(pupil, {date(2026, 11, 19): "N/"})
        names.append(pupil.pupil.name)

    page = browser(held.officer, THREE).get(reverse("morning", args=[held.school.pk]))

    assert f"Earlier marks without a reason ({children})" in words_of(page)
    assert ('<details class="govuk-details" open>' in page.content.decode()) is open_at_once
    assert all(name in words_of(page) for name in names)


def test_a_mark_of_last_year_says_its_year(browser, held):
    for week in ("2025-12-18", "2026-11-12"):
        submit(held, "N", "/", "/", "/", day=date.fromisoformat(week))

    told = listed(browser, held)

    assert "Settle Thu 12 Nov, morning" in told
    assert "Settle Thu 18 Dec 2025, morning" in told
