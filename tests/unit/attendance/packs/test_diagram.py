"""Tracks and ladders as text and as Mermaid, drawn from their tables."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from supportfirst.attendance.packs.condition_shape import Holds
from supportfirst.attendance.packs.diagram import (
    ladder_mermaid,
    ladder_text,
    track_ids,
    track_mermaid,
    track_text,
)
from supportfirst.attendance.packs.load import load_pack
from supportfirst.attendance.packs.shape import Move, Pack, RouteTerms, Rule, RuleKind
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan
from tests.factories.pack_folders import write_pack

DAY = date(2026, 3, 2)
SOURCE, SPAN = Source("act", "The Act"), DateSpan(date(2020, 9, 1))
WHEN = Holds("compulsory_school_age", "Of age?")


def rule(name: str, kind: RuleKind, **more: object) -> Rule:
    title = name.replace("_", " ").capitalize()
    return Rule(name, kind, "path", title, "", "", WHEN, SOURCE, SPAN, **more)  # type: ignore[arg-type]


def move(name: str, start: str, end: str, *, towards: bool = False, span: DateSpan = SPAN) -> Move:
    return Move(
        name, "path", name.capitalize(), "", start, end, ("school_lead",), None, towards, SOURCE, span
    )


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    stages = [rule("second: more", RuleKind.STAGE, order=2), rule("first", RuleKind.STAGE, order=1)]
    moves = [
        move("open", "", "first"),
        move("go on", "first", "second: more", towards=True),
        move("end", "any", ""),
        move("old way", "first", "", span=DateSpan(date(2019, 9, 1), date(2020, 8, 31))),
    ]
    return replace(
        load_pack(str(write_pack(tmp_path))), rules=stages, moves={each.id: each for each in moves}
    )


def test_a_track_it_draws_stage_by_stage_with_who_may_move(pack):
    assert track_ids(pack) == ["path"]
    assert track_text(pack, "path", DAY) == [
        "[not on the track]",
        "  ── Open (school lead) ──▶ [First]",
        "[First]",
        "  ── Go on (school lead), towards a sanction ──▶ [Second: more]",
        "[Second: more]",
        "[any stage]",
        "  ── End (school lead) ──▶ [not on the track]",
    ]


def test_a_track_as_mermaid_it_draws_with_the_same_moves(pack):
    assert track_mermaid(pack, "path", DAY).splitlines() == [
        "stateDiagram-v2",
        '  state "First" as s1',
        '  state "Second – more" as s2',
        '  state "any stage" as any',
        "  [*] --> s1: Open (school lead)",
        "  s1 --> s2: Go on (school lead), towards a sanction",
        "  any --> [*]: End (school lead)",
    ]


def test_a_move_that_is_not_in_force_it_leaves_out_until_it_is(pack):
    assert not any("Old way" in line for line in track_text(pack, "path", DAY))
    assert any("Old way" in line for line in track_text(pack, "path", date(2020, 3, 2)))


def test_stages_without_moves_it_says_are_the_numbers_own(pack):
    lines = track_text(replace(pack, moves={}), "path", DAY)

    assert lines[-1] == "  The numbers decide the stage; no move is recorded."


def test_a_track_with_neither_stages_nor_moves_it_does_not_draw(pack):
    assert (track_text(pack, "nowhere", DAY), track_mermaid(pack, "nowhere", DAY)) == ([], "")


def routes() -> list[Rule]:
    orders = {"notice": 1, "contract": 2, "order": 2, "court": 3}
    return [
        rule(name, RuleKind.ROUTE, terms=RouteTerms(opens=WHEN, order=order))
        for name, order in orders.items()
    ]


def test_a_ladder_it_draws_in_order_with_equal_rungs_beside_each_other():
    assert ladder_text(routes()) == ["1. Notice", "   └▶ 2. Contract · Order", "   └▶ 3. Court"]


def test_a_ladder_as_mermaid_it_joins_rung_to_rung():
    lines = ladder_mermaid(routes()).splitlines()

    assert lines[0] == "flowchart LR"
    assert [line for line in lines if "-->" in line] == [
        "  r0_0 --> r1_0",
        "  r0_0 --> r1_1",
        "  r1_0 --> r2_0",
        "  r1_1 --> r2_0",
    ]
