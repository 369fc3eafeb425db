"""The room of rows, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "supportfirst.casework.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
