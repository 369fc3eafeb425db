"""What is listed of a pupil's case: what concerns them, and each rule where everything is asked."""

from __future__ import annotations

from dataclasses import replace

from supportfirst.attendance.assessment.finding import Outcome
from tests.factories.case_land import findings_and_items, judged, record
from tests.factories.rules import build_finding

EVERY_ITEM = {
    "land.task",
    "land.pause",
    "land.stop",
    "land.warning",
    "land.paper",
    "land.route@P1",
}
OPENED = record("opened", ready=True)


def keys(items):
    return {each.finding.key for each in items.all()}


def test_a_pupil_without_a_record_has_nothing_listed(pack):
    findings, items = findings_and_items(pack, everything=False)

    assert (findings, keys(items), items.moves) == ([], set(), {})


def test_with_everything_each_rule_is_listed_whether_it_concerns_them_or_not(pack):
    findings, items = findings_and_items(pack)

    assert keys(items) == EVERY_ITEM
    assert {each.key: each.outcome.value for each in findings} == {
        "land.first": "not_met",
        "land.second": "not_met",
    }


def test_unasked_only_what_concerns_them_is_listed(pack):
    findings, items = findings_and_items(pack, OPENED, record("stop"), everything=False)

    assert [each.key for each in findings] == ["land.first"]
    assert keys(items) == {"land.stop", "land.paper", "land.route@P1"}


def test_a_step_that_is_done_and_a_hold_that_is_over_are_listed_only_on_request(pack):
    events = [record("task"), record("task_done"), record("pause", OPENED.on.replace(year=2025))]

    assert keys(judged(pack, *events, everything=False)) == set()
    assert keys(judged(pack, *events)) == EVERY_ITEM


def test_a_hold_that_is_not_listed_and_one_that_is_stop_a_route_alike(pack):
    unasked = judged(pack, OPENED, record("stop"), everything=False)
    asked = judged(pack, OPENED, record("stop"))

    told = [[each.more["stopped_by"] for each in items.routes] for items in (unasked, asked)]
    assert told == [[["land.stop"]], [["land.stop"]]]


def crossed(outcome, *, legal):
    line = build_finding("land.line", outcome)
    return [line._replace(rule=replace(line.rule, legal=legal))]


def test_what_cannot_be_told_is_listed_unasked_only_where_there_is_a_case(pack):
    no_case = judged(pack, history=False, everything=False)
    line = judged(pack, history=False, everything=False, found=crossed(Outcome.MET, legal=True))
    unclear = judged(pack, history=False, everything=False, found=crossed(Outcome.CANNOT_TELL, legal=True))
    harmless = judged(pack, history=False, everything=False, found=crossed(Outcome.MET, legal=False))
    short = judged(pack, history=False, everything=False, found=crossed(Outcome.NOT_MET, legal=True))

    assert keys(line) == keys(unclear) == EVERY_ITEM
    assert keys(no_case) == keys(harmless) == keys(short) == set()


def test_records_and_parents_of_the_pupil_are_named(pack):
    items = judged(pack, OPENED, everything=False)

    assert {name: (seen.title, seen.on) for name, seen in items.records.items()} == {
        "opened": ("opened", OPENED.on)
    }
    assert items.parents == ("P1",)
