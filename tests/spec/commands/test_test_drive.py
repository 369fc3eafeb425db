"""`test-drive`: who would be where under another policy, which groups more, and nothing decided by it."""

from __future__ import annotations

import csv
import json

import jsonschema
import pytest

from supportfirst.attendance.packs.load import load_pack, pack_names
from tests.factories.desks import ADA, BEN, CAM, as_csv, marked, register_of, upn_number

ON = ["--on", "2025-09-26"]
BASE = ["--pack", "coventry", *ON]
# of 40 sessions Ada attended 18 (45%), Ben 16 (40%) and Cam all
REGISTER = register_of(ADA="/ 18, I 22", BEN="/ 16, I 24", CAM="/ 40")
PUPILS = as_csv(
    "upn,forename,surname,date_of_birth,sex,school,year_group,start_date,fsm,fsm_from",
    [
        (ADA, "Ada", "Example", "2014-01-15", "F", "Hill School", "7", "2025-09-01", "yes", "2025-09-01"),
        (BEN, "Ben", "Example", "2014-01-15", "M", "Hill School", "7", "2025-09-01", "", ""),
        (CAM, "Cam", "Example", "2013-05-15", "M", "Hill School", "8", "2025-09-01", "", ""),
    ],
)
SMALLER_STAGE_3 = ["--set", "stage3_entry=45"]


@pytest.fixture
def files(desk):
    return desk.school(REGISTER, pupils=PUPILS)


@pytest.fixture
def many(desk):
    """Forty pupils of year 7 and forty of year 8; in each ten attended 45% and the others all of it."""
    upns = [upn_number(place) for place in range(80)]
    rows = [
        row for at, upn in enumerate(upns) for row in marked(upn, "/ 18, I 22" if at % 4 == 0 else "/ 40")
    ]
    pupils = [(upn, "7" if at < 40 else "8", "2025-09-01") for at, upn in enumerate(upns)]
    return desk.school(
        as_csv("upn,date,session,code", rows), pupils=as_csv("upn,year_group,start_date", pupils)
    )


def drive_of(told):
    assert (told.code, told.err) == (0, "")
    [drive] = told.json["drives"]
    return drive


def stages(drive, track="coventry stages"):
    [found] = [each for each in drive["tracks"] if each["track"] == track]
    return {stage["stage"]: (stage["before"], stage["after"]) for stage in found["stages"]}


def line(drive, rule):
    [found] = [each for each in drive["lines"] if each["rule"] == rule]
    return found


def test_a_changed_line_moves_whom_it_moves_and_nobody_else(desk, files):
    drive = drive_of(desk.run("test-drive", *files, *BASE, *SMALLER_STAGE_3, "--format", "json"))

    # Ada's 45% is not below 45
    assert stages(drive)["coventry.stage_3"] == (2, 1)
    assert stages(drive)["coventry.stage_2"] == (0, 1)
    assert stages(drive)["coventry.stage_1"] == (1, 1)
    assert drive["tracks"][0]["moves"] == [
        {"from": "coventry.stage_3", "to": "coventry.stage_2", "pupils": 1}
    ]
    [ada] = drive["moved"]
    assert (ada["upn"], ada["name"]) == (ADA, "Ada Example")
    assert ada["tracks"][0] == {
        "track": "coventry stages",
        "before": "coventry.stage_3",
        "after": "coventry.stage_2",
    }


def test_an_operator_may_be_changed_with_the_number(desk, files):
    changed = ["--set", "stage3_entry=<= 45"]

    drive = drive_of(desk.run("test-drive", *files, *BASE, *changed, "--format", "json"))

    assert stages(drive)["coventry.stage_3"] == (2, 2)
    [change] = drive["after"]["changed"]
    assert (change["before"]["operator"], change["after"]["operator"]) == ("<", "<=")


def test_several_values_are_changed_together(desk, files):
    changed = [*SMALLER_STAGE_3, "--set", "advisory_marker=75"]

    drive = drive_of(desk.run("test-drive", *files, *BASE, *changed, "--format", "json"))

    assert [change["value"] for change in drive["after"]["changed"]] == ["stage3_entry", "advisory_marker"]
    assert drive["after"]["title"].endswith("with 2 changed values")
    assert drive["after"]["fingerprint"].startswith("coventry with 2 changed values: ")


