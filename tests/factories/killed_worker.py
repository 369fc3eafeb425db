"""A worker that kills itself before a statement, for programs of the tests that have set Django up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from django.db import connection

from supportfirst.casework.actions.ask_job import Work
from supportfirst.casework.actions.run_jobs import Worker, put_back_expired
from tests.factories.killed import Counted

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def obey(
    words: Sequence[str],
    *,
    prepare: Callable[[], None],
    kinds: Mapping[str, Work],
    tell: Callable[[], None],
) -> None:
    """`prepare`; `work N`, killed before the Nth statement (0: none); `again`, an hour later; `tell`."""
    match words:
        case ["prepare"]:
            prepare()
        case ["work", kill_before]:
            work(kinds, START, int(kill_before))
        case ["again"]:
            work(kinds, LATER, 0)
        case ["tell"]:
            tell()


def work(kinds: Mapping[str, Work], at: datetime, kill_before: int) -> None:
    """Put back what expired and do what is due; says how many statements that took."""
    counted = Counted(kill_before)
    with connection.execute_wrapper(counted):
        put_back_expired(at)
        worker = Worker(now=lambda: at, kinds=kinds)
        while worker.run_next() is not None:
            pass
    sys.stdout.write(f"{counted.count}")
