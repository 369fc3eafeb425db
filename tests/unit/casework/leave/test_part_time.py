"""A part-time timetable is kept with a reason, a last day and a review, and flagged once it is over."""

from __future__ import annotations

from datetime import date

import pytest

from supportfirst.casework.store.models import CaseEvent
from tests.factories.site_cases import an_event
from tests.unit.casework.leave.test_child_leave import FRIDAY, World, child_lines

pytestmark = pytest.mark.django_db
AGREED = {
    "reason": "Return after an operation",
    "end_date": date(2026, 12, 4),
    "review_on": date(2026, 11, 27),
    "times": "Mornings",
    "agreed_with": "Her mother",
}
WARNING = "exceptional and for a limited time, never a long-term solution"


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        pytest.param("reason", "the reason", marks=pytest.mark.requirement("HAL-48")),
        pytest.param("end_date", "its last day", marks=pytest.mark.requirement("HAL-48")),
        pytest.param("review_on", "the day set for the review", marks=pytest.mark.requirement("SC-E14")),
    ],
)
def test_none_is_kept_without_a_reason_a_last_day_and_a_review(browser, left_out, words):
    world = World(browser, "halton")

    answer = world.record(
        "part_time_timetable", {name: value for name, value in AGREED.items() if name != left_out}
    )

    assert answer.status_code == 422
    assert words in str(answer.content.decode())
    assert not CaseEvent.objects.exists()


@pytest.mark.parametrize("pack", ["halton", "coventry", "essex", "cambridgeshire", "widnes-academy"])
@pytest.mark.requirement("SC-E14")
def test_its_last_day_and_a_warning_are_shown_everywhere(browser, pack):
    world = World(browser, pack)

    assert world.record("part_time_timetable", AGREED).status_code == 302

    told = world.page()
    assert "until 4 December 2026" in told
    assert WARNING in told
    assert "The day set for the review: 27 November 2026" in told


@pytest.mark.requirement("HAL-48")
def test_it_is_flagged_once_it_is_past_its_last_day_until_the_child_is_back(browser):
    world = World(browser, "halton")
    said = {name: str(value) for name, value in AGREED.items()}
    agreed = an_event(world.pupil, "part_time_timetable", by=world.held.officer, on=FRIDAY, **said)
    last, after = date(2026, 12, 4), date(2026, 12, 7)
    rule = "england.part_time.over"

    assert "past its last day" not in world.page(last)
    assert rule not in child_lines(world, last)
    assert "past its last day, 4 December 2026" in world.page(after)
    assert rule in child_lines(world, after)
    about = {"about": str(agreed.event)}
    assert world.record("part_time_ended", about, on=after).status_code == 302
    assert "past its last day" not in world.page(after)
    assert rule not in child_lines(world, after)
