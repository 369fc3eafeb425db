"""`compare-packs`: what two policies share, what one alone says, and where they differ."""

from __future__ import annotations

import csv

import jsonschema
import pytest

from tests.factories.pack_folders import VALUES, write_pack, write_town

LINE = """  local:
    question: How many here?
    unit: sessions
    steps:
      - {start: 2015-09-01, operator: ">=", value: 8, source: bylaw, passage: page 2}
"""


@pytest.fixture
def lands(desk):
    """Two copies of one made-up land; the second asks for a higher share."""
    changed = VALUES.replace("value: 12.5", "value: 15")
    return (
        str(write_pack(desk.folder / "one")),
        str(write_pack(desk.folder / "two", values=changed)),
    )


def parts(told):
    assert (told.code, told.err) == (0, "")
    return told.json["parts"]


def by_id(things):
    return {thing["id"]: thing for thing in things}


def test_a_policy_beside_itself_is_the_same_all_through(desk):
    told = desk.run("compare-packs", "coventry", "coventry", "--format", "json")

    assert {thing["status"] for things in parts(told).values() for thing in things} == {"same"}


def test_a_value_that_differs_is_shown_from_both_sides_with_dates_and_sources(desk, lands):
    told = desk.run("compare-packs", *lands, "--part", "values", "--format", "json")

    values = by_id(parts(told)["values"])
    assert values["threshold"]["status"] == "same"
    assert values["line"]["status"] == "different"
    [difference] = values["line"]["differences"]
    sides = [difference[side][0] for side in ("a", "b")]
    assert [step["says"] for step in sides] == [">= 12.5", ">= 15"]
    assert all(step["source"]["passage"] == "section 4" for step in sides)
    assert all(step["first_day"] == "2010-09-01" for step in sides)


def test_what_one_alone_says_is_given_in_full_with_its_layer(desk, lands):
    town = str(write_town(desk.folder / "one", values=LINE))

    told = desk.run("compare-packs", lands[0], town, "--format", "json")

    local = by_id(parts(told)["values"])["local"]
    assert (local["status"], local["layer_b"], local["beneath_b"]) == ("only in B", "town", False)
    assert local["b"]["steps"][0]["says"] == ">= 8"
    shared = by_id(parts(told)["rules"])["land.crossed"]
    assert (shared["status"], shared["beneath_a"], shared["beneath_b"]) == ("same", False, True)


def test_two_authorities_share_the_law_beneath_them(desk):
    told = desk.run("compare-packs", "coventry", "halton", "--format", "json")

    rules = by_id(parts(told)["rules"])
    law = rules["england.persistent_absence"]
    assert (law["beneath_a"], law["beneath_b"]) == (True, True)
    assert rules["coventry.stage_3"]["status"] == "only in A"
    assert rules["halton.tsm_persistent"]["status"] == "only in B"
    counts = told.json["counts"]["rules"]
    assert sum(counts.values()) == len(rules)


def test_a_day_narrows_both_to_what_is_in_force(desk):
    every_day = desk.run("compare-packs", "england", "coventry", "--part", "codes", "--format", "json")
    one_day = desk.run(
        "compare-packs", "england", "coventry", "--part", "codes", "--on", "2025-09-01", "--format", "json"
    )

    assert len(parts(one_day)["codes"]) < len(parts(every_day)["codes"])
    assert one_day.json["on"] == "2025-09-01"


def test_the_document_is_what_its_schema_says(desk, lands):
    schema = desk.run("schema", "comparison").json

    jsonschema.Draft202012Validator.check_schema(schema)
    for pair in (lands, ("essex", "widnes-academy")):
        told = desk.run("compare-packs", *pair, "--format", "json")
        jsonschema.Draft202012Validator(schema).validate(told.json)


def test_as_a_table_differences_stand_one_above_the_other(desk, lands):
    told = desk.run("compare-packs", *lands)

    assert (told.code, told.err) == (0, "")
    assert "different: What share? [line]" in told.out
    assert "A: >= 12.5 from 2010-09-01 [The Attendance Act, section 4 (V; inferred)]" in told.out
    assert "B: >= 15 from 2010-09-01 [The Attendance Act, section 4 (V; inferred)]" in told.out
    assert "[threshold]" not in told.out
    assert "same: How many? [threshold]" in desk.run("compare-packs", *lands, "--all").out


def test_as_csv_it_has_a_row_a_difference(desk, lands):
    told = desk.run("compare-packs", *lands, "--part", "values", "--format", "csv")

    [row] = list(csv.DictReader(told.out.splitlines()))
    assert (row["id"], row["status"], row["field"]) == ("line", "different", "steps")
    assert '">= 12.5"' in row["a"]


def test_an_unknown_part_or_pack_is_refused(desk):
    part = desk.run("compare-packs", "essex", "halton", "--part", "poems")
    pack = desk.run("compare-packs", "essex", "nowhere")

    assert (part.code, part.out, pack.code, pack.out) == (2, "", 1, "")
    assert "there is no pack “nowhere”" in pack.err
