"""The examples of “Write a history file” are files that can be used as they stand."""

from __future__ import annotations

import json
import re
from textwrap import dedent

import jsonschema
import pytest

from scripts.traceability import ROOT
from supportfirst.attendance.cli.inputs import Told, read_history, read_parents, read_school
from supportfirst.attendance.packs.load import load_pack, pack_names

PAGE = (ROOT / "docs" / "how-to" / "write-a-history-file.md").read_text(encoding="utf-8")
HISTORY, PARENTS, SCHOOL = (
    dedent(block) for block in re.findall(r"^ +```(?:json|csv)\n(.*?)^ +```", PAGE, re.DOTALL | re.MULTILINE)
)


@pytest.mark.parametrize("pack", pack_names())
def test_the_history_is_read_under_every_pack_without_a_word(desk, pack):
    told = Told()

    read = read_history(desk.write("history.json", HISTORY), load_pack(pack), told=told)

    assert read is not None
    assert [event.id for event in read.events] == ["h1", "h2", "h3", "h4", "h5", "h6", "h7"]
    assert (told.problems, told.warnings) == ([], [])


def test_the_parents_and_the_school_are_read_without_a_word(desk):
    told = Told()

    parents = read_parents(desk.write("parents.csv", PARENTS), told=told)
    school = read_school(desk.write("school.json", SCHOOL), told=told)

    assert [parent.day_to_day_care for parent in parents or ()] == [True, None]
    assert school is not None
    assert school.traded
    assert (told.problems, told.warnings) == ([], [])


@pytest.mark.parametrize(("name", "text"), [("history", HISTORY), ("school", SCHOOL)])
def test_the_examples_are_what_the_schemas_say(desk, name, text):
    schema = desk.run("schema", name).json

    assert list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(text))) == []


def test_the_schema_of_a_history_has_the_kinds_of_every_pack_with_their_fields(desk):
    event = desk.run("schema", "history").json["$defs"]["event"]

    kinds = [kind for name in pack_names() for kind in load_pack(name).records.values()]
    entries = {each["if"]["properties"]["kind"]["const"]: each for each in event["allOf"]}
    assert set(entries) == set(event["properties"]["kind"]["enum"]) == {kind.id for kind in kinds}
    for kind in kinds:
        assert entries[kind.id]["title"] == kind.title
        data = entries[kind.id]["then"]["properties"]["data"]
        assert set(kind.fields) <= set(data["properties"])


def test_the_schema_refuses_an_event_that_reading_would_leave_out(desk):
    schema = desk.run("schema", "history").json
    example = json.loads(HISTORY)
    example["events"][0]["data"]["channel"] = "pigeon"

    assert list(jsonschema.Draft202012Validator(schema).iter_errors(example))
