"""What gunicorn serves under load: the site itself, with its own settings, under a clock put back."""

from __future__ import annotations

from benchmarks.load import put_back
from supportfirst.casework.project.wsgi import application

__all__ = ["application", "put_back"]
