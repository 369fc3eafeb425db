"""How a step, a hold and an item of evidence stand, with their days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.case_land import ON, item, judged, record

TWENTY_ONE = timedelta(days=21)
OPENED = record("opened")


def task(due_on: date):
    """A task whose last day, 21 days after it began, is that day."""
    return record("task", due_on - TWENTY_ONE)


def pause(until: date):
    return record("pause", until - TWENTY_ONE)


@pytest.mark.parametrize(("due_on", "overdue"), [(ON - timedelta(1), True), (ON, False)])
def test_a_step_is_overdue_from_the_day_after_its_last_one(pack, due_on, overdue):
    found = item("task", judged(pack, task(due_on)))

    assert (found.status, found.more["due_on"], found.more["overdue"]) == (
        "due",
        due_on.isoformat(),
        overdue,
    )


def test_a_step_that_is_done_is_not_overdue_however_late(pack):
    found = item("task", judged(pack, task(date(2025, 10, 1)), record("task_done")))

    assert (found.status, found.more["overdue"]) == ("done", False)


def test_a_step_that_nothing_calls_for_is_not_due_even_if_it_was_done(pack):
    assert item("task", judged(pack, record("task_done"))).status == "not_due"


def test_without_a_history_no_step_hold_or_paper_can_be_told(pack):
    items = judged(pack, history=False)

    told = {key: item(key, items).status for key in ("task", "pause", "paper")}
    assert set(told.values()) == {"cannot_tell"}


@pytest.mark.parametrize(
    ("until", "status"), [(ON, "in_force"), (ON - timedelta(1), "not_in_force"), (None, "not_in_force")]
)
def test_a_hold_is_in_force_to_its_last_day_included(pack, until, status):
    found = item("pause", judged(pack, *([pause(until)] if until else [])))

    assert (found.status, found.more["until"]) == (status, until.isoformat() if until else None)


def test_a_hold_that_is_over_says_which_was_its_last_day(pack):
    found = item("pause", judged(pack, pause(date(2026, 3, 13))))

    assert found.finding.because.because == "its last day was 13 March 2026"


def test_a_hold_without_a_clock_runs_until_its_record_is_gone(pack):
    found = item("stop", judged(pack, record("stop", date(2020, 1, 6))))

    assert (found.status, found.more["until"]) == ("in_force", None)


@pytest.mark.parametrize(
    ("kinds", "status", "records"),
    [
        (["paper"], "met", ["paper"]),
        (["excuse"], "answered", ["excuse"]),
        (["paper", "excuse"], "met", ["paper"]),
        ([], "missing", []),
    ],
)
def test_evidence_is_met_by_its_record_or_answered_by_a_reason_and_names_which(pack, kinds, status, records):
    found = item("paper", judged(pack, OPENED, *map(record, kinds)))

    assert (found.status, found.more["records"]) == (status, records)


def test_evidence_that_is_not_asked_for_is_not_met_by_lying_there(pack):
    found = item("paper", judged(pack, record("paper")))

    assert (found.status, found.more["records"]) == ("not_asked", [])
