"""A route: each reason why it is shut, what answers a caution, and the earliest possible day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.case_land import ON, item, judged, record

OPENED, PAPER = record("opened", ready=True), record("paper")


def route(pack, *events, **given):
    return item("route", judged(pack, *events, **given))


def worst(found):
    """What the reason says, in a few words."""
    return found.finding.because.because


def reason_to_go_on(hold):
    return record("reason_to_go_on", hold=hold)


def pause(on):
    """A hold of 21 days after a day: from the 9th to the 30th of March, say."""
    return record("pause", on)


def test_with_all_it_asks_it_is_open(pack):
    found = route(pack, OPENED, PAPER)

    assert (found.status, found.more["missing"], found.more["stopped_by"]) == ("open", [], [])


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([record("opened", ready=False), PAPER], "it is ready"),
        ([OPENED], "not there: A evidence"),
        ([OPENED, PAPER, record("stop")], "on hold until it is lifted: A hold"),
        ([OPENED, PAPER, pause(date(2026, 3, 9))], "on hold until 30 March 2026: A hold"),
        ([OPENED, PAPER, record("warning")], "on hold until it is lifted: A hold"),
        ([record("opened", ready=True, since=ON + timedelta(1)), PAPER], "the day of opened"),
    ],
    ids=["what it asks of the case", "a paper", "an open hold", "a hold with a day", "a caution", "its day"],
)
def test_each_thing_that_shuts_it_is_the_reason_named(pack, events, said):
    found = route(pack, *events)

    assert found.status == "shut"
    assert said in worst(found)


def test_every_reason_why_it_is_shut_is_told_and_not_the_first_alone(pack):
    found = route(pack, record("opened", ready=False), record("stop"))

    told = worst(found).split("; ")
    assert len(told) == 3
    assert "not there: A evidence" in told


def test_its_own_day_is_one_on_which_it_is_open(pack):
    assert route(pack, record("opened", ready=True, since=ON), PAPER).status == "open"


def test_outside_its_view_it_is_shut_for_a_reader_and_never_open(pack):
    found = route(pack, OPENED, PAPER, cares=False)

    assert (found.status, found.more["status"]) == ("not_in_view", "shut")


def test_what_is_not_known_of_a_parent_cannot_be_told(pack):
    assert route(pack, OPENED, PAPER, cares=None).status == "cannot_tell"


def test_a_caution_is_answered_by_a_reason_to_go_on_that_names_it(pack):
    found = route(pack, OPENED, PAPER, record("warning"), reason_to_go_on("land.warning"))

    assert found.status == "open"


def test_a_reason_to_go_on_answers_no_other_hold_and_no_block(pack):
    other = route(pack, OPENED, PAPER, record("warning"), reason_to_go_on("land.stop"))
    block = route(pack, OPENED, PAPER, record("stop"), reason_to_go_on("land.stop"))

    assert (other.status, block.status) == ("shut", "shut")


def test_a_caution_without_an_answer_gives_no_day_of_its_own(pack):
    found = route(pack, OPENED, PAPER, record("warning"))

    assert found.more["opens_on"] == OPENED.data["since"].isoformat()


def test_the_earliest_day_is_the_one_after_the_last_hold_and_not_before_its_own(pack):
    held = route(pack, OPENED, PAPER, pause(date(2026, 3, 9)))
    later = route(pack, record("opened", ready=True, since=date(2026, 5, 1)), PAPER, pause(date(2026, 3, 9)))

    assert (held.more["opens_on"], later.more["opens_on"]) == ("2026-03-31", "2026-05-01")


def test_one_hold_without_an_end_leaves_no_day(pack):
    found = route(pack, OPENED, PAPER, pause(date(2026, 3, 9)), record("stop"))

    assert found.more["opens_on"] is None
    assert found.more["stopped_by"] == ["land.pause", "land.stop"]


def test_a_hold_whose_last_day_is_over_stops_nothing(pack):
    found = route(pack, OPENED, PAPER, pause(ON - timedelta(22)))

    assert (found.status, found.more["stopped_by"]) == ("open", [])


def test_a_missing_paper_is_told_apart_from_one_that_nobody_can_tell(pack):
    missing = route(pack, OPENED)
    not_told = route(pack, history=False)

    assert (missing.more["missing"], not_told.more["missing"]) == (["land.paper"], [])
    assert not_told.status == "cannot_tell"


def test_a_paper_answered_by_a_reason_lacks_nothing(pack):
    assert route(pack, OPENED, record("excuse")).status == "open"
