"""Pages of registers, as somebody signed in sees them at a quarter to nine unless told otherwise."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from supportfirst.casework.store.models import User
from tests.factories.site_registers import QUARTER_TO_NINE, ActsAtAFixedMoment


@pytest.fixture
def browser(settings, monkeypatch):
    """`browser(user, at)`: a browser in which this person acts at this moment."""
    place = "tests.factories.site_registers.ActsAtAFixedMoment"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, place]

    def opened(user: User, at: datetime = QUARTER_TO_NINE) -> Client:
        monkeypatch.setattr(ActsAtAFixedMoment, "AT", at)
        client = Client(headers={"host": "localhost"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return opened
