"""Keep what stood before an act changed it, so that a page of a past moment can read it as it stood.

Put it on every act that changes a child's days on roll, birth date or flags, parents, or what a school's
assessment reads of the school. It goes beneath `transaction.atomic`: what is kept comes and goes with the
change. The rows themselves note what they held (`store/what_stood.py`), however they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from supportfirst.casework.access.actor import Actor
from supportfirst.casework.store.models import StoodBefore
from supportfirst.casework.store.what_stood import NOTES, Notes

Act = TypeVar("Act", bound=Callable[..., Any])
BATCH = 500


def keeps_what_stood(act: Act) -> Act:
    """An act by somebody, the first argument: what it changes is kept as it stood until their moment."""

    @wraps(act)
    def kept(actor: Actor, *args: Any, **more: Any) -> Any:
        with keeping(actor.at):
            return act(actor, *args, **more)

    return cast("Act", kept)


@contextmanager
def keeping(at: datetime) -> Iterator[None]:
    """An act within another one is a part of that."""
    if NOTES.get() is not None:
        yield
        return
    notes = Notes()
    token = NOTES.set(notes)
    try:
        yield
    finally:
        NOTES.reset(token)
    if notes.held:
        StoodBefore.objects.bulk_create(
            [
                StoodBefore(of=of, table=table, row=row, held=held, changed_at=at)
                for (table, row), (of, held) in notes.held.items()
            ],
            batch_size=BATCH,
        )
