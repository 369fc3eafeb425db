"""The one clock of the site. Pages, jobs and commands ask it; what lies below them is told the moment."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment; in the sample site that of its own story, which stands still while the site is not run."""
    return timezone.now() + settings.CLOCK_AHEAD
