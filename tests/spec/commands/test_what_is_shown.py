"""What each form shows: JSON by its schema, one row a pupil, a page without script, words for a parent."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser

import jsonschema
import pytest

from samples.generate import write_all
from supportfirst.attendance.packs.load import load_pack, pack_names
from tests.factories.desks import ADA, BEN, CAM, as_csv, register_of

ON, LATE = ["--on", "2025-09-26"], ["--on", "2025-10-24"]
REGISTER = register_of(ADA="/ 10, O 10, / 20", BEN="/ 40", CAM="/ 20, I 12, / 8")
PUPILS = as_csv(
    "upn,forename,surname,date_of_birth,sex,school,start_date,fsm,fsm_from",
    [
        (ADA, "<b>Ada</b>", "O'Example & Sons", "2014-01-15", "F", "Hill School", "2025-09-01", "", ""),
        (BEN, "Ben", "Example", "2013-01-15", "M", "Hill School", "2025-09-01", "yes", "2025-09-01"),
        (CAM, "Cam", "Example", "2013-05-15", "M", "Hill School", "2025-09-01", "yes", "2025-09-01"),
    ],
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample primary school, as its files."""
    folder = tmp_path_factory.mktemp("samples")
    write_all(folder)
    [school] = folder.glob("larkspur-*")
    files = [f"--{name}={school / name}.csv" for name in ("register", "calendar", "pupils")]
    return [*files, "--on", "2025-12-12"]


SCHEMAS = (
    "assessment",
    "calendar",
    "comparison",
    "history",
    "pack",
    "packs",
    "parents",
    "problems",
    "pupils",
    "register",
    "school",
    "summary",
    "test-drive",
)


@pytest.mark.parametrize("name", [*SCHEMAS, "assessment/1"])
def test_each_contract_is_a_valid_json_schema(desk, name):
    told = desk.run("schema", name)

    assert (told.code, told.err) == (0, "")
    jsonschema.Draft202012Validator.check_schema(told.json)
    assert told.json["title"].startswith(name.partition("/")[0])


def test_an_unknown_contract_is_answered_with_the_names_of_those_there_are(desk):
    told = desk.run("schema", "everything")

    assert (told.code, told.out) == (1, "")
    assert all(name in told.err for name in SCHEMAS)


@pytest.mark.parametrize("pack", pack_names())
def test_a_sample_school_assessed_is_what_the_schema_says(desk, sample, pack):
    is_what_the_schema_says(desk, sample, pack)


@pytest.mark.long  # half a minute each: every tree of every pupil is looked through
@pytest.mark.parametrize("pack", pack_names())
def test_all_of_a_sample_school_assessed_is_what_the_schema_says(desk, sample, pack):
    is_what_the_schema_says(desk, sample, pack, "--all")


def test_all_of_a_small_school_assessed_is_what_the_schema_says(desk):
    files = [*desk.school(REGISTER, pupils=PUPILS), *ON]
    is_what_the_schema_says(desk, files, "coventry", "--all")


def is_what_the_schema_says(desk, sample, pack, *everything):
    schema = desk.run("schema", "assessment").json

    told = desk.run("assess", *sample, "--pack", pack, "--format", "json", *everything)

    assert told.code in (0, 3)
    jsonschema.Draft202012Validator(schema).validate(told.json)
    assert any(item["because"] for pupil in told.json["pupils"] for item in pupil["prompts"])


def test_the_schema_refuses_a_measure_that_is_missing(desk):
    schema = desk.run("schema", "assessment").json
    told = desk.run("assess", *desk.school(REGISTER), "--pack", "england", *ON, "--format", "json").json
    del told["pupils"][0]["measures"]["sessions_possible"]

    assert list(jsonschema.Draft202012Validator(schema).iter_errors(told))


def test_trees_are_left_out_for_pupils_with_nothing_due_unless_all_is_asked(desk):
    asked = ["assess", *desk.school(REGISTER, pupils=PUPILS), "--pack", "england", *ON, "--format", "json"]

    short, whole = desk.run(*asked).json["pupils"], desk.run(*asked, "--all").json["pupils"]

    [ben] = [pupil for pupil in short if pupil["upn"] == BEN]
    [ben_in_all] = [pupil for pupil in whole if pupil["upn"] == BEN]
    [ada] = [pupil for pupil in short if pupil["upn"] == ADA]
    assert "because" not in json.dumps([ben["stages"], ben["prompts"]])
    assert all(item["because"]["asks"] for item in ben_in_all["prompts"])
    assert all(item["because"]["asks"] for item in ada["prompts"])
    assert [pupil["measures"] for pupil in short] == [pupil["measures"] for pupil in whole]


def test_every_item_carries_what_the_contract_names(desk):
    files = desk.school(REGISTER, pupils=PUPILS)

    told = desk.run("assess", *files, "--pack", "coventry", *ON, "--format", "json")

    [ada] = [pupil for pupil in told.json["pupils"] if pupil["upn"] == ADA]
    assert ada["stages"]
    for item in ada["stages"] + ada["prompts"]:
        assert {"id", "track", "rule", "outcome", "text", "because", "source", "on"} <= set(item)
    assert all(stage["title"] for stage in ada["stages"])


def test_the_csv_has_a_row_for_each_pupil(desk):
    told = desk.run("assess", *desk.school(REGISTER), "--pack", "england", *ON, "--format", "csv")

    rows = {row["upn"]: row for row in csv.DictReader(told.out.splitlines())}
    assert set(rows) == {ADA, BEN, CAM}
    assert rows[ADA]["unauthorised_10_school_weeks"] == "10"
    assert rows[BEN]["attendance_percent"] == "100.0"
    assert "england.persistent_absence=met" in rows[CAM]["prompts"]


