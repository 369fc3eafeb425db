"""Letters as somebody sees them at four o'clock on Friday 20 November 2026."""

from __future__ import annotations

import pytest

from supportfirst.casework.actions.assess_school import ask_reassessment
from tests.factories.site_letters import AFTER, letter_school, worked


@pytest.fixture(autouse=True)
def four_o_clock(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: AFTER)


@pytest.fixture
def held():
    """A school of Halton's pack, where one child missed three days in her first week of marks."""
    return letter_school()


@pytest.fixture
def assess():
    """`assess(held)`: have the worker assess every child of the school."""

    def make(of):
        ask_reassessment(of.school, None, AFTER, asked_by=of.officer)
        worked()

    return make
