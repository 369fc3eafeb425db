"""Calls, registers, events and the worker at once, each locking in another order: nobody is turned away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.unit.casework.registers.test_racing import database

__all__ = ["database"]  # an empty one, of the kind that the tests run on

ROOT = Path(__file__).parents[4]


def test_nobody_waits_for_each_other_in_a_ring(database, tmp_path):
    environment = {**os.environ, "DATABASE_URL": database, "SUPPORTFIRST_DATA": str(tmp_path)}

    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.unit.casework.morning.racing"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["came"] == {"done": 5}
    assert told["holds"]
