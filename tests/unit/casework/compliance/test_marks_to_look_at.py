"""The note on every page with a figure that marks, which the night left open, could still move."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from supportfirst.casework.actions.watch_integrity import keep_findings
from supportfirst.casework.queries.marks_to_look_at import marks_to_look_at
from supportfirst.casework.store.models import CalendarSpan, IntegrityFinding, Marker, MarkerKind
from tests.factories.site import NINE, a_class, a_pupil, a_school, a_user
from tests.factories.site_cases import an_assessment, put_marks
from tests.factories.site_registers import words_of
from tests.factories.site_rewards import a_reward_scheme

pytestmark = pytest.mark.django_db

MONDAY, SUNDAY = date(2026, 11, 9), date(2026, 11, 15)
NOTE = "could still move the figures of this page, as of the last nightly look"


class Open:
    """A child of whom two marks are open, and another of whom none is."""

    def __init__(self, browser) -> None:
        self.school = a_school()
        group = a_class(self.school)
        self.pupil, self.other = a_pupil(self.school, group), a_pupil(self.school, group)
        put_marks(self.pupil, {MONDAY: "/C", SUNDAY: "/ "})
        put_marks(self.other, {MONDAY: "//"})
        self.head = a_user("head", self.school)
        self.client = browser(self.head)
        with transaction.atomic():
            keep_findings(self.school, NINE)

    def page_of(self, name, pupil):
        ids = [pupil.pupil_id] if name == "worklist-row" else [self.school.pk, pupil.pupil_id]
        return self.client.get(reverse(name, args=ids))


@pytest.mark.parametrize("name", ["pupil-profile", "pupil-front-door", "certificate", "worklist-row"])
def test_a_page_of_a_child_says_how_many_marks_could_still_move_its_figures(browser, name):
    held = Open(browser)
    for each in (held.pupil, held.other):
        an_assessment(each)

    assert f"2 marks {NOTE}" in words_of(held.page_of(name, held.pupil))
    assert NOTE not in words_of(held.page_of(name, held.other))


def test_a_list_of_rewards_says_how_many_marks_could_still_move_it_until_somebody_answers(browser):
    held = Open(browser)
    scheme = a_reward_scheme(held.school, by=held.head)
    address = reverse("reward-of-day", args=[held.school.pk, scheme.pk, "2026-11-09"])
    assert f"2 marks {NOTE}" in words_of(held.client.get(address))

    IntegrityFinding.objects.update(justified_by=held.head, justified_at=NINE)

    assert NOTE not in words_of(held.client.get(address))


def test_the_list_over_schools_tells_how_many_marks_each_has_open(browser):
    held = Open(browser)
    quiet = a_school(authority=held.school.authority)
    client = browser(a_user("principal_officer", authority=held.school.authority))

    shown = {each.school: each for each in client.get(reverse("compliance-list")).context["schools"]}

    words = [check.words for check in shown[held.school].lacking if check.anchor == "integrity"]
    assert words == ["2 marks that could still move a figure, as of the last nightly look"]
    assert all(check.anchor != "integrity" for check in shown[quiet].checks)


def test_marks_of_other_days_and_of_a_child_who_died_are_not_counted(browser):
    held = Open(browser)
    of = held.school.pk, [held.pupil.pupil_id]
    assert marks_to_look_at(*of, SUNDAY) == 2
    assert marks_to_look_at(*of, MONDAY) == 1
    assert marks_to_look_at(*of, SUNDAY, SUNDAY) == 1
    assert marks_to_look_at(*of, date(2027, 9, 1)) == 0  # of another school year

    Marker.objects.create(kind=MarkerKind.DECEASED, pupil=held.pupil.pupil, first_day=MONDAY)

    assert marks_to_look_at(*of, SUNDAY) == 0


def test_a_school_without_days_to_look_at_is_not_told_that_nothing_is_open(browser):
    held = Open(browser)
    CalendarSpan.objects.filter(school=held.school).delete()

    said = words_of(held.client.get(reverse("compliance", args=[held.school.pk])))

    assert "Nobody can tell: no school day of this school year is over" in said
    assert "nothing of this school year is open" not in said.lower()