class Page(HTMLParser):
    """Tags that open and close in order, the text of each heading, and the names of all tags."""

    VOID = ("meta", "br", "link")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag != "p" and self.open[-1] == "p":  # a paragraph may end without its tag
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text[self.open[-1] if self.open else ""] = (
            self.text.get(self.open[-1] if self.open else "", "") + data
        )


@pytest.mark.parametrize("everything", [[], ["--all"]])
def test_the_page_is_whole_in_english_with_headings_and_without_script(desk, everything):
    files = desk.school(REGISTER, pupils=PUPILS)

    told = desk.run("assess", *files, "--pack", "coventry", *ON, "--format", "html", *everything)

    page = Page(told.out)
    names = [tag for tag, _ in page.tags]
    assert told.out.startswith("<!doctype html>")
    assert page.open == []
    assert dict(page.tags)["html"]["lang"] == "en-GB"
    assert page.text["title"] == page.text["h1"] == "Attendance worklist, 2025-09-26"
    assert names.count("h1") == names.count("main") == 1
    assert "h2" in names
    assert not {"script", "iframe", "img", "link", "b"} & set(names)
    assert not [attributes for _, attributes in page.tags if {"src", "href", "onclick"} & set(attributes)]
    assert "&lt;b&gt;Ada&lt;/b&gt; O&#x27;Example &amp; Sons" in told.out


def test_the_table_shows_a_name_as_it_is_and_not_as_markup(desk):
    pupils = PUPILS.replace("<b>Ada</b>", "[bold]Ada[/bold] :smile:")

    told = desk.run("assess", *desk.school(REGISTER, pupils=pupils), "--pack", "england", *ON)

    assert "1. [bold]Ada[/bold] :smile: O'Example & Sons" in told.out


def test_a_parent_reads_plain_words_and_no_legal_reference(desk):
    files = desk.school(REGISTER, pupils=PUPILS.replace("<b>Ada</b>", "Ada"))

    told = desk.run("explain", ADA, *files, "--pack", "coventry", *ON, "--for", "parent")

    said = told.out
    assert told.code == 0
    assert "Ada has missed 5 days this school year: 10 of 40 half-day sessions." in said
    assert "Nothing has been decided." in said
    assert (
        "  Monday 8 September 2025, morning and afternoon: absent in other or unknown circumstances"
        in said.partition("The days this is about:")[2]
    )
    assert "Your school will offer to meet you and plan help." in said
    assert "a mark can be corrected" in said
    for word in ("regulation", "section", "paragraph", "chapter", "Act 1996", "[", "Source", "cannot tell"):
        assert word not in said


@pytest.mark.parametrize("pack", pack_names())
def test_no_pack_tells_a_parent_a_source_or_a_rule(desk, pack):
    many = register_of(ADA="/ 10, O 20, N 10, G 10, I 30")

    told = desk.run(
        "explain", ADA, *desk.school(many, pupils=PUPILS), "--pack", pack, *LATE, "--for", "parent"
    )

    policy = load_pack(pack)
    words = [source.title for source in policy.sources.values()] + [rule.id for rule in policy.rules]
    assert told.code == 0
    assert told.out.count("\n\n") > 4
    assert [
        word for word in [*words, "regulation", "section ", "chapter", "[", "_"] if word in told.out
    ] == []


def test_an_officer_reads_the_source_the_line_and_the_marks_behind_it(desk):
    files = desk.school(REGISTER, pupils=PUPILS)

    told = desk.run("explain", ADA.lower(), *files, "--pack", "england", *ON)

    assert told.code == 0
    assert "75.0% (30 of 40 sessions)" in told.out
    assert "Working together to improve school attendance" in told.out
    assert "the line is at least 10" in told.out
    assert "2025-09-08 AM O, PM O; 2025-09-09 AM O, PM O" in told.out
    assert "Absence: longest 5 school days (2025-09-08 to 2025-09-12); still open none." in told.out
    assert "  Severely absent: 10 of 40 (25.0%; " in told.out.partition("\nNot crossed\n")[2]


def test_a_summary_by_school_sex_and_flag_hides_small_numbers(desk):
    files = desk.school(REGISTER, pupils=PUPILS)
    asked = ["summarise", *files, *ON, "--by", "school,sex,fsm", "--format", "json"]

    shown, hidden = desk.run(*asked).json, desk.run(*asked, "--suppress", "5").json

    assert [(row["by"], row["group"], row["enrolments"]) for row in shown["groups"]] == [
        ("school", "Hill School", 3),
        ("sex", "F", 1),
        ("sex", "M", 2),
        ("fsm", "no record", 1),
        ("fsm", "yes", 2),
    ]
    assert shown["total"]["attendance_percent"] == 100 * 98 / 120
    assert (hidden["suppress"], hidden["total"]["enrolments"]) == (5, None)
    for row in hidden["groups"]:
        assert row["enrolments"] is None
        assert "enrolments" in row["suppressed"]


@pytest.mark.parametrize("more", [[], ["--suppress", "5"], ["--known-at", "2025-11-03"]])
def test_a_summary_of_a_sample_school_is_what_the_schema_says(desk, sample, more):
    schema = desk.run("schema", "summary").json

    told = desk.run("summarise", *sample, "--by", "school,year,sex,fsm", "--format", "json", *more)

    assert told.code in (0, 3)
    jsonschema.Draft202012Validator(schema).validate(told.json)
    assert {row["by"] for row in told.json["groups"]} == {"school", "year", "sex", "fsm"}


def test_a_summary_by_a_group_that_is_none_is_a_wrong_command_line(desk):
    told = desk.run("summarise", *desk.school(REGISTER), *ON, "--by", "shoe_size")

    assert (told.code, told.out) == (2, "")
    assert "“shoe_size” is no group; use " in told.err
