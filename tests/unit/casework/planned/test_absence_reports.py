"""A parent's report, taken by the office: in time or late, for each day, and news after day 3."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import CaseEvent
from tests.factories.site_cases import a_plan, an_event, put_marks
from tests.factories.site_registers import FRIDAY, a_register_school, form_of, submit, words_of

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 19)


@pytest.fixture
def held():
    return a_register_school()


def at(hour, minute, day=FRIDAY):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def reports(held):
    return reverse("absence-reports", args=[held.school.pk])


def form_page(held, pupil=0):
    return reverse("absence-report", args=[held.school.pk, held.pupils[pupil].pupil_id])


def morning(held):
    return reverse("morning", args=[held.school.pk])


def report(client, held, **typed):
    sent = {**form_of(client.get(form_page(held))), "reporter": "Mrs Byron, mother", "reason": "a fever"}
    return client.post(form_page(held), {**sent, **typed})


def to_call(answer):
    return [row.name for row in answer.context["page"].told.to_call]


@pytest.mark.requirement("WID-29")
def test_a_report_has_its_day_time_way_reporter_and_reason(browser, held):
    client = browser(held.officer, at(8, 52))

    answer = report(client, held, method="phone", at="8.50")

    assert answer.status_code == 302
    [event] = CaseEvent.objects.filter(kind="absence_reported")
    assert event.happened_on == FRIDAY
    assert event.data == {
        "first_day": "2026-11-20",
        "method": "phone",
        "reported_at": "08:50",
        "reporter": "Mrs Byron, mother",
        "reason": "a fever",
    }
    told = words_of(client.get(reports(held)))
    assert "Ada Byron 20 November 2026 at 8:50am by Mrs Byron, mother (phone). Taken by Otis Grant." in told
    assert "a fever 20 November 2026" in told
    assert "Late" not in told


@pytest.mark.requirement("WID-33")
def test_a_report_of_9_31_is_late_and_the_child_was_on_the_call_list_already(browser):
    held = a_register_school(report_by=None)  # the pack's time
    submit(held, "N", "/", "/", "/")
    before = browser(held.officer, at(9, 30))
    assert to_call(before.get(morning(held))) == ["Ada Byron"]
    client = browser(held.officer, at(9, 31))
    assert "The child is on the list to call." in words_of(client.get(form_page(held)))

    report(client, held, at="9.31")

    told = words_of(client.get(reports(held)))
    assert "Late: after 9:30am, when the list to call was open" in told
    listed = client.get(morning(held))
    assert to_call(listed) == []
    assert "Reported, late, by Mrs Byron, mother at 9:31am: a fever" in words_of(listed)


def test_a_report_of_9_30_is_in_time(browser, held):
    submit(held, "N", "/", "/", "/")
    client = browser(held.officer, at(9, 31))

    report(client, held, at="9.30")

    assert "Late" not in words_of(client.get(reports(held)))
    assert "Reported by Mrs Byron, mother at 9:30am: a fever" in words_of(client.get(morning(held)))


@pytest.mark.requirement("HAL-39")
@pytest.mark.parametrize(
    ("pack", "reported"), [("widnes-academy", False), ("halton", False), ("coventry", True)]
)
def test_a_second_day_without_a_report_is_unreported_where_each_day_asks_for_one(browser, pack, reported):
    held = a_register_school(pack=pack)
    submit(held, "N", "/", "/", "/", day=THURSDAY)
    said = {"reporter": "Mrs Byron", "reason": "a fever", "method": "phone"}
    an_event(
        held.pupils[0],
        "absence_reported",
        by=held.officer,
        on=THURSDAY,
        first_day="2026-11-19",
        last_day="2026-11-20",
        **said,
    )
    submit(held, "N", "/", "/", "/")

    client = browser(held.officer, at(10, 0))
    listed = client.get(morning(held))

    assert (to_call(listed) == []) is reported
    assert ("Unreported today. The last report was on 19 November 2026." in words_of(listed)) is not reported
    assert ("Reported for today (1)" in words_of(client.get(reports(held)))) is reported


def away(held, days, pair="II", pupil=0):
    """Absent on the last school days up to Friday, and present before."""
    week = [FRIDAY - timedelta(days=back) for back in (0, 1, 2, 3, 4, 7, 8, 9)]
    put_marks(held.pupils[pupil], {day: pair if n < days else "//" for n, day in enumerate(week)})


@pytest.mark.requirement("WID-34")
def test_on_day_4_without_news_somebody_is_to_contact_home(browser, held):
    for pupil, days in enumerate((3, 4, 4, 4)):
        away(held, days, pupil=pupil)
    said = {"reporter": "Mr Noether", "reason": "a fever", "method": "phone"}
    first = date(2026, 11, 17)
    an_event(held.pupils[1], "absence_reported", by=held.officer, on=first, first_day="2026-11-17", **said)
    an_event(held.pupils[2], "absence_reported", by=held.officer, on=first, first_day="2026-11-17", **said)
    an_event(held.pupils[2], "contact", by=held.officer, on=THURSDAY, channel="phone", outcome="reached")
    an_event(held.pupils[3], "contact", by=held.officer, on=THURSDAY, channel="phone", outcome="no_answer")

    page = browser(held.officer, at(10, 0)).get(reports(held))

    told = words_of(page)
    assert "To contact: away for 4 days without news (2)" in told
    assert [each.name for each in page.context["page"].due] == ["Dara Franklin", "Bela Turing"]
    assert "Away since Tuesday 17 November 2026, 4 school days. Last heard of on 17 November 2026." in told
    first_contact = reverse("first-contact", args=[held.school.pk, held.pupils[1].pupil_id])
    assert first_contact in page.content.decode()


def test_nobody_is_asked_how_long_granted_leave_will_last(browser, held):
    away(held, 5, "CC")
    a_plan(held.pupils[0], "leave", "C", by=held.officer, day=date(2026, 11, 16), last_day=FRIDAY)

    assert "without news (0)" in words_of(browser(held.officer, at(10, 0)).get(reports(held)))


def test_after_news_on_day_2_day_5_asks_again(browser, held):
    away(held, 5)
    said = {"reporter": "Mr Noether", "reason": "a fever", "method": "phone"}
    tuesday = date(2026, 11, 17)
    an_event(held.pupils[0], "absence_reported", by=held.officer, on=tuesday, first_day="2026-11-17", **said)

    assert "without news (1)" in words_of(browser(held.officer, at(10, 0)).get(reports(held)))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reporter": " "}, "Enter who reports it"),
        ({"reason": " "}, "Enter the reason that was given"),
        ({"at": "10.30"}, "This time has not come yet"),
        (
            {"last_day-day": "19", "last_day-month": "11", "last_day-year": "2026"},
            "The last day must not be before the first",
        ),
    ],
)
def test_what_is_wrong_in_a_report_is_told_and_nothing_is_kept(browser, held, typed, says):
    answer = report(browser(held.officer, at(10, 0)), held, **typed)

    assert answer.status_code == 422
    assert says in words_of(answer)
    assert CaseEvent.objects.count() == 0


def test_the_same_form_twice_is_one_report(browser, held):
    client = browser(held.officer, at(10, 0))
    sent = {**form_of(client.get(form_page(held))), "reporter": "Mrs Byron", "reason": "a fever"}

    for _ in range(2):
        assert client.post(form_page(held), sent).status_code == 302

    assert CaseEvent.objects.count() == 1


def test_a_child_is_found_by_name_and_a_teacher_takes_no_reports(browser, held):
    found = browser(held.officer, at(9, 0)).post(reports(held), {"name": "byr"})

    assert form_page(held) in found.content.decode()
    assert browser(held.teacher, at(9, 0)).get(reports(held)).status_code == 404
    assert browser(held.teacher, at(9, 0)).get(form_page(held)).status_code == 404
