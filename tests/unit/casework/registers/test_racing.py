"""Many people at once, in processes of their own: one register a session, one change, no dead end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the tests run on."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/racing.sqlite3"
        return
    import psycopg

    name = f"racing_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_of_many_at_once_one_is_kept_and_the_ledger_holds(database, tmp_path):
    env = {**os.environ, "DATABASE_URL": database, "SUPPORTFIRST_DATA": str(tmp_path)}

    ran = subprocess.run(
        [sys.executable, "-m", "tests.unit.casework.registers.racing"],
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
        "same": {"kept": 4},
        "different": {"kept": 1, "refused": 3},
        "amendments": {"kept": 1, "refused": 3},
        "documents": [1, 1],
        "amended": 1,
        "holds": True,
        "rebuilt": True,
    }
