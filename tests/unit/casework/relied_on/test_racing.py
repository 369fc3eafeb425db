"""Two people and more decide at once, in processes of their own; and a mark is amended while one decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.unit.casework.registers.test_racing import database

__all__ = ["database"]
ROOT = Path(__file__).parents[4]


def test_of_many_decisions_at_once_one_is_kept_and_no_change_is_lost(database, tmp_path):
    env = {**os.environ, "DATABASE_URL": database, "SUPPORTFIRST_DATA": str(tmp_path)}

    ran = subprocess.run(
        [sys.executable, "-m", "tests.unit.casework.relied_on.racing"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told.pop("vendor") in ("sqlite", "postgresql")
    assert told == {
        "decided": {"decide kept": 1, "decide refused": 3},
        "lines": 1,
        "one_decision": True,
        "amended": True,
        "mixed_waits": True,
        "open": 1,
    }
