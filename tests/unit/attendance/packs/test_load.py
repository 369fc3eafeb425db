from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction

import pytest

from supportfirst.attendance.codes.codebook import CodeStanding
from supportfirst.attendance.packs import read
from supportfirst.attendance.packs.condition_shape import Operator
from supportfirst.attendance.packs.load import (
    POLICY,
    PackUnusable,
    UnknownCalendar,
    UnknownPack,
    calendar_bytes,
    calendar_names,
    load_pack,
    pack_names,
    warm_cache,
)
from supportfirst.attendance.packs.shape import Layer
from tests.factories.pack_folders import SOURCES, VALUES, write_pack, write_town


def test_the_national_layer_is_named_first():
    assert pack_names()[0] == "england"
    assert {"coventry", "halton", "widnes-academy", "cambridgeshire", "essex"} < set(pack_names())


def test_a_school_lies_over_its_authority_and_the_nation():
    pack = load_pack("widnes-academy")

    assert (pack.layer, pack.over) == (Layer.SCHOOL, ("england", "halton"))
    assert {"england.persistent_absence", "halton.tsm_persistent", "widnes.days_19"} <= {
        r.id for r in pack.rules
    }


def test_a_folder_is_a_pack(tmp_path):
    pack = load_pack(str(write_pack(tmp_path)))

    assert (pack.id, pack.span.first) == ("land", date(2010, 9, 1))
    assert pack.value("line", date(2025, 1, 1)).value == Fraction(25, 2)
    assert pack.codes.read("#", date(2025, 1, 1)).standing is CodeStanding.IN_FORCE
    assert pack.bank_holidays == {date(2026, 12, 25): "Christmas Day"}


def test_each_place_of_a_list_of_days_is_a_number_of_sessions(tmp_path):
    pack = load_pack(str(write_pack(tmp_path)))

    assert pack.value("steps", date(2025, 1, 1)).value == (4, 7)
    assert [pack.value(f"steps.{n}", date(2025, 1, 1)).value for n in (1, 2)] == [8, 14]
    assert pack.values["steps.1"].unit == "sessions"


def test_a_condition_takes_the_operator_that_its_value_states(tmp_path):
    [rule] = load_pack(str(write_pack(tmp_path))).rules

    assert rule.when.operator is Operator.AT_LEAST


@pytest.mark.parametrize("name", ["atlantis", "", "no/such/folder"])
def test_an_unknown_pack_names_those_there_are(name):
    with pytest.raises(UnknownPack, match="england, cambridgeshire"):
        load_pack(name)


def test_a_pack_with_faults_is_refused_with_the_place_of_the_first(tmp_path):
    folder = write_pack(tmp_path, values=VALUES.replace("value: 5", "value: five"))

    with pytest.raises(PackUnusable, match=r"land/values/all.yaml:\d+ .*“five” is not a number"):
        load_pack(str(folder))


@pytest.mark.parametrize("over", ["nowhere", "town", "../land", "/etc"])
def test_a_layer_that_cannot_be_beneath_is_refused(tmp_path, over):
    write_pack(tmp_path)
    town = write_town(tmp_path)
    header = town / "pack.yaml"
    header.write_text(header.read_text().replace("over: land", f"over: {over}"))

    with pytest.raises(PackUnusable):
        load_pack(str(town))


def test_the_fingerprint_moves_with_a_number_and_not_with_a_comment(tmp_path):
    plain = load_pack(str(write_pack(tmp_path / "a")))
    talkative = load_pack(str(write_pack(tmp_path / "b", sources="# cited below\n" + SOURCES)))
    moved = load_pack(str(write_pack(tmp_path / "c", values=VALUES.replace("value: 5", "value: 4"))))

    assert talkative.fingerprint == plain.fingerprint
    assert moved.fingerprint != plain.fingerprint
    assert len(plain.fingerprint) == 64


def test_the_fingerprint_covers_the_layers_beneath(tmp_path):
    prints = set()
    for name, value in (("a", 5), ("b", 4)):
        write_pack(tmp_path / name, values=VALUES.replace("value: 5", f"value: {value}"))
        prints.add(load_pack(str(write_town(tmp_path / name))).fingerprint)

    assert len(prints) == 2


def test_a_copied_set_of_packs_stands_on_its_own_layers(tmp_path):
    shutil.copytree(POLICY, tmp_path / "policy")
    values = tmp_path / "policy/england/values/absence.yaml"
    values.write_text(values.read_text().replace("value: 10, source", "value: 11, source"))

    pack = load_pack(str(tmp_path / "policy/widnes-academy"))

    assert pack.value("pa_headline", date(2025, 1, 1)).value == 11


def test_a_warm_pack_is_loaded_without_reading_any_yaml(monkeypatch):
    warm_cache()
    monkeypatch.setattr(read, "read_yaml", pytest.fail)

    assert load_pack("widnes-academy").id == "widnes-academy"


def test_a_built_in_calendar_is_terms_alone():
    rows = calendar_bytes("essex-2025-26").decode().splitlines()

    assert rows[0] == "start,end,kind,note"
    assert {row.split(",")[2] for row in rows[1:]} == {"term"}
    assert "essex-2025-26" in calendar_names()


def test_an_unknown_calendar_names_those_there_are():
    with pytest.raises(UnknownCalendar, match="essex-2025-26"):
        calendar_bytes("atlantis")
