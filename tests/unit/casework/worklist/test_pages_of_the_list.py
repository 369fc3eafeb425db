"""The worklist as a page: which part of it is shown, and what is asked of whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supportfirst.casework.store.models import School
from tests.factories.site import a_pupil, a_school, a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_assessment

pytestmark = pytest.mark.django_db


def shown_to(role: str, school: School, asked: str = "") -> str:
    return demo_client(a_user(role, school)).get(reverse("worklist") + asked).content.decode()


def test_filters_go_into_the_links_to_the_next_page_and_the_export() -> None:
    school = a_school()
    for _ in range(51):
        an_assessment(a_pupil(school), on_hold=True)

    shown = shown_to("attendance_officer", school, "?standing=on_hold&rule=x&not_rule=on")

    assert "/worklist/export/?standing=on_hold&amp;rule=x&amp;not_rule=on" in shown
    assert "?standing=on_hold&amp;rule=x&amp;not_rule=on&amp;from=0." in shown
    assert shown.count('class="sf-worklist__row') == 20
    assert "Showing 1 to 20 of 51 children" in shown


def test_whoever_may_only_look_is_asked_for_no_ticks() -> None:
    school = a_school()
    an_assessment(a_pupil(school))

    shown = shown_to("legal_panel", school)

    assert 'class="sf-worklist__row' in shown
    assert 'name="pupil"' not in shown
    assert reverse("worklist-act") not in shown
