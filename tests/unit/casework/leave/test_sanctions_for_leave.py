"""Cambridgeshire's ladder: a sanction for leave counts nowhere on it, as the reasons of a child say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.factories.site_cases import an_event
from tests.factories.site_registers import words_of
from tests.unit.casework.leave.test_child_leave import FRIDAY, World

pytestmark = pytest.mark.django_db
FOUR = datetime(2026, 11, 20, 16, tzinfo=UTC)
FIRST_RUNG, NEXT_RUNG = "This request is for a penalty notice", "The next rung is section 444(1)"


@pytest.mark.parametrize(("ground", "counts"), [("leave", False), ("irregular", True)])
@pytest.mark.requirement("CAM-25")
def test_a_parent_with_a_sanction_for_leave_alone_is_treated_as_having_none(browser, ground, counts):
    world = World(browser, "cambridgeshire")
    by, issued = world.held.officer, date(2026, 2, 2)
    notice = {"ground": ground, "issued_on": str(issued), "received_on": "2026-02-04"}
    an_event(world.pupil, "penalty_notice", by=by, on=issued, adults=(world.mother,), **notice)
    referral = an_event(world.pupil, "referral", by=by, on=FRIDAY, route="prosecution")
    asked = {"about": str(referral.event), "asks_for": "s444_1"}
    an_event(world.pupil, "cambridgeshire_referral_form", by=by, on=FRIDAY, **asked)

    here = reverse("pupil-reasons-then", args=[world.held.school.pk, world.pupil.pupil_id, FOUR])
    told = words_of(browser(by, datetime(2026, 11, 20, 17, tzinfo=UTC)).get(here))

    assert (NEXT_RUNG in told, FIRST_RUNG in told) == (counts, not counts)
