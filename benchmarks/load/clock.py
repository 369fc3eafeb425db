"""The clock of the site under load: it was put back to a school morning, and runs on from there.

A real clock would stand on a Sunday or in the holidays.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

BEGINS = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)  # a Friday, when registers are closed; London is on UTC
SHIFT = "LOAD_CLOCK_SHIFT"  # seconds between the machine's clock and the site's


def shift_now() -> int:
    """Seconds by which the site's clock must go back so that it is BEGINS now."""
    return int((datetime.now(UTC) - BEGINS).total_seconds())


def shifted() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=int(os.environ[SHIFT]))
