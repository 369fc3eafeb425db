"""Which markers of a child or an adult stand on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from supportfirst.casework.store.days_held import in_force
from supportfirst.casework.store.models import MarkerKind


def standing_on(day: date) -> Q:
    """Those in force; and a death is for good, whenever it was written down."""
    return in_force(day) | Q(kind=MarkerKind.DECEASED)
