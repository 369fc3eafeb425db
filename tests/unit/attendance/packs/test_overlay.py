from __future__ import annotations

from datetime import date

import pytest

from supportfirst.attendance.packs.load import PackUnusable, load_pack
from supportfirst.attendance.packs.shape import NotInForce
from tests.factories.pack_folders import write_pack, write_town


def town_with(tmp_path, values: str):
    write_pack(tmp_path)
    return load_pack(str(write_town(tmp_path, values=values)))


def restated(value_id: str, unit: str, step: str) -> str:
    return (
        f"  {value_id}:\n    question: How many here?\n    unit: {unit}\n"
        f"    steps:\n      - {{{step}, source: bylaw, passage: part 1}}\n"
    )


def test_a_lower_layer_adds_values_of_its_own(tmp_path):
    pack = town_with(tmp_path, restated("local", "sessions", "start: 2015-09-01, value: 8"))

    assert pack.value("local", date(2025, 1, 1)).value == 8
    assert pack.value("threshold", date(2025, 1, 1)).value == 10
    assert pack.over == ("land",)


def test_a_lower_layer_speaks_from_its_own_start_and_the_law_before_it(tmp_path):
    pack = town_with(tmp_path, restated("line", "percent", 'start: 2022-09-01, operator: ">=", value: 15'))

    assert pack.value("line", date(2022, 8, 31)).value * 2 == 25
    assert pack.value("line", date(2022, 9, 1)).value == 15


def test_a_lower_layer_that_ends_gives_way_again(tmp_path):
    pack = town_with(tmp_path, restated("line", "percent", "start: 2022-09-01, end: 2023-08-31, value: 15"))

    assert pack.value("line", date(2023, 8, 31)).value == 15
    assert pack.value("line", date(2023, 9, 1)).value * 2 == 25


@pytest.mark.parametrize(
    "step",
    [
        'start: 2020-09-01, operator: ">=", value: 9',
        'start: 2020-09-01, operator: ">=", value: 11',
        'start: 2020-09-01, operator: ">", value: 10',
        'start: 2015-09-01, operator: ">=", value: 10',
    ],
)
def test_what_the_law_fixes_may_not_be_moved(tmp_path, step):
    with pytest.raises(PackUnusable, match="the law fixes"):
        town_with(tmp_path, restated("threshold", "sessions", step))


def test_what_the_law_fixes_may_not_be_said_of_a_day_before_the_law(tmp_path):
    step = 'start: 2008-09-01, end: 2009-08-31, operator: ">=", value: 12'

    with pytest.raises(PackUnusable, match="the law says nothing on 2008-09-01"):
        town_with(tmp_path, restated("threshold", "sessions", step))


def test_what_the_law_fixes_may_be_said_again(tmp_path):
    pack = town_with(
        tmp_path, restated("threshold", "sessions", 'start: 2020-09-01, operator: ">=", value: 10')
    )

    assert pack.value("threshold", date(2021, 1, 1)).source.id == "bylaw"


def test_a_limit_may_be_tightened_and_not_loosened(tmp_path):
    tighter = town_with(
        tmp_path / "a", restated("resolve_days", "school days", "start: 2015-09-01, value: 3")
    )
    with pytest.raises(PackUnusable, match="may only be lowered"):
        town_with(tmp_path / "b", restated("resolve_days", "school days", "start: 2015-09-01, value: 6"))

    assert tighter.value("resolve_days", date(2025, 1, 1)).value == 3


def test_a_layer_beneath_keeps_its_limit_for_the_next(tmp_path):
    town_with(tmp_path, restated("resolve_days", "school days", "start: 2015-09-01, value: 3"))

    assert load_pack(str(tmp_path / "town")).values["resolve_days"].fixed_by_law == "lower"


def test_a_unit_may_not_change(tmp_path):
    with pytest.raises(PackUnusable, match="beneath it is in sessions"):
        town_with(
            tmp_path, restated("threshold", "school days", 'start: 2020-09-01, operator: ">=", value: 10')
        )


def test_no_value_before_its_first_start(tmp_path):
    pack = town_with(tmp_path, restated("local", "sessions", "start: 2015-09-01, end: 2016-08-31, value: 8"))

    for day in (date(2015, 8, 31), date(2016, 9, 1)):
        with pytest.raises(NotInForce):
            pack.value("local", day)


def test_a_lower_layer_puts_a_note_beside_a_rule_beneath(tmp_path):
    write_pack(tmp_path)
    notes = (
        "notes:\n  ours: {text: In town too., source: bylaw, passage: part 2}\n"
        "notes_on:\n  land.crossed: [ours]\n"
    )
    pack = load_pack(str(write_town(tmp_path, rules=notes)))

    assert [rule.notes for rule in pack.rules] == [("near", "ours")]
