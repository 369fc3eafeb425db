"""The site's tables for tests: made by the migrations, or faster from the models with the same triggers.

The models are the usual way, for whoever runs one test often; `make test` runs with `--migrations`.
"""

from __future__ import annotations

import sys

import pytest
from django.apps import apps
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from supportfirst.casework.store import what_stood
from supportfirst.casework.store.triggers import guard, let_moments_rise

# What makes a school, and changes none that somebody looks back at.
MAKES_SCHOOLS = ("begin_site.py", "load_sample_site.py")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    if request.config.getoption("nomigrations"):
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            guard(apps, editor)
            let_moments_rise(apps, editor)


@pytest.fixture(autouse=True)
def no_act_forgets_what_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every act that a test runs keeps what it changes, or fails: a page of the past would not know it."""
    monkeypatch.setattr(what_stood, "outside_an_act", refuse_acts)


def refuse_acts(model: type) -> None:
    frame = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if "/casework/actions/" in file and not file.endswith(MAKES_SCHOOLS):
            message = f"{file}: an act changed a row of {model.__name__}, and kept nothing of what stood"
            raise AssertionError(message)
        frame = frame.f_back
