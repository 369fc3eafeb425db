"""A Friday at nine, for the pages of the services that work with an authority's children."""

from __future__ import annotations

import pytest

from supportfirst.casework.web import middleware
from tests.factories.site_accounts import NINE


@pytest.fixture(autouse=True)
def at_nine(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: NINE)
