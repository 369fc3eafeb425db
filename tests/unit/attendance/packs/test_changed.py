"""A pack with changed values: read as its files are, held to the law, never taken for one that is kept."""

from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.packs.changed import (
    Change,
    ChangeUnusable,
    LawLoosened,
    changed_pack,
    read_change,
)
from supportfirst.attendance.packs.condition_shape import Operator
from supportfirst.attendance.packs.load import load_pack
from tests.factories.pack_folders import write_pack, write_town

DAY, EARLIER = date(2026, 3, 2), date(2015, 3, 2)


@pytest.mark.parametrize(
    ("typed", "change"),
    [
        ("line=12", Change("line", "12")),
        (" line = 12.5 ", Change("line", "12.5")),
        ("line=< 45", Change("line", "45", Operator.LESS_THAN)),
        ("line=<=45", Change("line", "45", Operator.AT_MOST)),
        ("steps=[4, 7]", Change("steps", "[4, 7]")),
    ],
)
def test_what_is_typed_it_reads(typed, change):
    assert read_change(typed) == change


@pytest.mark.parametrize("typed", ["line", "line=", "=4", "line=<"])
def test_what_names_no_value_or_no_change_it_refuses(typed):
    with pytest.raises(ChangeUnusable):
        read_change(typed)


def test_a_number_it_changes_on_the_day_and_on_no_other(tmp_path):
    land = write_pack(tmp_path)

    pack, [made] = changed_pack(str(land), [Change("line", "15.5", Operator.MORE_THAN)], DAY)

    assert pack.value("line", DAY).value == Fraction(31, 2)
    assert pack.value("line", DAY).operator is Operator.MORE_THAN
    assert made.words == "line: >= 12.5 becomes > 15.5 (percent)"
    assert load_pack(str(land)).value("line", DAY).value == Fraction(25, 2)


def test_a_list_it_changes_with_its_places(tmp_path):
    pack, _ = changed_pack(str(write_pack(tmp_path)), [Change("steps", "3, 9")], DAY)

    assert pack.value("steps", DAY).value == (3, 9)
    assert pack.value("steps.2", DAY).value == 18  # in sessions


def test_a_value_of_the_layer_beneath_it_lays_over_that_layer(tmp_path):
    write_pack(tmp_path)
    town = write_town(tmp_path)

    pack, _ = changed_pack(str(town), [Change("line", "20")], DAY)

    assert pack.value("line", DAY).value == 20
    assert pack.value("line", DAY).operator is Operator.AT_LEAST
    assert pack.value("threshold", DAY).value == 10


def test_several_changes_it_makes_together_and_says_so(tmp_path):
    write_pack(tmp_path)
    town = write_town(tmp_path)

    pack, made = changed_pack(str(town), [Change("line", "20"), Change("steps", "5 6")], DAY)

    assert [change.id for change in made] == ["line", "steps"]
    assert pack.title == "A made-up town, with 2 changed values"
    assert pack.fingerprint.startswith("town with 2 changed values: ")
    assert not pack.fingerprint.endswith(load_pack(str(town)).fingerprint)


@pytest.mark.parametrize("over", ["land", "town"])
def test_what_the_law_fixes_it_does_not_move(tmp_path, over):
    folders = {"land": write_pack(tmp_path), "town": write_town(tmp_path)}

    with pytest.raises(LawLoosened) as refused:
        changed_pack(str(folders[over]), [Change("threshold", "8")], DAY)

    assert "may not be moved" in refused.value.what


def test_the_way_that_the_law_leaves_open_it_goes(tmp_path):
    land = write_pack(tmp_path)

    pack, _ = changed_pack(str(land), [Change("resolve_days", "3")], DAY)

    assert pack.value("resolve_days", DAY).value == 3
    with pytest.raises(LawLoosened):
        changed_pack(str(land), [Change("resolve_days", "6")], DAY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change("nothing", "1"), "no such value"),
        (Change("line", "many"), "is not a number"),
        (Change("line", "120"), "cannot be a number in percent"),
        (Change("steps.1", "5"), "one place of the list"),
    ],
)
def test_what_does_not_fit_it_refuses_by_name(tmp_path, change, told):
    with pytest.raises(ChangeUnusable) as refused:
        changed_pack(str(write_pack(tmp_path)), [change], DAY)

    assert told in refused.value.what


def test_a_value_that_is_not_in_force_it_refuses(tmp_path):
    with pytest.raises(ChangeUnusable) as refused:
        changed_pack(str(write_pack(tmp_path)), [Change("line", "12")], date(2009, 1, 1))

    assert "has no value on 2009-01-01" in refused.value.what
