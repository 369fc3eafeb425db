"""One process that runs pytest again and again in a copy of the project, each time in a child of its own.

It imports what the project rests on, and nothing of the project itself, so that a child starts at
once and yet reads every line of the project as it now stands. One line of JSON comes in for each
run, with pytest's arguments and the changes to the environment; one line goes back, its exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from collections.abc import Mapping, Sequence

import pytest

LIBRARIES = (
    "django.contrib.sessions.serializers",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.models",
    "django.forms",
    "django.shortcuts",
    "django.template.defaulttags",
    "django.test",
    "django.test.utils",
    "django.views.generic",
    "hypothesis.strategies",
    "lxml.html",
    "numba",
    "numpy",
    "pytest_django.plugin",
    "ruamel.yaml",
)
# pytest would read the assertions of some of these as it imports them: none of them is a test of ours
NOT_SAID = ("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")


def run(arguments: Sequence[str], environment: Mapping[str, str], *, keep_bytecode: bool) -> int:
    """The exit code of pytest in a child of this process."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    code = 70  # what is said where even pytest falls over
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.environ.update(environment)
        sys.dont_write_bytecode = not keep_bytecode
        sys.argv = ["pytest", *arguments]
        code = int(pytest.main([*NOT_SAID, *arguments]))
    finally:
        os._exit(code)  # nothing of the parent's is closed or written twice


def main() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        print(run(asked["arguments"], asked["environment"], keep_bytecode=asked["keep_bytecode"]), flush=True)


if __name__ == "__main__":
    main()