@pytest.mark.parametrize("other", pack_names())
def test_the_counts_of_each_policy_are_those_of_assess(desk, files, other):
    told = desk.run("test-drive", *files, *BASE, "--with", other, "--format", "json")
    assessed = desk.run("assess", *files, "--pack", other, *ON, "--all", "--format", "json").json

    drive = drive_of(told)

    for found in drive["lines"]:
        judged = [pupil["judged"].get(found["rule"]) for pupil in assessed["pupils"]]
        assert found["after"] == judged.count("met")
        assert found["cannot_tell_after"] == judged.count("cannot_tell")
    assert any(found["after"] for found in drive["lines"])


def test_a_line_that_only_one_policy_has_is_said_to_be_in_that_one(desk, files):
    drive = drive_of(desk.run("test-drive", *files, *BASE, "--with", "halton", "--format", "json"))

    proforma = line(drive, "coventry.proforma_persistent")
    assert (proforma["in"], proforma["before"], proforma["after"], proforma["no_longer"]) == (
        "before",
        2,
        0,
        2,
    )
    assert line(drive, "england.persistent_absence")["in"] == "both"
    assert {each["in"] for each in drive["lines"]} == {"both", "before", "after"}
    assert stages(drive)["not in this policy"] == (0, 3)


def test_several_policies_are_tried_one_after_another(desk, files):
    others = ["--with", "halton", "--with", "essex", "--with", "widnes-academy"]

    told = desk.run("test-drive", *files, *BASE, *others, "--format", "json")

    assert [drive["after"]["id"] for drive in told.json["drives"]] == ["halton", "essex", "widnes-academy"]
    alone = desk.run("test-drive", *files, *BASE, "--with", "essex", "--format", "json").json
    assert told.json["drives"][1] == alone["drives"][0]


def test_shares_of_groups_stand_beside_each_other(desk, files):
    grouped = ["--group-by", "year_group,sex,fsm"]

    drive = drive_of(desk.run("test-drive", *files, *BASE, *SMALLER_STAGE_3, *grouped, "--format", "json"))

    tables = {table["by"]: {group["group"]: group for group in table["groups"]} for table in drive["groups"]}
    assert list(tables) == ["year", "sex", "fsm"]
    girls, boys = tables["sex"]["F"], tables["sex"]["M"]
    assert (girls["pupils"], boys["pupils"]) == (1, 2)
    at_3 = [
        next(each for each in group["lines"] if each["rule"] == "coventry.stage_3") for group in (girls, boys)
    ]
    assert [(each["before_percent"], each["after_percent"]) for each in at_3] == [(100, 0), (50, 50)]
    # one of two boys, where it is one of three pupils
    assert at_3[1]["after_times_all"] == pytest.approx(1.5)


def test_prompts_of_each_kind_are_counted_with_their_pupils(desk, files):
    drive = drive_of(desk.run("test-drive", *files, *BASE, *SMALLER_STAGE_3, "--format", "json"))

    kinds = {each["kind"]: each for each in drive["kinds"]}
    assert list(kinds) == ["prompt", "list"]
    for kind, counted in kinds.items():
        mine = [each for each in drive["lines"] if each["kind"] == kind]
        assert counted["before"] == sum(each["before"] for each in mine)
    assert kinds["list"]["pupils_before"] == 2


def test_a_missing_birthday_is_cannot_tell_and_never_no(desk):
    files = desk.school(register_of(ADA="/ 28, O 12"))

    drive = drive_of(desk.run("test-drive", *files, *BASE, "--with", "essex", "--format", "json"))

    threshold = line(drive, "england.penalty_notice_threshold")
    assert (threshold["after"], threshold["cannot_tell_after"]) == (0, 1)


