"""Walks are taken at nine on a Friday, whatever the day of the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from supportfirst.casework.web import middleware
from tests.factories.site_accounts import NINE


@pytest.fixture(autouse=True)
def at_nine(monkeypatch):
    monkeypatch.setattr(middleware, "now", lambda: NINE)


@pytest.fixture
def asked() -> Callable[..., Any]:
    """`asked(client, "post", address)`: the answer, with what it changed taken back.

    So that one land serves a whole walk: what a page did (signing out, ending somebody's access) does
    not stand when the next one is asked.
    """

    def ask(client: Client, method: str, address: str, sent: Any = None) -> Any:
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = getattr(client, method)(address, sent)
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    return ask
