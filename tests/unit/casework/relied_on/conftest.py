"""A week of marks of one child, a paper that relied on them, and people who decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from supportfirst.casework.actions.relying import register_reliance
from tests.factories.site import NINE
from tests.factories.site_registers import FRIDAY, a_register_school, submit
from tests.unit.casework.registers.conftest import browser  # noqa: F401  pages at a fixed moment

MONDAY = FRIDAY - timedelta(days=4)
WEEK = [MONDAY + timedelta(days=place) for place in range(5)]
AFTER = NINE + timedelta(hours=8)


@pytest.fixture
def held():
    """A week of marks of the first child: on time, late twice, ill, gone without leave, unexplained."""
    school = a_register_school()
    for day, (morning, afternoon) in zip(WEEK, ["//", "L/", "II", "OO", "NU"], strict=True):
        submit(school, morning, day=day)
        submit(school, afternoon, day=day, half=1)
    return school


@pytest.fixture
def relied(held):
    """`relied(thing)`: a paper of the week that told the first child's marks."""

    def registered(thing="one", *, span=(MONDAY, FRIDAY), known_at=AFTER, at=AFTER, **more):
        with transaction.atomic():
            actor = held.acting(held.officer, at)
            title = f"Certificate of a week ({thing})"
            return register_reliance(
                actor, "certificate", thing, title, held.pupils[0], span, known_at, **more
            )

    return registered
