"""Each pupil's place on a track from the ranks of its stages, and the moves between two packs."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np

from supportfirst.attendance.assessment.batch.drive import NO_STAGE, NO_TRACK, UNSURE, Drive, Standing
from supportfirst.attendance.packs.condition_shape import Holds
from supportfirst.attendance.packs.shape import Rule, RuleKind
from supportfirst.attendance.vocabulary.sources import Source
from supportfirst.attendance.vocabulary.spans import DateSpan

NO, UNKNOWN, YES = 0, 1, 2
STAGE = Rule(
    "low",
    RuleKind.STAGE,
    "path",
    "Low",
    "",
    "",
    Holds("age", "?"),
    Source("act", "The Act"),
    DateSpan(date(2020, 9, 1)),
    order=1,
)
HIGH = replace(STAGE, id="high", order=2)
PROMPT = replace(STAGE, id="prompt", kind=RuleKind.PROMPT)


def standing(**ranks: list[int]) -> Standing:
    """Ranks a pupil of the rules called low, high and prompt."""
    rules = [rule for rule in (HIGH, STAGE, PROMPT) if rule.id in ranks]
    binding: Any = SimpleNamespace(pack=None, rules=rules)
    return Standing(binding, [np.array(ranks[rule.id], np.int8) for rule in rules])


def drive(before: Standing, after: Standing) -> Drive:
    return Drive(before, after, 4, {})


def test_the_place_it_finds_is_the_highest_stage_that_is_met():
    found = standing(low=[YES, YES, NO, NO], high=[YES, NO, NO, UNKNOWN])

    names, movement = drive(found, found).track("path")

    assert names == ["low", "high", NO_STAGE, UNSURE, NO_TRACK]
    assert [movement.before(place) for place in range(5)] == [1, 1, 1, 1, 0]


def test_a_stage_that_is_met_it_prefers_to_one_that_cannot_be_told():
    found = standing(low=[YES, UNKNOWN, UNKNOWN, NO], high=[UNKNOWN, NO, YES, NO])

    _, movement = drive(found, found).track("path")

    assert [movement.before(place) for place in range(5)] == [1, 1, 1, 1, 0]


def test_of_two_stages_with_one_order_it_takes_the_first():
    twin = replace(HIGH, id="twin", order=1)
    binding: Any = SimpleNamespace(pack=None, rules=[STAGE, twin])
    met = np.array([YES], np.int8)

    found = Standing(binding, [met, met.copy()])

    assert found.holds("low").tolist() == [True]
    assert found.holds("twin").tolist() == [False]


def test_who_moved_it_tells_by_place_and_stages():
    before = standing(low=[YES, YES, NO, NO], high=[NO, NO, YES, NO])
    after = standing(low=[YES, NO, NO, YES], high=[NO, YES, YES, NO])

    assert drive(before, after).moved_on("path") == [(1, "low", "high"), (3, NO_STAGE, "low")]


def test_a_track_that_one_pack_lacks_it_counts_as_not_in_that_policy():
    names, movement = drive(standing(low=[YES, NO, NO, NO]), standing(prompt=[YES, NO, NO, NO])).track("path")

    assert movement.after(names.index(NO_TRACK)) == 4


def test_a_line_it_counts_with_those_who_come_over_it_and_those_who_no_longer_are():
    tried = drive(standing(prompt=[YES, YES, UNKNOWN, NO]), standing(prompt=[NO, YES, YES, YES]))

    assert tried.changed_lines("prompt") == ([2, 3], [0])
    assert (tried.line("prompt").before(YES), tried.line("prompt").after(YES)) == (2, 3)
    assert tried.with_any(["prompt", "nowhere"]) == (2, 3)


def test_a_line_that_one_pack_lacks_nobody_is_over_there():
    tried = drive(standing(low=[NO] * 4), standing(prompt=[YES, NO, UNKNOWN, NO]))

    assert tried.changed_lines("prompt") == ([0], [])
    assert tried.line("prompt").before(YES) == 0
