"""`python -m benchmarks.load`: the site under an open loop of registers, then everything counted.

`--kills N` kills its processes meanwhile, one after the other, with clients that try again. Fails where
anything was lost, doubled or refused; without kills also where the 95th of 100 waited too long.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load.browsing import Browser
from benchmarks.load.land import PASSWORD, Plan
from benchmarks.load.open_loop import Load, Told
from benchmarks.load.reckoning import Reckoned
from benchmarks.load.running import KILLS, Site

MOST_SECONDS = 0.250  # for 95 of 100, from the moment of the schedule
MOST_BYTES = 16.0  # of a mark, with the indexes of its table
BETWEEN_KILLS = 3.0  # seconds
CALM = 10.0  # seconds after the last kill
LEASES_RUN_OUT = 600  # seconds by which the last worker's clock is ahead, so that no lease is waited for
DONE, FAILED = 0, 1


def main(words: Sequence[str] | None = None) -> int:
    asked = _asked(words)
    seconds = asked.seconds if not asked.kills else asked.kills * BETWEEN_KILLS + CALM
    with tempfile.TemporaryDirectory(prefix="supportfirst-load-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # noqa: S103  the database may run under a user of its own
        site = Site(Path(folder))
        try:
            return _measure(site, asked, seconds)
        except Exception:
            for log in sorted(Path(folder).glob("*.log")):
                print(f"--- the end of {log.name}\n{log.read_text()[-2000:]}", file=sys.stderr)
            raise
        finally:
            site.stop()


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--rate", type=float, default=12, help="registers read, and submitted, a second")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--ungated", action="store_true", help="let waiting be: the machine is not quiet")
    return parser.parse_args(words)


def _measure(site: Site, asked: argparse.Namespace, seconds: float) -> int:
    plan = Plan(**json.loads(site.prepare()))
    site.start()
    print(f"{asked.rate:g} registers read and submitted a second for {seconds:g} s, {asked.kills} kills")
    told = asyncio.run(_load(site, plan, asked, seconds))
    site.end_jobs(LEASES_RUN_OUT)
    found = Reckoned(**json.loads(site.run("benchmarks.load.reckoning", given=json.dumps(told.acknowledged))))
    slow = _show(told) > MOST_SECONDS and not asked.kills and not asked.ungated
    _show_found(told, found)
    bad = bool(told.errors) or not found.sound or found.bytes_a_mark > MOST_BYTES or slow
    print("FAILED" if bad else "kept")
    return FAILED if bad else DONE


async def _load(site: Site, plan: Plan, asked: argparse.Namespace, seconds: float) -> Told:
    teachers, officers = (
        [Browser(site.port, f"192.0.2.{place % 250 + 1}") for place, _ in enumerate(people)]
        for people in (plan.teachers, plan.officers)
    )
    emails = [email for email, _ in [*plan.teachers, *plan.officers]]
    for browser, email in zip([*teachers, *officers], emails, strict=True):
        await browser.sign_in(email, PASSWORD)
    load = Load(plan, teachers, officers, patient=bool(asked.kills))
    before, began = site.cpu_seconds(), time.monotonic()
    killing = asyncio.create_task(_kill(site, asked.kills))
    told = await load.run(asked.rate, seconds)
    await killing
    if not asked.kills:
        wall = time.monotonic() - began
        spent = {name: cpu - before[name] for name, cpu in site.cpu_seconds().items()}
        print("CPU: " + ", ".join(f"{name} {cpu / wall:.0%}" for name, cpu in spent.items()) + " of a core")
    return told


async def _kill(site: Site, kills: int) -> None:
    """Kill and start again, in threads: whoever waits for the database keeps nobody's clock waiting."""
    for number in range(kills):
        await asyncio.sleep(BETWEEN_KILLS)
        what = KILLS[number % len(KILLS)]
        await asyncio.to_thread(site.kill, what)
        await asyncio.to_thread(site.keep_up)
        print(f"kill {number + 1}: {what}", flush=True)
    for _ in range(int(CALM) if kills else 0):
        await asyncio.sleep(1)
        await asyncio.to_thread(site.keep_up)


def _show(told: Told) -> float:
    """The times as a table; the longer of the two waits that 95 of 100 kept to."""
    print(f"{'milliseconds':14}{'requests':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    for name, times in (
        ("submissions", told.submissions),
        ("page reads", told.reads),
        ("office", told.office),
    ):
        cells = "".join(f"{1000 * _quantile(times, part):8.0f}" for part in (0.5, 0.95, 0.99, 1.0))
        print(f"{name:14}{len(times):10,}{cells}")
    return max(_quantile(times, 0.95) for times in (told.submissions, told.reads))


def _show_found(told: Told, found: Reckoned) -> None:
    acknowledged = sum(told.acknowledged.values())
    print(f"{sum(told.errors.values())} errors, {told.again} requests sent again")
    for what, many in told.errors.most_common(10):
        print(f"  {many} × {what}")
    print(f"{len(told.acknowledged):,} submissions acknowledged, {acknowledged:,} marks;", end=" ")
    print(f"{found.lost} lost, {found.doubled} doubled, {found.unacknowledged} kept unacknowledged")
    print(f"chains and projection {'hold' if found.chains_hold else 'DO NOT HOLD'}; jobs: {found.jobs}")
    print(
        f"{found.bytes_a_mark:.2f} bytes a mark over {found.marks:,} marks in {found.registers:,} registers"
    )


def _quantile(times: list[float], part: float) -> float:
    """The time within which that part of the requests was answered; none of none."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("inf")


if __name__ == "__main__":
    sys.exit(main())
