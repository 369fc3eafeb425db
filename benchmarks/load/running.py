"""The site as it would run for an authority: PostgreSQL, gunicorn with its settings, a worker of jobs.

Whatever ends by itself is started again, as a machine's own supervisor does.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from benchmarks.load.browsing import HOST
from benchmarks.load.clock import SHIFT, shift_now
from benchmarks.load.postgres import Postgres
from scripts.traceability import ROOT

SETTINGS = "supportfirst.casework.project.settings"
PATIENCE = 60  # seconds to begin or to stop
LOOK_EVERY = 0.1
PYTHON = (sys.executable, "-W", "ignore")


class Site:
    """One site in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = Postgres(folder)
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.postgres.address,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "SUPPORTFIRST_DATA": str(folder / "site"),
            "SUPPORTFIRST_SECRET_KEY": "of a site that lives for some minutes and holds nobody real",
            "SUPPORTFIRST_HOSTS": HOST,
            "SUPPORTFIRST_BEHIND_PROXY": "1",
            "SUPPORTFIRST_BIND": f"127.0.0.1:{self.port}",
            SHIFT: str(shift_now()),
        }
        self.environment.pop("SUPPORTFIRST_DEMO", None)
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def prepare(self) -> str:
        """Database, rows and static files; what `land` printed."""
        self.postgres.start()
        self.postgres.make_database()
        (self.folder / "site").mkdir()
        self.run("django", "collectstatic", "--noinput", "--verbosity", "0")
        return self.run("benchmarks.load.land")

    def run(self, module: str, *arguments: str, given: str = "", **more: str) -> str:
        """A module as a process beside the site; what it printed."""
        words = [*PYTHON, "-m", module, *arguments]
        told = subprocess.run(
            words,
            cwd=ROOT,
            env={**self.environment, **more},
            input=given,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return told.stdout

    def start(self) -> None:
        self._start_web()
        self._start_worker()
        self._wait_for_web()

    def start_web(self) -> None:
        """The web server alone: nobody does its jobs."""
        self._start_web()
        self._wait_for_web()

    def _wait_for_web(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < until, f"the site did not start; see {self.folder}/web.log"
            time.sleep(LOOK_EVERY)

    def keep_up(self) -> None:
        """Start again what has ended."""
        if self.postgres.process is not None and self.postgres.process.poll() is not None:
            self.postgres.start()
        if self.web is not None and self.web.poll() is not None:
            self._start_web()
        if self.worker is not None and self.worker.poll() is not None:
            self._start_worker()

    def kill(self, what: str) -> None:
        """`kill -9` of one of KILLS."""
        if what == "database":
            self.postgres.kill()
        elif what == "connection":
            self.postgres.kill_a_connection()
        elif what == "worker":
            assert self.worker is not None
            self.worker.kill()
        elif what == "web":
            assert self.web is not None
            self.web.kill()
        else:
            assert self.web is not None
            serving = psutil.Process(self.web.pid).children()
            if serving:
                serving[0].kill()

    def end_jobs(self, ahead: int) -> None:
        """Do every job that waits, by a worker whose clock is so many seconds ahead: no lease holds it up."""
        if self.worker is not None:
            _end(self.worker)
        shift = str(int(self.environment[SHIFT]) - ahead)
        self.run("benchmarks.load.work", "--until-empty", **{SHIFT: shift})

    def stop(self) -> None:
        """Everything, the database last."""
        for process in (self.web, self.worker):
            if process is not None:
                _end(process)
        self.postgres.stop()

    def cpu_seconds(self) -> dict[str, float]:
        """CPU so far of what runs, by what it is."""
        held = {"web": self.web, "worker": self.worker, "database": self.postgres.process}
        return {name: _cpu(process.pid) for name, process in held.items() if process is not None}

    def _start_web(self) -> None:
        self.web = self._start(
            "web.log",
            *("-m", "gunicorn", "--config", "python:supportfirst.casework.project.gunicorn_settings"),
            "benchmarks.load.site:application",
        )

    def _start_worker(self) -> None:
        self.worker = self._start("worker.log", "-m", "benchmarks.load.work", kindly=True)

    def _start(self, log: str, *words: str, kindly: bool = False) -> subprocess.Popen[bytes]:
        """kindly: behind whoever waits for a page, as `nice` has it.

        Web and worker stay in one session: Linux weighs sessions alike, whatever is nice within them.
        """
        first = ("nice", "-n", "19") if kindly else ()
        with (self.folder / log).open("ab") as told:
            return subprocess.Popen(
                [*first, *PYTHON, *words],
                cwd=ROOT,
                env=self.environment,
                stdout=told,
                stderr=told,
            )

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


# One at a time, in this order, over and over: a process that serves pages, the worker, one connection of
# the database with all the others, the web server whole, the database whole.
KILLS = ("a process that serves pages", "worker", "connection", "web", "database")


def _cpu(pid: int) -> float:
    """Of a process, its children, and those of them that have ended."""
    found = psutil.Process(pid)
    total = 0.0
    for process in [found, *found.children(recursive=True)]:
        try:
            spent = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    spent = found.cpu_times()
    return float(total + spent.children_user + spent.children_system)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)  # says nothing to one that has ended
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of this machine that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
