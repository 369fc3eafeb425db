"""The phases and types of school that are offered, in the words that the packs compare."""

from __future__ import annotations

PHASES = ("nursery", "primary", "middle", "secondary", "all-through", "special", "alternative provision")
TYPES = (
    "academy",
    "community",
    "foundation",
    "free school",
    "independent",
    "non-maintained special",
    "pupil referral unit",
    "voluntary aided",
    "voluntary controlled",
)