def test_the_document_is_what_its_schema_says(desk, files):
    schema = desk.run("schema", "test-drive/1").json

    for more in (
        SMALLER_STAGE_3,
        ["--with", "halton", "--group-by", "sex"],
        ["--with", "essex", "--suppress", "5"],
    ):
        told = desk.run("test-drive", *files, *BASE, *more, "--format", "json")

        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(told.json)


def test_small_numbers_are_hidden_and_nobody_is_named(desk, many):
    asked = [*BASE, "--set", "stage3_entry=45", "--group-by", "year_group"]

    shown = drive_of(desk.run("test-drive", *many, *asked, "--format", "json"))
    kept = drive_of(desk.run("test-drive", *many, *asked, "--suppress", "15", "--format", "json"))

    assert stages(shown)["coventry.stage_3"] == (20, 0)
    assert stages(kept)["coventry.stage_3"] == (20, 0)  # of all, 20 are not few
    assert len(shown["moved"]) == 20
    assert kept["moved"] is None
    groups = [group for table in kept["groups"] for group in table["groups"]]
    at_3 = [each for group in groups for each in group["lines"] if each["rule"] == "coventry.stage_3"]
    assert [each["before"] for each in at_3] == [None, None]  # ten in each year
    assert [each["before_percent"] for each in at_3] == [None, None]


def test_a_group_that_hides_one_stage_hides_its_whole_track(desk, many):
    asked = [*BASE, "--set", "stage3_entry=45", "--group-by", "year_group", "--suppress", "15"]

    kept = drive_of(desk.run("test-drive", *many, *asked, "--format", "json"))

    groups = [group for table in kept["groups"] for group in table["groups"]]
    staged = [each for group in groups for each in group["lines"] if each["kind"] == "stage"]
    assert staged
    assert {each["before"] for each in staged} == {None}


def test_as_a_table_it_says_what_changed_and_that_nothing_is_decided(desk, files):
    told = desk.run("test-drive", *files, *BASE, *SMALLER_STAGE_3, "--group-by", "sex")

    assert (told.code, told.err) == (0, "")
    assert "Below what attendance does Stage 3 begin? < 50 becomes < 45 percent" in told.out
    assert "A test drive changes nothing for any child" in told.out
    assert "Stage 3: Targeted Support, by sex" in told.out
    assert "Who would stand elsewhere: 1 pupil" in told.out
    assert "give a history file" in told.out


def test_as_csv_it_has_a_row_a_figure(desk, files):
    told = desk.run("test-drive", *files, *BASE, *SMALLER_STAGE_3, "--group-by", "sex", "--format", "csv")

    rows = list(csv.DictReader(told.out.splitlines()))
    [total] = [row for row in rows if row["id"] == "coventry.stage_3" and row["by"] == "total"]
    assert (total["before"], total["after_count"]) == ("2", "1")
    girls = [row for row in rows if row["id"] == "coventry.stage_3" and row["group"] == "F"]
    assert [(row["before"], row["after_count"]) for row in girls] == [("1", "0")]


def test_law_that_is_fixed_is_not_driven_without(desk, files):
    told = desk.run("test-drive", *files, *BASE, "--set", "penalty_notice.threshold_sessions=8")

    assert (told.code, told.out) == (1, "")
    assert "it may not be moved" in told.err


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ([], 2, "give --with PACK, or --set"),
        (["--with", "essex", *SMALLER_STAGE_3], 2, "and not both"),
        (["--with", "nowhere"], 1, "there is no pack “nowhere”"),
        (["--set", "nothing=1"], 1, "there is no such value"),
        (["--set", "stage3_entry"], 1, "is not a value and what it becomes"),
        (["--set", "stage3_entry=many"], 1, "is not a number"),
        ([*SMALLER_STAGE_3, "--group-by", "shoe size"], 2, "is no group"),
    ],
)
def test_what_cannot_be_driven_is_refused_in_words(desk, files, more, code, said):
    told = desk.run("test-drive", *files, *BASE, *more)

    assert (told.code, told.out) == (code, "")
    assert said in " ".join(told.err.replace("│", " ").split())


