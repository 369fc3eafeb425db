"""A share of sessions reads alike wherever it is said, and is never rounded onto a line."""

from __future__ import annotations

import pytest

from supportfirst.attendance.vocabulary.percentages import exact_percentage
from supportfirst.casework.bridge.absence_patterns import Fall
from supportfirst.casework.queries.figures import Figures


@pytest.mark.parametrize(
    ("attended", "possible", "said"),
    [(269, 299, "89.97%"), (270, 300, "90.0%"), (53, 105, "50.48%"), (101, 200, "50.5%"), (1, 3, "33.3%")],
)
def test_every_room_says_the_same_share(attended, possible, said):
    fall = Fall(before=(attended, possible), recent=(0, 10))

    assert exact_percentage(attended, possible) == said
    assert Figures("A class", possible=possible, attended=attended).attendance == said
    assert f"after {said} ({attended} of {possible} sessions)" in fall.words


@pytest.mark.parametrize(
    ("recent", "said"), [((24001, 30000), "9.997"), ((24000, 30000), "10.0"), ((23999, 30000), "10.003")]
)
def test_the_points_of_a_fall_are_never_rounded_onto_its_line(recent, said):
    assert f"fell by {said} percentage points" in Fall(before=(9, 10), recent=recent).words
