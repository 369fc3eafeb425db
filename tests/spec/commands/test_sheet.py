"""A sheet is the same to the byte from the same inputs, holds one child's data alone, and answers again."""

from __future__ import annotations

import hashlib
import json

import jsonschema
import pytest

from supportfirst.attendance.cli.main import app
from supportfirst.attendance.cli.running import run
from tests.factories.desks import ADA, BEN, register_of
from tests.factories.sheets import ON, SheetDesk, came_out, changed


@pytest.fixture
def kept(desk):
    """A sheet of Ada, and the files it was made of."""
    sheets = SheetDesk(desk)
    assert sheets.keep().code == 0
    return sheets


def test_the_same_inputs_give_the_same_bytes_and_the_rerun_says_so(kept):
    kept.keep(out="again.sheet")

    told = kept.rerun()

    assert kept.path().read_bytes() == kept.path("again.sheet").read_bytes()
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1] == "The same, byte for byte."
    assert kept.rerun(*kept.options()).code == 0


def test_the_sheet_is_what_its_schema_says(kept, desk):
    schema = desk.run("schema", "sheet").json

    jsonschema.Draft202012Validator(schema).validate(kept.document())


def test_its_answer_is_that_of_assess_with_every_tree(kept, desk):
    told = desk.run("assess", *kept.options(), "--pack", "england", "--on", ON, "--all", "--format", "json")

    [ada] = [pupil for pupil in told.json["pupils"] if pupil["upn"] == ADA]
    assert kept.document()["result"]["pupil"] == ada


def test_it_holds_this_pupil_s_data_alone(kept):
    text = kept.path().read_text()

    assert BEN not in text
    assert "Q1" not in text
    assert '"Ben"' not in text


def test_its_digests_can_be_worked_out_by_anybody(kept):
    document = kept.document()

    told = json.dumps(
        document["inputs"]["register"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )

    digest = hashlib.sha256(told.encode()).hexdigest()
    assert document["seal"]["parts"]["inputs.register"] == digest


def test_marks_that_did_not_count_stand_with_their_reasons(desk):
    sheets = SheetDesk(desk)
    sheets.files["register"] = (
        "upn,date,session,code,recorded_at\n"
        f"{ADA},2025-09-01,AM,/,2025-09-01T09:00\n"
        f"{ADA},2025-09-02,AM,O,2025-09-02T09:00\n"
        f"{ADA},2025-09-02,AM,I,2025-09-03T09:00\n"
        f"{ADA},2025-09-03,AM,I,2025-09-20T09:00\n"
        f"{ADA},2025-09-06,AM,/,2025-09-06T09:00\n"
        f"{ADA},2025-09-22,AM,/,2025-09-22T09:00\n"
    )
    sheets.files["pupils"] = f"upn,start_date\n{ADA},2025-09-02\n"

    sheets.keep("--known-at", "2025-09-19")

    sessions = sheets.document()["result"]["sessions"]
    reasons = {(each["date"], each["code"]): each["reason"] for each in sessions["left_out"]}
    assert sessions["counted"] == [["2025-09-02", "AM", "I"]]
    assert reasons == {
        ("2025-09-01", "/"): "off_roll",
        ("2025-09-02", "O"): "corrected",
        ("2025-09-03", "I"): "not_yet_known",
        ("2025-09-06", "/"): "no_session",
        ("2025-09-22", "/"): "after_on",
    }


def test_nothing_that_changes_for_another_child_changes_the_sheet(kept):
    others = {
        "register": register_of(BEN="O 30", ADA="/ 20, O 10", CAM="N 30"),
        "pupils": kept.files["pupils"].replace("Ben,Example", "Ben,Otherwise"),
        "parents": kept.files["parents"].replace(f"Q1,{BEN},yes", f"Q1,{BEN},no"),
        "history": json.dumps(
            [
                *json.loads(kept.files["history"]),
                {"id": "b1", "upn": BEN, "kind": "concern", "on": "2025-09-10", "data": {"ground": "other"}},
            ]
        ),
    }

    told = kept.rerun(*kept.options(**others))

    assert told.out.splitlines()[-1] == "The same, byte for byte."
    assert told.code == 0


def test_one_rule_can_be_asked_about_and_is_answered(kept):
    told = kept.keep("--rule", "england.penalty_notice_threshold", out="one.sheet")

    assert "england.penalty_notice_threshold: met." in told.out
    assert kept.document("one.sheet")["result"]["answer"] == "met"
    assert kept.rerun(out="one.sheet").code == 0


def test_a_rule_that_was_not_judged_is_refused_and_nothing_is_written(kept):
    told = kept.keep("--rule", "england.no_such_rule", out="one.sheet")

    assert (told.code, told.out) == (1, "")
    assert "“england.no_such_rule” was not judged for this pupil" in told.err
    assert not kept.path("one.sheet").exists()


def test_who_decided_what_and_when_is_kept_and_shown(kept):
    decision = ["--by", "Ada Officer", "--title", "Attendance officer", "--decided-on", "2025-09-22"]

    kept.keep(*decision, "--decided", "declined: the family has asked for help", out="no.sheet")

    told = kept.rerun(out="no.sheet")
    assert told.code == 0
    assert (
        "Ada Officer, Attendance officer, on 2025-09-22: declined: the family has asked for help"
        in told.out.splitlines()
    )
    assert kept.document("no.sheet")["decision"]["decided"] == "declined"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (["--decided", "acted on", "--decided-on", "2025-09-22"], "a decision is a person's"),
        (["--by", "A", "--title", "B", "--decided", "acted on"], "a decision is a person's"),
        (
            ["--by", " ", "--title", "B", "--decided", "acted on", "--decided-on", ON],
            "a decision is a person's",
        ),
        (["--by", "A", "--title", "B", "--decided", "declined", "--decided-on", ON], "say why"),
        (["--by", "A", "--title", "B", "--decided", "perhaps", "--decided-on", ON], "“acted on”"),
    ],
)
def test_a_decision_without_a_named_person_a_day_or_a_reason_is_refused(kept, decision, said):
    told = kept.keep(*decision, out="no.sheet")

    assert (told.code, told.out) == (2, "")
    assert said in " ".join(told.err.replace("│", " ").split())
    assert not kept.path("no.sheet").exists()


