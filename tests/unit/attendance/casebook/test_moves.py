"""Which moves stand open from the stage now, and how the case came there."""

from __future__ import annotations

from datetime import date

from tests.factories.case_land import judged, moved_to, record

TRACK = "land way"
OPENED, PAPER = record("opened"), record("paper")
FIRST, SECOND, OUT = "land.move.first", "land.move.second", "land.move.out"


def open_moves(items):
    return {move["move"]: move["outcome"] for move in items.moves.get(TRACK, [])}


def test_from_a_stage_its_own_rows_and_those_from_any_stage_are_listed_allowed_or_not(pack):
    assert open_moves(judged(pack, OPENED)) == {SECOND: "not_met", OUT: "met"}
    assert open_moves(judged(pack, OPENED, PAPER)) == {SECOND: "met", OUT: "met"}


def test_a_move_that_asks_for_nothing_is_a_persons_to_decide(pack):
    [out] = [move for move in judged(pack, OPENED).moves[TRACK] if move["move"] == OUT]

    assert (out["because"], out["who"], out["towards_sanction"]) == (
        "a person decides",
        ["Head teacher"],
        False,
    )


def test_from_the_stage_moved_to_the_move_there_is_no_longer_open(pack):
    items = judged(pack, OPENED, PAPER, moved_to("land.second"))

    assert open_moves(items) == {FIRST: "met", OUT: "met"}


def test_a_followed_move_is_told_with_its_day_its_maker_and_its_reason(pack):
    [made] = judged(pack, OPENED, PAPER, moved_to("land.second")).reached[TRACK]

    assert (made["to"], made["on"], made["move"]) == ("land.second", "2026-03-09", SECOND)
    assert (made["by"]["name"], made["reason"]) == ("Sam Example", "as agreed")


def test_a_move_towards_a_sanction_by_nobody_is_a_fault_and_leads_nowhere(pack):
    items = judged(pack, OPENED, PAPER, moved_to("land.second", by=""))

    assert items.reached == {}
    [fault] = items.faults
    assert "names nobody" in fault


def test_a_move_before_its_paper_was_there_is_not_followed(pack):
    late = record("paper", date(2026, 3, 10))

    items = judged(pack, OPENED, late, moved_to("land.second", date(2026, 3, 9)))

    assert (items.reached, len(items.faults)) == ({}, 1)


def test_a_track_that_the_pupil_is_not_on_is_left_out_unless_all_is_asked_for(pack):
    assert judged(pack, everything=False).moves == {}
    assert open_moves(judged(pack, everything=True)) == {FIRST: "met"}
