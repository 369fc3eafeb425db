"""The site's settings for tests: SQLite unless DATABASE_URL says otherwise, and a folder of its own."""

from __future__ import annotations

import os
import tempfile

os.environ["SUPPORTFIRST_DEMO"] = "1"
os.environ.setdefault("SUPPORTFIRST_DATA", tempfile.mkdtemp(prefix="supportfirst-tests-"))

from supportfirst.casework.project.settings import *  # noqa: F403  after what it reads

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and guards nothing here
