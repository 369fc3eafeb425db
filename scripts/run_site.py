"""What `make run` starts: the sample site on this machine, with its web server and its worker of jobs.

The database is made and filled once, in out/site; then both run until Ctrl-C. PORT says another port.
Signing in asks for no password here, so the site answers to this machine alone and holds invented people.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from scripts.traceability import ROOT

ADDRESS = "127.0.0.1"
USUAL_PORT = 8000
SETTINGS = "supportfirst.casework.project.settings"
WORKER = "supportfirst.casework.console.management.commands.work_jobs"
PATIENCE = 60  # seconds for the web server to answer
GRACE = 15  # seconds for each to stop by itself
LOOK_EVERY = 0.2
DONE, FAILED = 0, 1


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The sample site's settings, over what is set already."""
    data = given.get("SUPPORTFIRST_DATA", str(ROOT / "out" / "site"))
    return {
        **given,
        "SUPPORTFIRST_DEMO": "1",
        "SUPPORTFIRST_DATA": data,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONUNBUFFERED": "1",
    }


def port_of(given: Mapping[str, str]) -> int | None:
    """The port that PORT names, or the usual one; None where PORT is no port."""
    told = given.get("PORT", "") or str(USUAL_PORT)
    return int(told) if told.isascii() and told.isdigit() and 0 < int(told) < 65536 else None


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((ADDRESS, port), timeout=1):
        return True
    return False


def server_words(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "supportfirst.casework.project.wsgi:application"),
        *("--bind", f"{ADDRESS}:{port}", "--workers", "1", "--threads", "4"),
        *("--no-control-socket", "--log-level", "warning"),
    ]


def commands(port: int) -> dict[str, list[str]]:
    """What runs side by side, by what it is called."""
    found = {"web server": server_words(port)}
    if importlib.util.find_spec(WORKER) is not None:
        found["worker of jobs"] = [sys.executable, "-m", "django", "work_jobs"]
    return found


def prepare(settings: Mapping[str, str]) -> bool:
    """Make the tables and load the sample, where they are not there yet."""
    Path(settings["SUPPORTFIRST_DATA"], "static").mkdir(parents=True, exist_ok=True)
    return all(
        do(command, settings) == DONE for command in (["migrate", "--verbosity", "0"], ["load_sample_site"])
    )


def do(command: Sequence[str], settings: Mapping[str, str]) -> int:
    """A command of the site, to its end; the exit code."""
    words = [sys.executable, "-W", "ignore", "-m", "django", *command]
    return subprocess.run(words, cwd=ROOT, env=dict(settings), check=False).returncode


def with_its_clock(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings, with how far the sample's story is from this machine's clock."""
    words = [sys.executable, "-W", "ignore", "-m", "django", "sample_moment"]
    told = subprocess.run(
        words, cwd=ROOT, env=dict(settings), check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    ahead = datetime.fromisoformat(told.strip()) - datetime.now(UTC)
    return {**settings, "SUPPORTFIRST_SAMPLE_AHEAD": str(ahead.total_seconds())}


def wait_until_ready(running: Mapping[str, subprocess.Popen[bytes]], port: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and first_stopped(running) is None:
        if answers(port):
            return True
        time.sleep(LOOK_EVERY)
    return False


def first_stopped(running: Mapping[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, process in running.items() if process.poll() is not None), None)


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each to stop, and end those that do not in time."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def start(words: Sequence[str], settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A process in a group of its own: Ctrl-C reaches this program alone, which then stops them in turn."""
    return subprocess.Popen(words, cwd=ROOT, env=dict(settings), start_new_session=True)


def run(port: int, settings: Mapping[str, str]) -> int:
    """Both until Ctrl-C, or until one stops by itself."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, words in commands(port).items():
            running[name] = start(words, settings)
        if wait_until_ready(running, port):
            say_where(port, settings)
        while first_stopped(running) is None:
            time.sleep(LOOK_EVERY)
        print(f"The {first_stopped(running)} stopped by itself; what it said stands above.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return DONE
    finally:
        stop(list(running.values()))


def say_where(port: int, settings: Mapping[str, str]) -> None:
    data = Path(settings["SUPPORTFIRST_DATA"])
    shown = data.relative_to(ROOT) if data.is_relative_to(ROOT) else data
    print(
        f"\nThe sample site is at http://{ADDRESS}:{port}/\n"
        "Its sign-in page offers each of the twenty roles; no password is asked for.\n"
        f"Everybody in it is invented. Its data is in {shown}. Stop it with Ctrl-C.\n",
        flush=True,
    )


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    port = port_of(os.environ)
    if port is None:
        print("PORT is not a number from 1 to 65535. Try: PORT=8001 make run", file=sys.stderr)
        return FAILED
    if is_taken(port):
        print(
            f"Port {port} is taken by another program. Stop that one, or try: PORT={port + 1} make run",
            file=sys.stderr,
        )
        return FAILED
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, interrupted)
    settings = environment(os.environ)
    try:
        if not prepare(settings):
            return FAILED
        settings = with_its_clock(settings)
    except KeyboardInterrupt:
        return DONE
    return run(port, settings)


if __name__ == "__main__":
    sys.exit(main())