def test_a_sheet_is_never_overwritten_by_another(kept):
    before = kept.path().read_bytes()
    kept.files["register"] = register_of(ADA="/ 30")

    told = kept.keep()

    assert (told.code, told.out) == (1, "")
    assert "a sheet is never overwritten" in told.err
    assert kept.path().read_bytes() == before


def test_a_pupil_who_is_in_no_file_has_no_sheet(kept):
    told = kept.keep(upn="K999200125002", out="cam.sheet")

    assert (told.code, told.out) == (1, "")
    assert "no pupil with this UPN is in the files" in told.err


@pytest.mark.parametrize("reader", ["officer", "parent"])
def test_a_sheet_is_explained_in_the_very_words_of_explain(kept, desk, reader):
    explained = desk.run("explain", ADA, *kept.options(), "--pack", "england", "--on", ON, "--for", reader)

    shown = kept.rerun("--show", reader)

    assert shown.out == explained.out
    assert shown.code == 0


def test_a_sheet_is_explained_from_what_it_holds_and_not_from_today_s_files(kept):
    then = kept.rerun("--show", "parent").out
    today = kept.options("register", register=register_of(ADA="/ 30"))
    capsys = kept.desk.capsys
    capsys.readouterr()

    code = run(app, ["rerun", str(kept.path()), "--show", "parent", *today])

    told = capsys.readouterr()
    assert (code, told.out) == (3, then)
    assert "register: 2025-09-15 AM was O, is now /" in told.err


@pytest.mark.parametrize("pack", ["coventry", "essex", "cambridgeshire", "halton", "widnes-academy"])
def test_a_sheet_under_every_body_is_the_same_again(desk, pack):
    sheets = SheetDesk(desk)

    kept, told = sheets.keep(pack=pack), sheets.rerun()

    assert (kept.code, told.code) == (0, 0)


def test_a_leaver_has_a_sheet_on_which_no_rule_was_judged(desk):
    sheets = SheetDesk(desk)
    sheets.files["pupils"] = f"upn,start_date,leaving_date\n{ADA},2025-09-01,2025-09-10\n"

    kept, told = sheets.keep(), sheets.rerun()

    assert (kept.code, told.code) == (0, 0)
    assert sheets.document()["pack"]["rules"] == {}
    assert came_out(told) == changed(told) == []
