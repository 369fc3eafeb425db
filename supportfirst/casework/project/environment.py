"""Reading settings from the environment, with an error that says what to do."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured


class SettingMissing(ImproperlyConfigured):
    """Something that only whoever runs the site can say was left out."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} is not set. Give {what}; for the sample site use SUPPORTFIRST_DEMO=1.")


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in ("1", "yes", "true", "on")


def listed(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
