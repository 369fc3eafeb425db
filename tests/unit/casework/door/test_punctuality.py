"""Who comes late over a period, most often first, with what repeats."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.queries.punctuality import punctuality
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_cases import put_marks
from tests.factories.site_registers import a_register_school, amend, submit, words_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 2)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 20)


@pytest.fixture
def held():
    return a_register_school()


def asked(held, first=FIRST, last=LAST):
    page = punctuality(held.acting(held.officer, NOON), held.school.pk, first, last)
    assert page is not None
    return page.pupils


def mondays(number: int) -> list[date]:
    return [MONDAY + timedelta(days=7 * week) for week in range(number)]


def test_the_most_often_late_come_first_and_who_never_was_is_left_out(held):
    ada, bela, cleo, dara = held.pupils
    put_marks(ada, {MONDAY: "L/"})
    put_marks(bela, {MONDAY: "LU", MONDAY + timedelta(days=1): "L/"})
    put_marks(cleo, {MONDAY: "//"})
    put_marks(dara, {MONDAY: "NL", MONDAY + timedelta(days=1): "U/"})

    rows = asked(held)

    assert [(row.name, row.late, row.after_close) for row in rows] == [
        ("Bela Turing", 2, 1),
        ("Dara Franklin", 1, 1),
        ("Ada Byron", 1, 0),
    ]


def test_the_first_and_the_last_day_count_and_no_other(held):
    days = [FIRST - timedelta(days=3), FIRST, LAST, LAST + timedelta(days=3)]
    put_marks(held.pupils[0], dict.fromkeys(days, "LL"))

    [row] = asked(held)

    assert row.times == 4


def test_a_period_may_reach_over_school_years(held):
    put_marks(held.pupils[0], {date(2026, 7, 6): "L/", date(2026, 9, 14): "L/"})

    [row] = asked(held, date(2026, 7, 1), date(2026, 9, 30))

    assert row.times == 2
    [row] = asked(held, date(2026, 7, 1), date(2026, 7, 31))
    assert row.times == 1


def test_minutes_are_those_that_stand(held):
    ten = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
    submit(held, "L", "L", "U", "/", day=MONDAY, minutes={0: 8, 1: 20, 2: 50}, at=ten)
    amend(held, 0, original="L", new="L", minutes=5, day=MONDAY)
    amend(held, 1, original="L", new="/", day=MONDAY)

    assert [(row.name, row.minutes) for row in asked(held)] == [("Cleo Noether", 50), ("Ada Byron", 5)]


def test_a_weekday_three_times_is_a_pattern_and_twice_is_none(held):
    put_marks(held.pupils[0], dict.fromkeys(mondays(3), "L/"))
    put_marks(held.pupils[0], {MONDAY + timedelta(days=1): "L/"})
    put_marks(held.pupils[1], dict.fromkeys(mondays(2), "L/"))

    ada, bela = asked(held)

    assert (ada.on_weekdays, list(ada.patterns)) == ("Monday 3, Tuesday 1", ["Mondays: 3 of 4"])
    assert (bela.on_weekdays, list(bela.patterns)) == ("Monday 2", [])


def test_the_afternoon_three_times_is_a_pattern(held):
    days = [MONDAY + timedelta(days=day) for day in (0, 1, 2)]
    put_marks(held.pupils[0], dict.fromkeys(days, "/L"))

    [row] = asked(held)

    assert list(row.patterns) == ["afternoons: 3"]


def test_another_schools_pupils_are_not_listed(held):
    put_marks(a_pupil(a_school()), {MONDAY: "L/"})

    assert asked(held) == []


def test_more_pupils_take_no_more_queries(held, django_assert_max_num_queries):
    put_marks(held.pupils[0], {MONDAY: "L/"})
    asked(held)
    with django_assert_max_num_queries(100) as one:
        asked(held)
    assert len(one.captured_queries) <= 7
    for _ in range(10):
        put_marks(a_pupil(held.school, held.group), dict.fromkeys(mondays(3), "L/"))

    with django_assert_max_num_queries(len(one.captured_queries)):
        assert len(asked(held)) == 11


def shown(client, held, **typed):
    return client.get(reverse("punctuality", args=[held.school.pk]), typed)


def period(first: date, last: date) -> dict[str, int]:
    ends = (("first", first), ("last", last))
    return {f"{name}-{part}": getattr(day, part) for name, day in ends for part in ("day", "month", "year")}


def test_the_page_shows_a_chosen_period(browser, held):
    put_marks(held.pupils[0], dict.fromkeys(mondays(3), "L/"))
    client = browser(held.officer, NOON)

    assert "3 late" in words_of(shown(client, held))
    told = words_of(shown(client, held, **period(FIRST, date(2026, 11, 9))))

    assert "2 November 2026 to 9 November 2026" in told
    assert "2 late" in told
    assert "Monday 2 no pattern" in told


def test_without_a_choice_it_is_the_school_year_up_to_today(browser, held):
    assert "1 August 2026 to 20 November 2026" in words_of(shown(browser(held.officer, NOON), held))


def test_it_is_read_a_page_at_a_time_and_the_period_stays_chosen(browser, held):
    for place in range(51):
        put_marks(a_pupil(held.school, held.group, surname=f"Late-{place:02}"), {MONDAY: "L/"})
    client = browser(held.officer, NOON)

    first = shown(client, held, **period(FIRST, LAST))
    [following] = {each["href"] for each in first.context["shown"].links["items"] if each["number"] == 2}
    second = client.get(reverse("punctuality", args=[held.school.pk]) + following)

    assert "Showing 1 to 50 of 51 pupils" in words_of(first)
    assert "Showing 51 to 51 of 51 pupils" in words_of(second)
    assert "Late-50" in words_of(second)
    assert "Late-49" not in words_of(second)
    ends = f"{FIRST.day} {FIRST:%B %Y} to {LAST.day} {LAST:%B %Y}"
    assert ends in words_of(first)
    assert ends in words_of(second)
    assert "1 August 2026" in words_of(shown(client, held, page=2))  # no period was chosen


def test_a_period_that_ends_before_it_begins_is_refused(browser, held):
    answer = shown(browser(held.officer, NOON), held, **period(LAST, FIRST))

    assert answer.status_code == 422
    assert "The last day must not be before the first" in words_of(answer)


@pytest.mark.parametrize("role", ["teacher", "governor", "analyst"])
def test_who_may_not_look_through_the_schools_attendance_has_no_such_page(browser, held, role):
    assert shown(browser(a_user(role, held.school), NOON), held).status_code in (302, 404)


def test_another_schools_officer_has_no_such_page(browser, held):
    assert shown(browser(a_user("attendance_officer", a_school()), NOON), held).status_code == 404
