"""A school with a class, and its attendance officer in a browser at nine on a Friday."""

from __future__ import annotations

import pytest

from supportfirst.casework.store.models import Upload
from tests.factories.site import NINE
from tests.factories.site_accounts import demo_client
from tests.factories.site_registers import a_register_school


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    monkeypatch.setattr("supportfirst.casework.web.middleware.now", lambda: NINE)


@pytest.fixture
def held():
    return a_register_school()


@pytest.fixture
def school(held):
    return held.school


@pytest.fixture
def officer(held):
    return held.acting(held.officer, NINE)


@pytest.fixture
def client(held):
    return demo_client(held.officer)


@pytest.fixture
def only_file():
    """`only_file()`: the one file that was sent, as it stands."""
    return lambda: Upload.objects.get()