def test_a_day_before_a_policy_is_refused(desk, files):
    told = desk.run("test-drive", *files, "--pack", "england", "--with", "coventry", "--on", "2020-01-06")

    assert (told.code, told.out) == (1, "")
    assert "outside this pack" in told.err


def test_two_runs_give_the_same_bytes(desk, files):
    asked = ["test-drive", *files, *BASE, "--with", "widnes-academy", "--group-by", "sex", "--format", "json"]

    assert desk.run(*asked).out == desk.run(*asked).out


# --- with a history ----------------------------------------------------------------------


def event(kind, upn=ADA, **data):
    return {
        "id": f"{kind}-1",
        "upn": upn,
        "kind": kind,
        "on": "2025-09-15",
        "by": {"name": "A"},
        "data": data,
    }


def history(desk, *events):
    return ["--history", desk.write("history.json", json.dumps(list(events)))]


@pytest.fixture
def at_the_line(desk):
    """Ada has twelve unauthorised sessions, Ben none."""
    return desk.school(register_of(ADA="/ 28, O 12", BEN="/ 40"), pupils=PUPILS)


@pytest.mark.parametrize("other", ["england", "halton"])
def test_steps_and_what_else_rests_on_records_are_counted_as_assess_finds_them(desk, at_the_line, other):
    asked = [*at_the_line, *history(desk), *ON]

    drive = drive_of(
        desk.run("test-drive", *asked, "--pack", "coventry", "--with", other, "--format", "json")
    )
    assessed = desk.run("assess", *asked, "--pack", other, "--all", "--format", "json").json

    assert drive["casework"]["counted"]
    judged = [found for pupil in assessed["pupils"] for found in pupil["judged"].items()]
    steps = [
        item for item in drive["casework"]["items"] if item["kind"] == "step" and item["status"] == "due"
    ]
    assert any(item["after"] for item in steps)
    for item in steps:
        due = [key for key, status in judged if key.partition("@")[0] == item["rule"] and status == "due"]
        assert item["after"] == len(due)


def test_without_a_history_it_says_what_it_needs(desk, files):
    drive = drive_of(desk.run("test-drive", *files, *BASE, *SMALLER_STAGE_3, "--format", "json"))

    assert drive["casework"]["items"] == []
    assert not drive["casework"]["counted"]
    assert "history" in drive["casework"]["needs"]


def required(kind):
    return [field for field in load_pack("coventry").records[kind].fields.values() if field.required]


def test_records_that_the_other_policy_does_not_know_are_left_out_and_counted(desk, at_the_line):
    known = load_pack("essex").records
    own = [record for name, record in load_pack("coventry").records.items() if name not in known]
    simple = [record.id for record in own if not record.about and not record.for_parent]
    kind = next(name for name in simple if not required(name))

    told = desk.run(
        "test-drive", *at_the_line, *history(desk, event(kind)), *BASE, "--with", "essex", "--format", "json"
    )

    drive = drive_of(told)
    assert drive["casework"]["unknown_records"] == 1


def test_a_fault_of_the_history_is_told_once_and_ends_with_3(desk, at_the_line):
    told = desk.run(
        "test-drive", *at_the_line, *history(desk, event("no such thing")), *BASE, "--with", "essex"
    )

    assert told.code == 3
    assert told.err.startswith("1 problem:")
    assert "kind “no such thing”" in told.err


def test_small_numbers_of_casework_are_hidden_as_well(desk, at_the_line):
    asked = [*at_the_line, *history(desk), *BASE, "--with", "halton", "--suppress", "5", "--format", "json"]

    drive = drive_of(desk.run("test-drive", *asked))

    assert drive["casework"]["items"]
    assert {item["before"] for item in drive["casework"]["items"]} == {None}


def test_with_a_history_the_document_is_still_what_its_schema_says(desk, at_the_line):
    told = desk.run("test-drive", *at_the_line, *history(desk), *BASE, "--with", "halton", "--format", "json")

    jsonschema.Draft202012Validator(desk.run("schema", "test-drive").json).validate(told.json)
    table = desk.run("test-drive", *at_the_line, *history(desk), *BASE, "--with", "halton")
    assert "Casework, from the history" in table.out
