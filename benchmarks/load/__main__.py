"""`python -m benchmarks.load`: the site under an open loop of registers, then everything counted.

Fails where anything was refused, lost or doubled, or the 95th of 100 waited too long. With `--kills N` the
load goes on while N of its processes are killed one by one, and people send again what got no answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load.browsing import Browser
from benchmarks.load.land import PASSWORD, Plan
from benchmarks.load.open_loop import Load, Timed, Told
from benchmarks.load.reckoning import Reckoned
from benchmarks.load.running import KILLS, Site

MOST_SECONDS = 0.250  # for 95 of 100, from the moment of the schedule
MOST_BYTES = 16.0  # of a mark, with the indexes of its table
BETWEEN_KILLS = 2.0  # seconds of load, once the site answers again
LEASES_RUN_OUT = 600  # seconds by which the last worker's clock is ahead, so that no lease is waited for
DONE, FAILED = 0, 1


def main(words: Sequence[str] | None = None) -> int:
    asked = _asked(words)
    signal.signal(signal.SIGTERM, _ended)  # whatever ends this ends the site too
    with tempfile.TemporaryDirectory(prefix="supportfirst-load-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)  # noqa: S103  the database may run under a user of its own
        site = Site(Path(folder))
        try:
            return _measure(site, asked)
        except Exception:
            for log in sorted(Path(folder).glob("*.log")):
                print(f"--- the end of {log.name}\n{log.read_text()[-2000:]}", file=sys.stderr)
            raise
        finally:
            site.stop()


def _ended(*_: object) -> None:
    raise SystemExit(FAILED)


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--rate", type=float, default=12, help="registers read, and submitted, a second")
    parser.add_argument("--seconds", type=float, default=300, help="before anything is killed")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument(
        "--ungated", action="store_true", help="tell the waits and judge the rest: the machine is not quiet"
    )
    return parser.parse_args(words)


def _measure(site: Site, asked: argparse.Namespace) -> int:
    plan = Plan(**json.loads(site.prepare()))
    site.start()
    told, slow = asyncio.run(_load(site, plan, asked))
    site.end_jobs(LEASES_RUN_OUT)
    given = json.dumps({"registers": told.acknowledged, "messages": told.written_about})
    found = Reckoned(**json.loads(site.run("benchmarks.load.reckoning", given=given)))
    _show_found(told, found)
    bad = bool(told.errors) or not found.sound or found.bytes_a_mark > MOST_BYTES or slow
    bad |= bool(asked.kills) and not told.written_about
    print("FAILED" if bad else "kept")
    return FAILED if bad else DONE


async def _load(site: Site, plan: Plan, asked: argparse.Namespace) -> tuple[Told, bool]:
    """What came of it, and whether people waited too long before anything was killed."""
    load = await _signed_in(site, plan)
    slow = False
    if asked.seconds:
        print(f"{asked.rate:g} registers read and {asked.rate:g} submitted a second for {asked.seconds:g} s")
        before = site.cpu_seconds()
        told = await load.run(asked.rate, lambda since: since < asked.seconds)
        spent = {name: cpu - before[name] for name, cpu in site.cpu_seconds().items()}
        print("CPU: " + ", ".join(f"{name} {cpu:.1f} s" for name, cpu in spent.items()))
        _show(told)
        slow = _waited(told) > MOST_SECONDS and not asked.ungated
    if asked.kills:
        print(f"{asked.rate:g} a second, while {asked.kills} processes are killed")
        load.patient = True
        killing = asyncio.create_task(_kill(site, load, asked.kills))
        await load.run(asked.rate, lambda _: not killing.done())
        await killing
    return load.told, slow


async def _signed_in(site: Site, plan: Plan) -> Load:
    """Everybody, through the page of signing in."""
    teachers, officers = (
        [Browser(site.port, f"192.0.2.{place % 250 + 1}") for place, _ in enumerate(people)]
        for people in (plan.teachers, plan.officers)
    )
    emails = [email for email, _ in [*plan.teachers, *plan.officers]]
    for browser, email in zip([*teachers, *officers], emails, strict=True):
        await browser.sign_in(email, PASSWORD)
    return Load(plan, teachers, officers)


async def _kill(site: Site, load: Load, kills: int) -> None:
    """Kill and start again, in threads: whoever waits for the database keeps nobody's clock waiting."""
    for number in range(kills):
        await asyncio.sleep(BETWEEN_KILLS)
        what = KILLS[number % len(KILLS)]
        await asyncio.to_thread(site.kill, what)
        await asyncio.to_thread(site.keep_up)
        kept = len(load.told.submissions)
        while len(load.told.submissions) == kept:  # until somebody's register is taken again
            await asyncio.sleep(0.1)
            await asyncio.to_thread(site.keep_up)
        print(f"kill {number + 1}: {what}", flush=True)


def _waited(told: Told) -> float:
    """The longer of the two waits that 95 of 100 kept to."""
    return max(_quantile([each.took for each in times], 0.95) for times in (told.submissions, told.reads))


def _show(told: Told) -> None:
    """The times as a table."""
    print(f"{'milliseconds':14}{'requests':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    rows: list[tuple[str, list[Timed]]] = [
        ("submissions", told.submissions),
        ("page reads", told.reads),
        ("office", told.office),
    ]
    for name, times in rows:
        took = [each.took for each in times]
        cells = "".join(f"{1000 * _quantile(took, part):8.0f}" for part in (0.5, 0.95, 0.99, 1.0))
        print(f"{name:14}{len(times):10,}{cells}", flush=True)


def _show_found(told: Told, found: Reckoned) -> None:
    acknowledged = sum(told.acknowledged.values())
    print(f"{sum(told.errors.values())} errors, {told.again} requests sent again")
    for what, many in told.errors.most_common(10):
        print(f"  {many} × {what}")
    print(f"{len(told.acknowledged):,} submissions acknowledged, {acknowledged:,} marks;", end=" ")
    print(f"{found.lost} lost, {found.doubled} doubled, {found.unacknowledged} kept unacknowledged")
    print(f"{len(told.written_about)} messages acknowledged;", end=" ")
    print(f"{found.messages_lost} lost, {found.messages_doubled} doubled")
    print(f"chains and projection {'hold' if found.chains_hold else 'DO NOT HOLD'}; jobs: {found.jobs}")
    answered = ", ".join(f"{_quantile(found.answered, part):.2f}" for part in (0.5, 0.95, 1.0))
    print(f"pupils assessed again after a change: p50, p95 and most of {answered} s")
    print(
        f"{found.bytes_a_mark:.2f} bytes a mark over {found.marks:,} marks in {found.registers:,} registers"
    )


def _quantile(times: list[float], part: float) -> float:
    """The time within which that part of the requests was answered; none of none."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("inf")


if __name__ == "__main__":
    sys.exit(main())
