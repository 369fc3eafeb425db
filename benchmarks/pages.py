"""`python -m benchmarks.pages`: how long the first page, the worklist and the page of a child take.

Two sites, one after the other: the sample as `make run` starts it (SQLite), and that of the load
(PostgreSQL, six schools), where one officer's worklist has more than two thousand rows. The child
has two years of marks, and is given two hundred events first (`benchmarks.full_child`); their page is asked
for as it is and as it stood. Over HTTP, signed in, one page after the other. Milliseconds are told and not
judged: they are those of the machine. Judged is how dear the child's pages are (`benchmarks.child_pages`).
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.load.browsing import TOKEN, Browser
from benchmarks.load.land import PASSWORD, Plan
from benchmarks.load.running import Site, free_port
from scripts import run_site

ROUNDS = 25
WARMING = 3  # what a process does once is done before
NIGHT_AHEAD = 60  # seconds; the work of the night is due by then
SHOWN = re.compile(r"Showing 1 to \d+ of ([\d,]+)")
OFFERED = re.compile(r'<button[^>]* value="([^"]+)" name="person"[^>]*>\s*([^<]+?)\s*<')
SAMPLE_OF = "Attendance officer"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="supportfirst-pages-") as folder:
        dear = _sample(Path(folder))
    with tempfile.TemporaryDirectory(prefix="supportfirst-pages-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # noqa: S103  the database may run under a user of its own
        _six_schools(Path(folder))
    if dear:
        print("\nThe pages of a child are dearer than their gates allow; see above.")
    return dear


def _sample(folder: Path) -> int:
    """The sample site, its jobs done before anything is asked for; 1 where a gate is broken."""
    port = free_port()
    settings = run_site.environment({**os.environ, "SUPPORTFIRST_DATA": str(folder)})
    assert run_site.prepare(settings), "the sample site could not be made"
    settings = run_site.with_its_clock(settings)
    assert run_site.do(["work_jobs", "--until-empty"], settings) == run_site.DONE
    serving = {"web server": run_site.start(run_site.server_words(port), settings)}
    print(f"\nMilliseconds of {ROUNDS} answers each, one after the other, with nothing else on the site.")
    print(f"{'':58}{'median':>8}{'least':>8}{'most':>8}{'KB':>8}", flush=True)
    try:
        assert run_site.wait_until_ready(serving, port), "the sample site did not start"
        browser = Browser(port, host=f"{run_site.ADDRESS}:{port}")
        person = asyncio.run(_sample_pages(browser, settings))
    finally:
        run_site.stop(list(serving.values()))
    return _run("benchmarks.child_pages", person, settings).returncode


async def _sample_pages(browser: Browser, settings: Mapping[str, str]) -> str:
    """Whose pages they were."""
    page = await browser.get("/demo")
    people = {role: person for person, role in OFFERED.findall(page.text)}
    token = TOKEN.search(page.text)
    assert token is not None, "nobody is offered"
    asked = {"csrfmiddlewaretoken": token[1], "person": people[SAMPLE_OF]}
    assert (await browser.post("/demo", asked)).status == 302, f"nobody can be the {SAMPLE_OF.lower()}"
    await _tell("sample, SQLite", browser)
    made = _run("benchmarks.full_child", people[SAMPLE_OF], settings, stdout=subprocess.PIPE)
    made.check_returncode()
    now, past = made.stdout.split()
    print(await _line_of("sample, SQLite: a child, two years, 200 events", browser, now), flush=True)
    print(await _line_of("sample, SQLite: the same as it stood", browser, past), flush=True)
    return people[SAMPLE_OF]


def _run(
    module: str, person: str, settings: Mapping[str, str], stdout: int | None = None
) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-W", "ignore", "-m", module, person]
    return subprocess.run(words, env=dict(settings), check=False, stdout=stdout, text=True)  # noqa: S603


def _six_schools(folder: Path) -> None:
    """The load's site after a night's work, its worker at rest."""
    site = Site(folder)
    try:
        plan = Plan(**json.loads(site.prepare()))
        site.end_jobs(NIGHT_AHEAD)
        site.start_web()
        asyncio.run(_load_pages(site, plan))
    finally:
        site.stop()


async def _load_pages(site: Site, plan: Plan) -> None:
    everywhere, (of_one, _) = Browser(site.port), plan.officers[0]
    await everywhere.sign_in(plan.everywhere, PASSWORD)
    await _tell("six schools, PostgreSQL", everywhere)
    one = Browser(site.port, "192.0.2.2")
    await one.sign_in(of_one, PASSWORD)
    await _tell("one of them", one)


async def _tell(whose: str, browser: Browser) -> None:
    """The lines of one person's pages."""
    shown = SHOWN.search((await browser.get("/worklist/")).text)
    rows = f"{shown[1]} rows" if shown else "on one page"
    for name, path in (("first page", "/"), (f"worklist, {rows}", "/worklist/")):
        print(await _line_of(f"{whose}: {name}", browser, path), flush=True)


async def _line_of(name: str, browser: Browser, path: str) -> str:
    took, size = [], 0
    for turn in range(WARMING + ROUNDS):
        begun = time.perf_counter()
        answer = await browser.get(path)
        if turn >= WARMING:
            took.append(1000 * (time.perf_counter() - begun))
        assert answer.status == 200, f"{path}: {answer.status}"
        size = len(answer.text)
    return _line(name, took, size)


def _line(name: str, took: Sequence[float], size: int) -> str:
    times = (statistics.median(took), min(took), max(took))
    return f"{name:58}{''.join(f'{each:8.0f}' for each in times)}{size / 1000:8.0f}"


if __name__ == "__main__":
    sys.exit(main())
