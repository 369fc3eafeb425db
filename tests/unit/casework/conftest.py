"""The site's tables for tests: made by the migrations, or faster from the models with the same triggers.

The models are the usual way, for whoever runs one test often; `make test` runs with `--migrations`.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from supportfirst.casework.store.triggers import guard, let_moments_rise


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    if request.config.getoption("nomigrations"):
        with django_db_blocker.unblock(), connection.schema_editor() as editor:
            guard(apps, editor)
            let_moments_rise(apps, editor)
