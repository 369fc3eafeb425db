"""Rewards of a school: pages as somebody sees them on Friday 20 November 2026, and a term of marks."""

from __future__ import annotations

import pytest

from tests.factories.site_rewards import reward_school
from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]


@pytest.fixture
def held():
    """A school of Widnes Academy's pack, with four children who attended every session of the year."""
    return reward_school()


@pytest.fixture
def halton():
    return reward_school(pack="halton")
