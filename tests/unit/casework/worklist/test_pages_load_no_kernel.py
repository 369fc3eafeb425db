"""The compiled kernel is the worker's alone: pages and queries start without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_no_page_or_query_loads_the_compiled_kernel() -> None:
    program = (
        "import importlib, pkgutil, os, sys\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "import django; django.setup()\n"
        "import supportfirst.casework.web as web, supportfirst.casework.queries as queries\n"
        "found = [pkgutil.walk_packages(each.__path__, each.__name__ + '.') for each in (web, queries)]\n"
        "names = [module.name for modules in found for module in modules]\n"
        "[importlib.import_module(name) for name in names]\n"
        "assert 'supportfirst.casework.web.urls' in names and len(names) > 10, names\n"
        "measures = 'supportfirst.attendance.measures.'\n"
        "kernel = ('numba', measures + 'kernel', measures + 'run')\n"
        "print([name for name in kernel if name in sys.modules])\n"
    )
    root = Path(__file__).resolve().parents[4]

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )

    assert ran.stderr == ""
    assert ran.stdout.strip() == "[]"


def test_one_pupil_is_judged_and_a_sheet_run_again_without_the_compiled_kernel() -> None:
    program = (
        "import sys\n"
        "import supportfirst.attendance.assessment.one_pupil, supportfirst.attendance.casebook.rerun\n"
        "import supportfirst.attendance.casebook.sheet\n"
        "print('numba' in sys.modules, 'supportfirst.attendance.measures.kernel' in sys.modules)\n"
    )
    root = Path(__file__).resolve().parents[4]

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False, timeout=120
    )

    assert ran.stderr == ""
    assert ran.stdout.strip() == "False False"
