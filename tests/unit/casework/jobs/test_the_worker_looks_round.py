"""A worker with much to do still looks after expired leases and the jobs of the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from supportfirst.casework.console.management.commands import work_jobs

BEGINS = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_a_worker_that_never_rests_looks_every_minute(monkeypatch, capsys):
    clock = iter(BEGINS + timedelta(seconds=20 * step) for step in range(1000))
    looked: list[datetime] = []
    jobs = iter([*["a job"] * 9, None])

    class Busy:
        def __init__(self, now: object) -> None: ...

        def run_next(self) -> object:
            return next(jobs)

    monkeypatch.setattr(work_jobs, "now", lambda: next(clock))
    monkeypatch.setattr(work_jobs, "Worker", Busy)
    monkeypatch.setattr(work_jobs, "put_back_expired", looked.append)
    monkeypatch.setattr(work_jobs, "ask_nightly", lambda _at: None)
    monkeypatch.setattr(work_jobs, "keep_what_was_loaded", lambda: None)

    work_jobs.Command().handle(until_empty=True)

    assert looked == [BEGINS + timedelta(minutes=minute) for minute in range(4)]
    assert "9 jobs done." in capsys.readouterr().out
