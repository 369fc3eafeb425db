"""Python's collector of cycles, kept from walking the same results over and over while a school is assessed.

Thousands of small values are made for each pupil and most are kept, so the collector would look at
all of them every few pupils and find nothing: it took a third of the time. What pointed at itself is untied
by hand instead (`let_go`), and goes at once.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collection inside; afterwards as it was before, also where the inside failed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
