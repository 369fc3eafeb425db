"""The Django app of the pages: it holds templates, tags and built static files, and no rows."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "supportfirst.casework.web"
    label = "web"
