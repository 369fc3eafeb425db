"""A progress bar for anything that takes over a second, and plain silence for what does not.

It is drawn on standard error, so that a result can be piped; where that is no terminal,
one plain line every few seconds takes its place.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

QUIET_FOR = 1.0  # seconds
PLAIN_EVERY = 5.0  # seconds


class Watch:
    """`watch(done)` or `watch(done, total)` as the work goes; nothing is drawn in the first second."""

    def __init__(self, label: str, total: int | None) -> None:
        self.label = label
        self.total = total
        self._started = time.monotonic()
        self._said = self._started
        self._bar: Progress | None = None
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int | None = None) -> None:
        self.total = total if total is not None else self.total
        now = time.monotonic()
        if now - self._started < QUIET_FOR:
            return
        if self._terminal:
            self._draw(done)
        elif now - self._said >= PLAIN_EVERY:
            self._said = now
            of_total = f" of {self.total:,}" if self.total else ""
            sys.stderr.write(f"{self.label}: {done:,}{of_total}\n")

    def _draw(self, done: int) -> None:
        if self._bar is None:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.add_task(self.label, total=self.total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, total=self.total)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def watching(label: str, total: int | None = None) -> Iterator[Watch]:
    """A Watch that clears its bar however the work ends."""
    watch = Watch(label, total)
    try:
        yield watch
    finally:
        watch.close()
