"""Where Coventry's document leaves room its pack has a switch; turned the other way, it moves an answer.

The worked cases hold the pack as it ships. Here the packs are copied, one value is written otherwise,
and a worked case is judged again through `assess`. The paths of Stage 3 are read off `packs show`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.prove import break_copy
from supportfirst.attendance.packs.load import folder_of
from supportfirst.attendance.packs.worked_cases import read_cases
from tests.factories.worked import copied_packs, judged_by
from tests.prove.breakers import POLICY, moved

CASES = {case.name: case for case in read_cases(folder_of("coventry"))[0]}
BANDS, NOTICE, LEGAL = "coventry/values/bands", "coventry/values/notice", "coventry/values/legal"
GAPS, EARLY = "bands.gap_rule", "notice_to_improve.early_issue"
GAP_OF_1, GAP_OF_2 = "between Stage 1 and Stage 2 as printed", "between Stage 2 and Stage 3 as printed"
BELOW_1 = "90.4%, between Stages 1 and 2 as printed"
BELOW_50 = "49.9%"
ONE, TWO, THREE = "coventry.stage_1", "coventry.stage_2", "coventry.stage_3"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied_packs(tmp_path, "england", "coventry")


@pytest.mark.parametrize(
    ("file", "value", "to", "case", "item", "as_shipped", "turned"),
    [
        (BANDS, GAPS, "floor", GAP_OF_1, ONE, "met", "not_met"),
        (BANDS, GAPS, "floor", GAP_OF_1, TWO, "not_met", "met"),
        (BANDS, GAPS, "round_half_up", GAP_OF_1, ONE, "met", "met"),
        (BANDS, GAPS, "round_half_up", BELOW_1, ONE, "met", "not_met"),
        (BANDS, GAPS, "round_half_up", BELOW_1, TWO, "not_met", "met"),
        (BANDS, GAPS, "floor", GAP_OF_2, TWO, "met", "met"),
        (BANDS, GAPS, "round_half_up", GAP_OF_2, TWO, "met", "met"),
        (BANDS, GAPS, "round_half_up", BELOW_50, THREE, "met", "not_met"),
        (BANDS, GAPS, "round_half_up", BELOW_50, TWO, "not_met", "met"),
        (BANDS, GAPS, "floor", BELOW_50, THREE, "met", "met"),
        (
            NOTICE,
            EARLY,
            "yes",
            "early failure doesn't bring a notice forward in Coventry",
            "coventry.hold_monitoring",
            "in_force",
            "not_in_force",
        ),
        (
            NOTICE,
            EARLY,
            "yes",
            "early failure doesn't bring a notice forward in Coventry",
            "england.route.penalty_notice@P1",
            "shut",
            "open",
        ),
        (
            LEGAL,
            "leave_route.strict",
            "yes",
            "ten sessions of leave that nobody asked for",
            "coventry.leave_declined",
            "not_asked",
            "missing",
        ),
    ],
)
def test_a_switch_turned_the_other_way_moves_the_answer_it_names(
    desk, project, file, value, to, case, item, as_shipped, turned
):
    pack = project / POLICY / "coventry"
    before = judged_by(desk, CASES[case], pack)[item]

    break_copy(project, moved(file, value, to))
    after = judged_by(desk, CASES[case], pack)[item]

    assert (before, after) == (as_shipped, turned)


@pytest.mark.requirement("SC-E17")
def test_the_paths_of_stage_3_are_drawn_in_their_order_and_apart(desk):
    told = desk.run("packs", "show", "coventry", "--part", "ladders", "--on", "2025-11-07").out

    irregular, section_444_1, order = (
        " ".join(told.partition(f"[{track}]")[2].partition("routes:")[0].split())
        for track in ("coventry irregular", "coventry section 444(1)", "coventry school attendance order")
    )
    assert irregular == (
        "1. Attendance contract └▶ 2. Review of the contract └▶ 3. Interview under caution "
        "└▶ 4. Proceedings under section 444(1A)"
    )
    assert section_444_1 == "1. Proceedings under section 444(1)"
    assert order == "1. School attendance order"
