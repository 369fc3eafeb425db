"""What another place of education says of a child's days there, and what the watch makes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from supportfirst.casework.bridge.codes_in_force import pack_of
from supportfirst.casework.bridge.integrity import asked_about
from supportfirst.casework.store.models import CaseEvent
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import a_plan, put_marks
from tests.factories.site_registers import words_of
from tests.unit.casework.set_up.conftest import form_of

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 20)
WHAT = "provider-confirmation"


class Elsewhere:
    """A child with two days at another provider, and the office that asks it."""

    def __init__(self, browser) -> None:
        self.school = a_school()
        self.pupil = a_pupil(self.school, a_class(self.school), forename="Ada", surname="Larkspur")
        put_marks(self.pupil, {MONDAY: "BB", TUESDAY: "BB"})
        self.office = a_user("attendance_officer", self.school, name="Kim Sorrel")
        self.client = browser(self.office)
        self.address = reverse("pupil-record", args=[self.school.pk, self.pupil.pupil_id, WHAT])

    def says(self, *, there="yes", on=MONDAY, session="whole_day", to=None):
        told = {"on-day": on.day, "on-month": on.month, "on-year": on.year}
        told |= {"field_session": session, "field_there": there, "field_confirmed_by": "The head of centre"}
        if to is not None:
            told |= {"field_to-day": to.day, "field_to-month": to.month, "field_to-year": to.year}
        sent = {name: str(value) for name, value in told.items()}
        return self.client.post(self.address, form_of(self.client.get(self.address), **sent))

    def open(self):
        found = asked_about(self.school, pack_of(self.school, FRIDAY), NINE)
        return [(each.day, each.half) for each in found if each.check == "confirmed"]

    def page(self):
        return words_of(self.client.get(reverse("integrity", args=[self.school.pk])))


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"session": "morning"}, [(MONDAY, 1), (TUESDAY, 0), (TUESDAY, 1)]),
        ({}, [(TUESDAY, 0), (TUESDAY, 1)]),
        ({"to": TUESDAY}, []),
        ({"to": TUESDAY, "session": "afternoon"}, [(MONDAY, 0), (TUESDAY, 0)]),
        ({"there": "no"}, [(MONDAY, 0), (MONDAY, 1), (TUESDAY, 0), (TUESDAY, 1)]),
    ],
)
def test_what_is_confirmed_is_asked_about_no_more_and_nothing_beside_it(browser, told, left):
    elsewhere = Elsewhere(browser)

    assert elsewhere.says(**told).status_code == 302

    assert elsewhere.open() == left


def test_the_later_word_holds_and_a_child_who_was_not_there_has_a_mark_to_amend(browser):
    elsewhere = Elsewhere(browser)
    plan = a_plan(elsewhere.pupil, "provider", "B", by=elsewhere.office, day=MONDAY)
    plan.evidence = "The provider's register"
    plan.save()
    elsewhere.says()
    assert (MONDAY, 0) not in elsewhere.open()

    elsewhere.says(there="no", session="morning")

    assert (MONDAY, 0) in elsewhere.open()  # whatever the plan shows
    assert (MONDAY, 1) not in elsewhere.open()
    assert "said not to have been there: amend the mark" in elsewhere.page()


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((TUESDAY, MONDAY), "The last day comes before the first"),
        ((FRIDAY, FRIDAY + timedelta(days=1)), "Nobody can have confirmed a day to come"),
        ((FRIDAY - timedelta(days=32), FRIDAY), "One record confirms a month at most"),
    ],
)
def test_days_that_can_not_be_meant_are_refused_with_what_to_do(browser, days, why):
    elsewhere = Elsewhere(browser)

    answer = elsewhere.says(on=days[0], to=days[1])

    assert answer.status_code in (200, 422)
    assert why in words_of(answer)
    assert not CaseEvent.objects.filter(kind="provider_confirmation").exists()


def test_the_list_and_the_child_s_page_lead_to_the_form(browser):
    elsewhere = Elsewhere(browser)

    for name, where in (
        ("integrity", [elsewhere.school.pk]),
        ("pupil", [elsewhere.school.pk, elsewhere.pupil.pupil_id]),
    ):
        page = elsewhere.client.get(reverse(name, args=where)).content.decode()
        assert f'href="{elsewhere.address}">Record what the other place says' in page
