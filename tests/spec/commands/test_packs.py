"""`packs list` and `packs show`: everything that a policy says, for somebody who knows the law."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser

import jsonschema
import pytest

from supportfirst.attendance.packs.load import POLICY, load_pack, pack_names
from tests.factories.pack_folders import write_pack, write_town


def test_the_list_names_every_policy_with_its_layer_days_and_review(desk):
    told = desk.run("packs", "list", "--on", "2026-11-22", "--format", "json")

    assert (told.code, told.err) == (0, "")
    schema = desk.run("schema", "packs").json
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(told.json)
    assert [pack["id"] for pack in told.json["packs"]] == pack_names()
    for pack in told.json["packs"]:
        assert pack["fingerprint"] == load_pack(pack["id"]).fingerprint
        assert pack["counts"]["values_own"] <= pack["counts"]["values"]


def test_a_review_that_has_passed_is_told_in_the_list_and_on_the_page(desk):
    in_time = desk.run("packs", "list", "--on", "2026-11-22", "--format", "json").json["packs"][0]
    too_late = desk.run("packs", "list", "--on", "2090-01-01", "--format", "json").json["packs"][0]

    assert in_time["review"]["overdue"] == []
    assert too_late["review"]["overdue"]
    assert "overdue" in desk.run("packs", "list", "--on", "2090-01-01").out


def test_the_list_as_a_table_says_how_much_each_policy_adds(desk):
    told = desk.run("packs", "list", "--on", "2026-11-22")

    assert (told.code, told.err) == (0, "")
    counts = desk.run("packs", "list", "--format", "json").json["packs"][1]["counts"]
    assert f"{counts['values']} ({counts['values_own']})" in told.out


@pytest.mark.parametrize("name", pack_names())
def test_every_thing_of_a_policy_is_shown_with_its_source(desk, name):
    told = desk.run("packs", "show", name, "--beneath", "--format", "json")

    assert (told.code, told.err) == (0, "")
    jsonschema.Draft202012Validator(desk.run("schema", "pack").json).validate(told.json)
    pack, parts = load_pack(name), told.json["parts"]
    assert [rule["id"] for rule in parts["rules"]] == [rule.id for rule in pack.rules]
    assert [fact["id"] for fact in parts["facts"]] == list(pack.facts)
    assert [record["id"] for record in parts["records"]] == list(pack.records)
    assert [move["id"] for move in parts["moves"]] == list(pack.moves)
    shown = {thing["id"] for things in parts.values() for thing in things}
    assert set(pack.entries) <= shown
    for thing in (*parts["rules"], *parts["moves"]):
        assert thing["source"]["title"]
        assert thing["source"]["passage"]
    for value in parts["values"]:
        assert all(step["source"]["passage"] for step in value["steps"])
        assert value["checked"]["by"]


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_a_policy_is_shown_as_text_markdown_and_a_page(desk, form):
    told = desk.run("packs", "show", "widnes-academy", "--format", form)

    assert (told.code, told.err) == (0, "")
    assert "Widnes Academy, attendance policy 2023-24" in told.out
    assert "Widnes 4-day step" in told.out


def test_the_page_needs_nothing_else_and_escapes_what_it_shows(desk):
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.add(tag)

    tags = Tags()
    tags.feed(desk.run("packs", "show", "coventry", "--format", "html").out)

    assert {"h1", "h2", "h3", "p"} <= tags.found
    assert not {"script", "link", "img", "iframe"} & tags.found


def test_a_rule_is_shown_with_its_questions_and_the_numbers_of_the_day(desk):
    told = desk.run("packs", "show", "coventry", "--id", "coventry.stage_3", "--on", "2025-09-26")

    assert (told.code, told.err) == (0, "")
    assert "Is attendance below Stage 2?" in told.out
    assert "less than 50% [stage3_entry]" in told.out
    assert "Stage 3: Targeted Support, criteria" in told.out
    assert "(read in the document itself)" in told.out
    assert "checked: by policy lead on" in told.out
    assert "written: coventry/rules/stages.yaml:" in told.out


def test_a_value_is_shown_with_its_reading_and_who_checked_it(desk):
    told = desk.run("packs", "show", "coventry", "--id", "bands.gap_rule")

    assert "reading: continuous gives Stage 1 above 90" in told.out
    assert "inferred, not stated there" in told.out
    assert "checked: by policy lead" in told.out


def test_only_what_is_in_force_is_shown_on_a_day(desk):
    shown = {}
    for day in ("2020-03-02", "2026-03-02"):
        told = desk.run("packs", "show", "england", "--part", "values", "--on", day, "--format", "json")
        [shown[day]] = [
            value["steps"]
            for value in told.json["parts"]["values"]
            if value["id"] == "penalty_notice.threshold_sessions"
        ] or [[]]

    assert shown["2020-03-02"] != shown["2026-03-02"]
    assert [step["says"] for step in shown["2026-03-02"]] == [">= 10"]


def test_its_own_layer_is_shown_and_what_lies_beneath_on_request(desk):
    own = desk.run("packs", "show", "halton", "--part", "rules,notes,codes", "--format", "json").json
    whole = desk.run(
        "packs", "show", "halton", "--part", "rules,notes,codes", "--beneath", "--format", "json"
    ).json

    assert {thing["layer"] for things in own["parts"].values() for thing in things} == {"halton"}
    assert {rule["layer"] for rule in whole["parts"]["rules"]} == {"england", "halton"}
    assert whole["parts"]["codes"]


def test_a_track_is_drawn_from_its_moves(desk):
    told = desk.run("packs", "show", "halton", "--part", "tracks", "--format", "json").json
    [track] = [each for each in told["parts"]["tracks"] if each["id"] == "halton stages"]

    assert track["mermaid"].startswith("stateDiagram-v2\n")
    assert "[not on the track]" in track["diagram"]
    assert len(track["moves"]) == sum("──▶" in line for line in track["diagram"])
    assert "──▶" in desk.run("packs", "show", "halton", "--part", "tracks").out
    assert "```mermaid" in desk.run("packs", "show", "halton", "--part", "tracks", "--format", "markdown").out


def test_legal_routes_are_drawn_as_a_ladder_in_their_order(desk):
    told = desk.run("packs", "show", "england", "--part", "ladders,rules", "--format", "json").json
    orders = {rule["id"]: rule.get("ladder_order") for rule in told["parts"]["rules"]}

    for ladder in told["parts"]["ladders"]:
        assert [orders[route] for route in ladder["routes"]] == sorted(orders[r] for r in ladder["routes"])
        assert ladder["diagram"][0].startswith("1. ")
    assert told["parts"]["ladders"]


def test_the_years_of_a_document_and_its_banners_stand_at_the_top(desk):
    told = desk.run("packs", "show", "halton", "--part", "tracks")

    top = told.out.partition("TRACKS")[0]
    assert "It answers for days from 2023-09-01" in top
    assert "Banner, from 2026-09-01" in top


def test_a_folder_of_somebody_s_own_is_shown_like_one_that_ships(desk):
    write_pack(desk.folder)
    town = write_town(desk.folder)

    own = desk.run("packs", "show", str(town))
    whole = desk.run("packs", "show", str(town), "--beneath")

    assert own.code == whole.code == 0
    assert "town: authority layer, over land. It answers for days from 2015-09-01; no last day." in own.out
    assert "Line crossed" not in own.out
    assert "Line crossed [land.crossed]" in whole.out


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["nowhere"], 1, "there is no pack “nowhere”"),
        (["coventry", "--part", "poems"], 2, "“poems” is no part of coventry"),
        (["coventry", "--id", "coventry.stage_9"], 1, "nothing in it is called “coventry.stage_9”"),
        (["coventry", "--on", "2001-01-01"], 1, "outside this pack"),
        (["coventry", "--on", "soon"], 2, "is not a day"),
    ],
)
def test_what_is_not_there_is_said(desk, more, code, said):
    told = desk.run("packs", "show", *more)

    assert (told.code, told.out) == (code, "")
    assert said in " ".join(told.err.replace("│", " ").split())


def test_a_diagram_changes_when_its_table_does(desk):
    copied = desk.folder / "policy"
    shutil.copytree(POLICY / "england", copied / "england")
    shutil.copytree(POLICY / "halton", copied / "halton")
    [table] = [
        path for path in (copied / "halton" / "tracks").glob("*.yaml") if "end_stage_1" in path.read_text()
    ]
    told = table.read_text().replace("End Halton Stage 1", "Close Halton Stage 1")
    table.write_text(told)

    shown = desk.run("packs", "show", str(copied / "halton"), "--part", "tracks")

    assert shown.code == 0
    assert "── Close Halton Stage 1 (" in shown.out
    assert "── End Halton Stage 1 (" not in shown.out
