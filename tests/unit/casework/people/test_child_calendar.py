"""The calendar of sessions on a child's page: every session once, in words as well as in letters."""

from __future__ import annotations

import re
from datetime import date

import pytest

from supportfirst.casework.store.models import CalendarSpan, Enrolment, SpanKind
from tests.factories.site_cases import put_marks, put_weeks
from tests.unit.casework.people.conftest import words

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


def cells(family) -> list[str]:
    """What is read out of each cell of the calendar."""
    text = family.client.get(family.address()).content.decode()
    found = re.findall(r'<td class="sf-session--[^>]*>(.*?)</td>', text, re.DOTALL)
    spoken = [re.sub(r'<span aria-hidden="true">.*?</span>', "", each, flags=re.DOTALL) for each in found]
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in spoken]


def test_a_cell_says_its_day_half_letter_and_meaning(family):
    put_marks(family.enrolment, {date(2026, 11, 17): "IL", FRIDAY: "/O"})

    told = cells(family)

    assert "Tuesday 17 November morning: I, ill, other than at an appointment" in told
    assert "Tuesday 17 November afternoon: L, late" in told
    assert "Friday 20 November morning: /, present" in told
    assert "Friday 20 November afternoon: O, absent in other or unknown circumstances" in told


def test_a_cell_leads_to_the_history_of_its_mark(family):
    put_marks(family.enrolment, {FRIDAY: "/O"})

    text = family.client.get(family.address()).content.decode()

    address = family.address("mark", "2026-11-20", "afternoon")
    assert f'<a href="{address}">' in text
    assert family.client.get(address).status_code == 200


def test_a_missing_mark_a_closed_day_and_a_day_off_roll_are_told_apart(family):
    CalendarSpan.objects.create(
        school=family.school,
        kind=SpanKind.CLOSED,
        first_day=date(2026, 11, 16),
        last_day=date(2026, 11, 16),
        note="training of staff",
    )
    family.enrolment.first_day = date(2026, 11, 18)
    family.enrolment.save()
    put_marks(family.enrolment, {date(2026, 11, 18): " /"})

    told = cells(family)

    assert "Monday 16 November: training of staff" in told
    assert "Tuesday 17 November: not on the roll here" in told
    assert "Wednesday 18 November morning: ?, no mark" in told
    assert "Friday 20 November morning: ?, no mark yet" in told


def test_between_two_stays_the_child_is_not_on_the_roll(family):
    put_weeks(family.enrolment, date(2026, 11, 2), "//", 3)
    first = family.enrolment
    Enrolment.objects.create(
        pupil=family.pupil, school=family.school, group=family.group, first_day=date(2026, 11, 16)
    )
    first.last_day = date(2026, 11, 6)
    first.save()

    told = cells(family)

    assert "Monday 9 November to Friday 13 November: not on the roll here" in told
    assert "Friday 6 November morning: /, present" in told


def test_a_holiday_is_one_cell(family):
    put_weeks(family.enrolment, date(2026, 10, 19), "//")
    assert "Monday 26 October to Friday 30 October: outside the school’s terms" in cells(family)


def test_two_years_are_shown_and_the_one_before_is_folded(family):
    put_marks(family.enrolment, {date(2026, 3, 3): "I/", date(2025, 3, 4): "II"})
    put_weeks(family.enrolment, date(2026, 11, 9), "/O")

    answer = family.client.get(family.address())
    text = words(answer)

    assert "School year 2026 to 2027: attended 5 of 10 sessions" in text
    folded = answer.content.decode().split("<details", 1)[1]
    assert "March 2026: 1 of 2" in words(answer)
    assert "School year 2025 to 2026: attended 1 of 2 sessions" in folded
    assert "March 2025" not in text


def test_the_letters_that_occur_are_explained_and_no_others(family):
    put_marks(family.enrolment, {FRIDAY: "/O"})

    legend = re.search(
        r'<ul class="sf-legend".*?</ul>', family.client.get(family.address()).content.decode(), re.DOTALL
    )

    told = " ".join(re.sub(r"<[^>]+>", " ", legend[0]).split())
    assert "/ \\ present" in told
    assert "O absent in other or unknown circumstances: no other code fits (unauthorised absence)" in told
    assert " I " not in told


def test_a_colour_is_never_alone(family):
    """Every style of a cell that has a background has a letter as well."""
    put_marks(family.enrolment, {FRIDAY: "/O", date(2026, 11, 19): "LI"})

    text = family.client.get(family.address()).content.decode()

    for style, cell in re.findall(r'<td class="sf-session--([a-z-]+)"[^>]*>(.*?)</td>', text, re.DOTALL):
        assert style == "empty" or re.search(r'<span aria-hidden="true">[^<]+</span>', cell), style


def test_a_child_without_a_session_is_told_why_there_is_no_mark(family):
    family.enrolment.first_day = date(2026, 11, 23)
    CalendarSpan.objects.all().delete()

    assert "There is no mark yet: no session has come" in family.page()


def test_who_came_after_the_register_closed_is_drawn_as_absent(family):
    put_marks(family.enrolment, {FRIDAY: "UL"})

    text = family.client.get(family.address()).content.decode()

    assert (
        f'<td class="sf-session--unauthorised"><a href="{family.address("mark", "2026-11-20", "morning")}"'
        in text
    )
    assert (
        f'<td class="sf-session--late"><a href="{family.address("mark", "2026-11-20", "afternoon")}"' in text
    )
