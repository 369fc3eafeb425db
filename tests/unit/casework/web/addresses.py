"""The addresses of the pages under test, and of none that others have written."""

from __future__ import annotations

from supportfirst.casework.web.views import colours, gallery

urlpatterns = [*gallery.urlpatterns, *colours.urlpatterns]
