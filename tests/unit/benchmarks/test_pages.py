"""The table of the pages' times, and what the measuring reads from the pages themselves."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.child_pages import READINGS, read_rows
from benchmarks.pages import OFFERED, SAMPLE_OF, SHOWN, _line
from supportfirst.casework.store.models import Role
from supportfirst.casework.web.templatetags.components import component
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_cases import an_assessment, an_event, put_marks


def test_a_line_tells_the_median_the_least_and_the_most():
    assert _line("first page", [30.0, 10.0, 20.0, 1000.0], 76_400).split()[2:] == ["25", "10", "1000", "76"]


def test_the_number_of_rows_is_read_where_a_list_goes_over_pages():
    found = SHOWN.search("<p>Showing 1 to 20 of 3,236</p>")

    assert found is not None
    assert found[1] == "3,236"


def test_a_button_of_the_sample_is_read_as_it_is_written():
    button = component("button", text=SAMPLE_OF, name="person", value="0192-abc", classes="govuk-button")

    assert OFFERED.findall(str(button)) == [("0192-abc", SAMPLE_OF)]


@pytest.mark.django_db
def test_the_yardstick_of_a_page_is_every_row_of_that_child_so_many_times_over():
    school = a_school()
    child, other = a_pupil(school), a_pupil(school)
    for each in (child, child, other):
        an_event(each, "meeting", by=a_user(Role.HEAD, school), on=date(2026, 10, 6))
    for each in (child, other):
        put_marks(each, {date(2026, 10, 6): "//"})
        an_assessment(each)

    found = [type(row).__name__ for row in read_rows(school.pk, child.pupil_id)]

    assert found == READINGS * ["CaseEvent", "CaseEvent", "PupilYear", "Assessed"]
