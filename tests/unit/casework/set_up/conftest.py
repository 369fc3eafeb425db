"""Pages of a school's set-up, as somebody signed in sees them at nine on a Friday unless told otherwise."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.test import Client

from supportfirst.casework.store.models import User
from tests.factories.site import NINE
from tests.factories.site_registers import ActsAtAFixedMoment


@pytest.fixture
def browser(settings, monkeypatch):
    """`browser(user, at)`: a browser in which this person acts at this moment."""
    place = "tests.factories.site_registers.ActsAtAFixedMoment"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, place]
    settings.DEMO = True

    def opened(user: User, at: datetime = NINE) -> Client:
        monkeypatch.setattr(ActsAtAFixedMoment, "AT", at)
        client = Client(headers={"host": "localhost"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["demo"] = True
        session.save()
        return client

    return opened


def form_of(page, **instead) -> dict[str, str]:
    """What a browser would send of the page's form as it stands, with some fields filled in otherwise."""
    form = page.context["form"]
    held = {}
    for bound in form:
        value = bound.value()
        if callable(value):
            value = value()
        held[bound.html_name] = "" if value is None else str(bound.field.prepare_value(value))
    for name in [each.removesuffix("-day") for each in instead if each.endswith("-day")]:
        held.pop(name, None)
    return {**held, "submission": str(uuid.uuid4()), **instead}


def day_parts(name: str, day) -> dict[str, str]:
    """A day as its three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
