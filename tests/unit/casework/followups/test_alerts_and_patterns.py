"""Alerts on the list of head and lead, and patterns over a period that somebody chose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import AuditEvent, Marker
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_cases import an_event, put_marks
from tests.factories.site_registers import a_register_school, words_of

pytestmark = pytest.mark.django_db
FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
FRIDAY_MORNING = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
BEGAN = date(2026, 9, 7)  # a Monday in term
HALF_TERM = {date(2026, 10, 26) + timedelta(days=day) for day in range(5)}


@pytest.fixture
def held():
    return a_register_school()


@pytest.fixture
def head(held):
    return a_user("head", held.school)


def weekdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5 and day not in HALF_TERM]


def present(pupil, first: date = BEGAN, last: date = THURSDAY) -> None:
    put_marks(pupil, dict.fromkeys(weekdays(first, last), "//"))


def away(pupil, number: int, last: date = THURSDAY, marks: str = "II") -> None:
    put_marks(pupil, dict.fromkeys(weekdays(BEGAN, last)[-number:], marks))


def alerts(client, held) -> str:
    return words_of(client.get(reverse("alerts", args=[held.school.pk])))


@pytest.mark.requirement("WID-19")
@pytest.mark.parametrize(("days", "alerted"), [(4, False), (5, True), (6, True)])
def test_an_absence_that_goes_on_puts_the_child_on_the_heads_list(browser, held, head, days, alerted):
    present(held.pupils[0])
    away(held.pupils[0], days)

    told = alerts(browser(head, FRIDAY_MORNING), held)

    assert (f"Absence goes on Away {days} school days in a row." in told) is alerted
    if alerted:
        assert "Ada Byron" in told
        assert "The line: at least 5 school days." in told
        assert (
            "Supportfirst's own measures, not the law's, follow-ups (local setting, not in the source)"
            in told
        )


@pytest.mark.requirement("WID-19")
def test_a_weekday_that_stands_out_puts_the_child_on_the_heads_list(browser, held, head):
    for pupil, mondays in zip(held.pupils[:2], (2, 1), strict=True):
        present(pupil)
        put_marks(pupil, {BEGAN + timedelta(days=7 * week): "OO" for week in range(mondays)})

    told = alerts(browser(head, FRIDAY_MORNING), held)

    assert "A weekday stands out Away 4 of 20 sessions on Mondays, and 0 of 78 on other days." in told
    assert "Since 14 September 2026." in told
    assert "Bela Turing" not in told


def test_a_day_attended_ends_the_absence_and_a_day_without_marks_does_not(browser, held, head):
    for pupil in held.pupils[:2]:
        present(pupil)
        away(pupil, 6)
    put_marks(held.pupils[0], {date(2026, 11, 18): "/I"})
    put_marks(held.pupils[1], {date(2026, 11, 18): "  "})

    told = alerts(browser(head, FRIDAY_MORNING), held)

    assert told.count("Absence goes on") == 1
    assert "Away 5 school days in a row. Since 12 November 2026." in told


# --- falls -------------------------------------------------------------------------------


@pytest.mark.requirement("HAL-24")
def test_a_fall_beyond_the_configured_amount_is_on_the_list_the_next_school_day(browser, held, head):
    """Three weeks and four days since 29 October hold 30 sessions; four of them are 13.3 points, three 10."""
    for pupil, missed in zip(held.pupils[:2], (4, 3), strict=True):
        present(pupil)
        days = weekdays(BEGAN, THURSDAY)
        put_marks(pupil, dict.fromkeys(days[-1:], "OO"))
        put_marks(pupil, {days[-4]: "OO" if missed == 4 else "O/"})
    thursday_morning = FRIDAY_MORNING - timedelta(days=1)

    told = alerts(browser(head, FRIDAY_MORNING), held)

    assert "Ada Byron" in told
    assert "Attendance falls Attendance fell by" in told
    assert "Since 19 November 2026." in told
    assert told.count("Attendance falls") == 1
    assert "The line: more than 10 percent." in told
    put_marks(held.pupils[0], {THURSDAY: "  "})
    assert "Ada Byron" not in alerts(browser(head, thursday_morning), held)


def test_a_child_of_too_few_sessions_has_not_fallen(browser, held, head):
    present(held.pupils[0], first=date(2026, 11, 9))
    put_marks(held.pupils[0], {date(2026, 11, 16): "OO", date(2026, 11, 17): "OO"})

    assert "Attendance falls" not in alerts(browser(head, FRIDAY_MORNING), held)


def test_an_alert_says_when_home_was_last_spoken_to(browser, held, head):
    for pupil in held.pupils[:2]:
        present(pupil)
        away(pupil, 6)
    an_event(held.pupils[0], "contact", by=head, on=date(2026, 11, 18), channel="phone")

    told = alerts(browser(head, FRIDAY_MORNING), held)

    assert "Last contact with home: 18 November 2026." in told
    assert "No contact with home is logged." in told


def test_a_child_who_died_raises_no_alert(browser, held, head):
    present(held.pupils[0])
    away(held.pupils[0], 6)
    Marker.objects.create(kind="deceased", pupil=held.pupils[0].pupil, first_day=THURSDAY)

    assert "Ada Byron" not in alerts(browser(head, FRIDAY_MORNING), held)


def test_a_long_list_is_read_a_page_at_a_time_and_the_reading_of_its_names_kept(browser, held, head):
    for _ in range(51):
        away(a_pupil(held.school), 5)
    client, address = browser(head, FRIDAY_MORNING), reverse("alerts", args=[held.school.pk])

    first, second = client.get(address), client.get(f"{address}?page=2")

    assert "Showing 1 to 50 of 51 alerts" in words_of(first)
    assert "Showing 51 to 51 of 51 alerts" in words_of(second)
    readings = AuditEvent.objects.filter(verb="read_list", thing="alerts").order_by("serial")
    assert [each.detail["children"] for each in readings] == [50, 1]


def test_patterns_are_turned_within_the_period_that_was_chosen(browser, held, head):
    for _ in range(26):
        pupil = a_pupil(held.school)
        present(pupil)
        put_marks(pupil, dict.fromkeys([date(2026, 11, 9), date(2026, 11, 16)], "II"))
    address = f"{reverse('patterns', args=[held.school.pk])}?first=2026-11-09&last=2026-11-20"

    page = browser(head, FRIDAY_MORNING).get(address)

    assert "Showing 1 to 25 of 26 children" in words_of(page)
    assert "?first=2026-11-09&amp;last=2026-11-20&amp;absent=2" in page.content.decode()


def test_a_school_without_terms_says_that_nobody_can_tell(browser):
    held = a_register_school(calendar=False)
    told = alerts(browser(held.officer, FRIDAY_MORNING), held)
    assert "The school’s terms are not set, so nobody can say what is a pattern." in told


@pytest.mark.parametrize("page", ["alerts", "patterns"])
def test_another_school_and_a_teacher_see_nothing(browser, held, page):
    address = reverse(page, args=[held.school.pk])
    assert browser(a_user("head", a_school()), FRIDAY_MORNING).get(address).status_code == 404
    assert browser(held.teacher, FRIDAY_MORNING).get(address).status_code == 404


# --- patterns ----------------------------------------------------------------------------


def patterns(client, held, first: date, last: date):
    sent = {"first": first.isoformat(), "last": last.isoformat()}
    return client.get(reverse("patterns", args=[held.school.pk]), sent)


@pytest.mark.requirement("WID-02")
def test_the_lead_lists_repeated_absence_and_repeated_lateness_of_a_chosen_period(browser, held):
    ada, bela, cleo, _ = held.pupils
    for pupil in (ada, bela, cleo):
        present(pupil)
    fridays = [date(2026, 9, 11) + timedelta(days=7 * week) for week in range(3)]
    put_marks(ada, dict.fromkeys(fridays, "O/"))
    put_marks(ada, {fridays[0]: "OO"})
    put_marks(bela, dict.fromkeys(fridays, "L/"))
    put_marks(cleo, {fridays[0]: "OO", date(2026, 9, 15): "LL"})
    client = browser(a_user("attendance_lead", held.school), FRIDAY_MORNING)

    told = words_of(patterns(client, held, BEGAN, date(2026, 10, 2)))

    assert "Away again on the same weekday (1)" in told
    assert "Ada Byron" in told
    assert "Away 4 of 8 sessions on Fridays, and 0 of 32 on other days." in told
    assert "Late again on the same weekday, or in the afternoon (1)" in told
    assert "Fridays: 3 of 3. 3 late in all" in told
    assert "Cleo" not in told


@pytest.mark.requirement("WID-02")
def test_what_lies_outside_the_period_is_no_pattern_of_it(browser, held):
    present(held.pupils[0])
    fridays = [date(2026, 9, 11) + timedelta(days=7 * week) for week in range(3)]
    put_marks(held.pupils[0], dict.fromkeys(fridays, "OL"))
    client = browser(held.officer, FRIDAY_MORNING)

    told = words_of(patterns(client, held, date(2026, 9, 14), date(2026, 10, 2)))

    assert "Away again on the same weekday (0)" in told
    assert "or in the afternoon (0)" in told


def test_a_period_over_two_school_years_is_read_whole(browser, held):
    days = [date(2026, 7, 6), date(2026, 7, 13), date(2026, 9, 7), date(2026, 9, 14)]
    put_marks(held.pupils[0], dict.fromkeys(weekdays(date(2026, 7, 6), date(2026, 7, 17)), "//"))
    present(held.pupils[0])
    put_marks(held.pupils[0], dict.fromkeys(days, "O/"))

    page = patterns(browser(held.officer, FRIDAY_MORNING), held, date(2026, 7, 6), date(2026, 9, 18))

    assert "Away 4 of 8 sessions on Mondays" in words_of(page)


def test_a_period_that_runs_backwards_is_refused(browser, held):
    page = patterns(browser(held.officer, FRIDAY_MORNING), held, FRIDAY, BEGAN)
    assert page.status_code == 422
    assert "The last day must not be before the first" in page.content.decode()
