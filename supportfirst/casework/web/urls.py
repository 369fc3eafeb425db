"""The addresses of every page, gathered from the files of views; each names its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

VIEWS = "supportfirst.casework.web.views"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{VIEWS}.{name}"))
    for name in (
        "absence_reports",
        "accessibility",
        "after_close",
        "alerts",
        "audit",
        "authority",
        "certificates",
        "child_records",
        "colours",
        "demo",
        "door",
        "exceptions",
        "find",
        "home",
        "imports",
        "jobs",
        "messages",
        "merging",
        "merging_adults",
        "morning",
        "moving_school",
        "numbers",
        "procedures",
        "morning_care",
        "planned",
        "named_people",
        "register_files",
        "pupil_changes",
        "pupil_markers",
        "pupil_notes",
        "pupils",
        "register_weeks",
        "registers",
        "replies",
        "school_calendar",
        "retention",
        "school_classes",
        "school_setup",
        "schools",
        "service",
        "signing_in",
        "tasks",
        "trust",
        "totp",
        "users",
        "worklist",
    )
]
