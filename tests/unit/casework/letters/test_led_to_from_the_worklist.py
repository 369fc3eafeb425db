"""From a row of the worklist to the letters of the child, for whoever may write them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.site import a_user
from tests.factories.site_accounts import demo_client
from tests.factories.site_cases import an_assessment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "led"), [("attendance_officer", True), ("legal_panel", False)])
def test_a_row_leads_to_the_child_s_letters_where_the_reader_may_write_them(held, role, led):
    child = held.pupils[0]
    an_assessment(child)
    place = {"authority": held.school.authority} if role == "legal_panel" else {"school": held.school}
    reader = a_user(role, **place)

    answer = demo_client(reader).get(reverse("worklist-row", args=[child.pupil_id]))

    assert answer.status_code == 200
    assert (reverse("child-letters", args=[held.school.pk, child.pupil_id]) in answer.content.decode()) is led
