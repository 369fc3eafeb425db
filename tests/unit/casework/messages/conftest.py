"""A browser for the pages of messages, and a school on a morning on which three children are missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from supportfirst.casework.actions.run_jobs import Worker
from tests.factories.site import an_adult
from tests.factories.site_registers import a_register_school, submit
from tests.unit.casework.registers.conftest import browser

__all__ = ["browser"]

TWENTY_TO_TEN = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


@pytest.fixture
def held():
    """Ada's mother takes texts and e-mails, Bela's has a landline, and of Cleo's family nobody is known."""
    held = a_register_school(name="Orchard School", telephone="01632 960100")
    submit(held, "N", "N", "N", "/")
    ada, bela = held.pupils[0], held.pupils[1]
    an_adult(
        ada, legal_forename="Mina", legal_surname="Byron", telephone="07700 900123", email="m@example.org"
    )
    an_adult(bela, legal_forename="Sara", legal_surname="Turing", telephone="01632 960333", email=None)
    return held


@pytest.fixture
def work():
    """`work(at)`: the worker does whatever is due at that moment; how many jobs that were."""

    def done(at: datetime = TWENTY_TO_TEN) -> int:
        worker = Worker(now=lambda: at)
        count = 0
        while worker.run_next() is not None:
            count += 1
        return count

    return done
