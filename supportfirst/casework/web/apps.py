"""The Django app of the pages: it holds templates, tags and built static files, and no rows."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class WebConfig(AppConfig):
    name = "supportfirst.casework.web"
    label = "web"

    def ready(self) -> None:
        # rows can be imported only now
        from supportfirst.casework.access.demo import demo_is_safe

        register(demo_is_safe, Tags.security)
