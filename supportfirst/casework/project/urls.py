"""Every address of the site, and what is shown when a request fails."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler400 = "supportfirst.casework.web.views.errors.bad_request"
handler403 = "supportfirst.casework.web.views.errors.forbidden"
handler404 = "supportfirst.casework.web.views.errors.not_found"
handler500 = "supportfirst.casework.web.views.errors.our_fault"

urlpatterns: list[URLPattern | URLResolver] = [path("", include("supportfirst.casework.web.urls"))]
